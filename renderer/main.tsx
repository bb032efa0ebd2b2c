import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createHostClient } from './host-client.ts';
import { createAppStore } from './store/store.ts';

const app = createAppStore(createHostClient(window), window);
createRoot(document.getElementById('root')!).render(<App app={app} />);
void app.actions.start();
