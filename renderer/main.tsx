import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './screens/start.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createHostClient } from './host-client.ts';
import { createAppStore } from './store/store.ts';

const app = createAppStore(createHostClient(window), window);
createRoot(document.getElementById('root')!).render(<App app={app} />);
void app.actions.start();
