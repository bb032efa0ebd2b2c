import { act, cleanup, type RenderResult, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { App } from '../../renderer/app.tsx';
import { type AppStore, createAppStore } from '../../renderer/store/store.ts';
import type { FakeHost } from './fake-host.ts';

export interface Opened extends RenderResult {
  readonly app: AppStore;
  readonly user: UserEvent;
}

const opened: AppStore[] = [];

/** All screens in jsdom at an address, around a host in memory. */
export async function openApp(host: FakeHost, fragment = '#/'): Promise<Opened> {
  window.history.replaceState(null, '', fragment);
  const app = createAppStore(host.client, window);
  opened.push(app);
  const user = userEvent.setup();
  const result = render(<App app={app} />);
  await act(() => app.actions.start());
  return { ...result, app, user };
}

/** For `afterEach`: ends subscriptions and takes the page down. */
export function closeApps(): void {
  for (const app of opened.splice(0)) app.actions.stop();
  cleanup();
}
