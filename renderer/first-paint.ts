import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './screens/start.css';

/** A page in the background paints nothing, and must start all the same. */
const PATIENCE_MS = 300;

/** Resolves once what `index.html` holds is on the screen. */
const painted = new Promise<unknown>((resolve) => {
  new PerformanceObserver(resolve).observe({ type: 'paint', buffered: true });
  setTimeout(resolve, PATIENCE_MS);
});

// Loading the app keeps the page busy for longer than its first paint takes.
void painted.then(() => import('./main.tsx'));
