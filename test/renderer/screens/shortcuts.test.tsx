// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { keysOf } from '../../../renderer/components/shortcuts.tsx';
import { MENU_KEYS } from '../../../shared/host/menu.ts';
import { createFakeHost, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

describe('the list of keyboard shortcuts', () => {
  it('opens from the menu, names every key of the menu, and gives the focus back', async () => {
    const host = createFakeHost(HOME);
    const { app, user } = await openApp(host, '#/settings');
    const { session } = app.store.getState();
    app.store.setState({ session: { ...session!, host: 'desktop', platform: 'linux' } });
    const opener = await screen.findByRole('button', { name: 'Keyboard shortcuts' });
    opener.focus();
    await act(() => app.actions.command('shortcuts'));
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const keys of Object.values(MENU_KEYS))
      expect(within(dialog).getByText(keysOf(keys!, false))).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });

  it('names no keys of a menu that a browser does not have', async () => {
    const host = createFakeHost(HOME);
    const { app } = await openApp(host, '#/settings');
    const { session } = app.store.getState();
    app.store.setState({ session: { ...session!, host: 'browser' } });
    await act(() => app.actions.command('shortcuts'));
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(within(dialog).queryByText(/Ctrl/)).toBeNull();
    expect(within(dialog).getByText('Esc')).toBeTruthy();
  });

  it('writes keys as the keyboard does', () => {
    expect(keysOf('CmdOrCtrl+Shift+S', true)).toBe('⌘⇧S');
    expect(keysOf('CmdOrCtrl+Shift+S', false)).toBe('Ctrl + Shift + S');
  });
});

describe('the title of the window', () => {
  it('names the workspace on each of its screens, and says that it has no file', async () => {
    const host = createFakeHost(HOME);
    const { app } = await openApp(host, '#/w/h1');
    const name = () => app.store.getState().view!.name;
    await waitFor(() => expect(document.title).toContain(name()));
    const { view } = app.store.getState();
    await act(() => app.store.setState({ view: { ...view!, path: '/home/alex/home.latchkey' } }));
    expect(document.title).toBe(`${name()} · Latchkey`);
    await act(() => app.store.setState({ view: { ...view!, path: null } }));
    expect(document.title).toBe(`${name()} · not saved as a file · Latchkey`);
    await act(() => app.actions.go({ at: 'start' }));
    expect(document.title).toBe('Latchkey');
  });
});
