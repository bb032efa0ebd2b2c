import { act, cleanup, configure, type RenderResult, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { App } from '../../renderer/app.tsx';
import { type AppStore, createAppStore } from '../../renderer/store/store.ts';
import type { FakeHost } from './fake-host.ts';

export interface Opened extends RenderResult {
  readonly app: AppStore;
  readonly user: UserEvent;
}

// Screens load when they are first shown, which takes longer here than in a built page.
configure({ asyncUtilTimeout: 8000 });
// jsdom has no CSS object, but react-aria uses it to escape ids.
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as typeof CSS;

const opened: AppStore[] = [];

/** Renders all screens in jsdom at an address, with a host in memory. */
export async function openApp(host: FakeHost, fragment = '#/'): Promise<Opened> {
  window.history.replaceState(null, '', fragment);
  const app = createAppStore(host.client, window);
  opened.push(app);
  const user = userEvent.setup();
  const result = render(<App app={app} />);
  await act(() => app.actions.start());
  return { ...result, app, user };
}

/** Use in `afterEach`: ends subscriptions and unmounts the page. */
export function closeApps(): void {
  for (const app of opened.splice(0)) app.actions.stop();
  cleanup();
}
