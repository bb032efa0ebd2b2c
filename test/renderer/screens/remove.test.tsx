// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createFakeHost, EMPTY, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

it('what was removed is brought back also by somebody who comes back to the page', async () => {
  const host = createFakeHost(HOME);
  host.handlers['removal.plan'] = () => ({ steps: [], apps: [], secrets: [] });
  host.handlers['removal.apply'] = () => {
    host.workspace = { ...HOME, apps: {} };
    host.revision++;
    return host.view();
  };
  host.handlers['removal.undo'] = () => {
    host.workspace = HOME;
    host.revision++;
    return host.view();
  };
  const { app, user } = await openApp(host, '#/w/h1/remove-app/romm');
  await user.click(await screen.findByRole('button', { name: 'Remove RomM' }));
  await screen.findByRole('heading', { name: 'RomM is removed.' });
  act(() => app.actions.go({ at: 'settings', handle: 'h1' }));
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  act(() => app.actions.go({ at: 'remove', handle: 'h1', target: { kind: 'app', id: 'romm' } }));
  await screen.findByRole('heading', { name: 'RomM is removed.' });
  await user.click(screen.getByRole('button', { name: 'Bring it back' }));
  expect(host.workspace).toBe(HOME);
  expect(await screen.findByText('RomM is back.')).toBeTruthy();
});

it.each(['#/w/h1/remove-app/romm', '#/w/h1/remove-provider/authelia'])(
  'says that nothing is there any more, and asks for nothing that can’t be done: %s',
  async (route) => {
    const host = createFakeHost(EMPTY);
    await openApp(host, route);
    await screen.findByRole('heading', { name: 'It is not in the workspace any more' });
    expect(screen.queryByRole('button', { name: /^(?:Remove|Try again)/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'To the overview' })).toBeTruthy();
    expect(host.calls.map(({ name }) => name)).not.toContain('removal.plan');
  },
);
