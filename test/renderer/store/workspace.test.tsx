// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppEntry, Workspace } from '../../../shared/workspace/types.ts';
import { createFakeHost, type FakeHost, HOME, standingOfApp } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

/** Changes the file as another program would. */
function changeElsewhere(host: FakeHost, change: (workspace: Workspace) => Workspace): void {
  host.workspace = change(host.workspace);
  host.revision++;
}
const entry = HOME.apps['romm']!;

describe('changes from two sides', () => {
  it('are joined when they touch different entries', async () => {
    const host = createFakeHost(HOME);
    const { app } = await openApp(host, '#/w/h1');
    changeElsewhere(host, (now) => ({ ...now, name: 'Changed' }));
    const answer = await act(() =>
      app.actions.update({ op: 'put-app', id: 'romm', entry: { ...entry, version: '5.1' } }),
    );
    expect(answer.ok).toBe(true);
    expect(host.workspace).toMatchObject({ name: 'Changed', apps: { romm: { version: '5.1' } } });
  });

  it('of the same entry are never overwritten unasked', async () => {
    const host = createFakeHost(HOME);
    const { app, user } = await openApp(host, '#/w/h1');
    changeElsewhere(host, (now) => ({
      ...now,
      apps: { romm: { ...entry, url: 'https://theirs.example.com' } },
    }));
    await act(() =>
      app.actions.update({ op: 'put-app', id: 'romm', entry: { ...entry, url: 'https://mine.example.com' } }),
    );
    expect(host.workspace.apps['romm']?.url).toBe('https://theirs.example.com');
    const row = (await screen.findByRole('rowheader', { name: 'Address' })).closest('tr')!;
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['https://mine.example.com', 'https://theirs.example.com']);
    // The screen has its own: one that is recommended beside it makes two.
    expect(document.querySelectorAll('.banners .button.primary')).toHaveLength(0);
    await user.click(screen.getByRole('button', { name: 'Use my change' }));
    await waitFor(() => expect(host.workspace.apps['romm']?.url).toBe('https://mine.example.com'));
    expect(screen.queryByRole('rowheader', { name: 'Address' })).toBeNull();
  });

  it('are told in the words of the screens, setting by setting', async () => {
    const host = createFakeHost(HOME);
    const { app } = await openApp(host, '#/w/h1');
    changeElsewhere(host, (now) => ({ ...now, apps: { romm: { ...entry, kind: 'memos' } } }));
    const everything: Required<AppEntry> = {
      ...entry,
      url: 'https://mine.example.com',
      version: '5.1',
      edition: 'x',
      client_id: 'games-client',
      client_name: 'Games',
      redirect_uris: ['https://a.example.com/x', 'https://b.example.com/x'],
      scopes: ['openid', 'email'],
      token_endpoint_auth_method: 'client_secret_post',
      access_token_signed_response_alg: 'RS256',
      require_pkce: true,
      slug: 'games',
      policy: 'one_factor',
      groups: ['family', 'friends'],
      consent: 'never',
      trusts_ca: true,
      test_redirect_uri: 'http://127.0.0.1:8911/callback',
      settings: { autologin: false },
    };
    await act(() => app.actions.update({ op: 'put-app', id: 'romm', entry: everything }));
    await screen.findByText('Games was changed elsewhere while you changed it here.');
    const keys = Object.keys(everything).filter((key) => /_/.test(key));
    const table = screen.getByRole('table');
    for (const name of within(table).getAllByRole('rowheader'))
      expect(name.textContent).not.toMatch(/^[a-z]/);
    for (const key of keys) expect(table.textContent).not.toContain(key);
    for (const said of ['RomM', 'Sign in at once', 'family, friends', 'Password only', 'Yes', 'Never'])
      expect(within(table).getAllByText(said).length, said).toBeGreaterThan(0);
    expect(table.textContent).not.toMatch(/[[{"]/);
  });

  it('can be settled for the file’s', async () => {
    const host = createFakeHost(HOME);
    const { app, user } = await openApp(host, '#/w/h1');
    changeElsewhere(host, (now) => ({ ...now, apps: { romm: { ...entry, version: '5.0' } } }));
    await act(() => app.actions.update({ op: 'put-app', id: 'romm', entry: { ...entry, version: '5.1' } }));
    await user.click(await screen.findByRole('button', { name: 'Use the other' }));
    expect(host.workspace.apps['romm']?.version).toBe('5.0');
    // The host is asked for it first.
    await waitFor(() => expect(app.store.getState().view?.workspace.apps['romm']?.version).toBe('5.0'));
  });
});

describe('a field that is typed here and changed elsewhere', () => {
  const theirs = { ...entry, url: 'https://theirs.example.com', groups: ['family', 'friends'] };
  const typing = async (typed: Readonly<Record<string, string>>) => {
    const host = createFakeHost(HOME);
    const shown = await openApp(host, '#/w/h1/connect/romm/addresses');
    await screen.findByRole('textbox', { name: /^Address of/ });
    act(() => shown.app.actions.setDraft('romm', { app: typed }));
    const elsewhere = (by: 'file' | 'window', apps = { romm: theirs as typeof entry }) => {
      changeElsewhere(host, (now) => ({ ...now, apps }));
      act(() => host.tell({ type: 'changed', by, view: host.view() }));
    };
    return { ...shown, host, elsewhere };
  };
  const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: /^Address of/ });

  it.each(['window', 'file'] as const)('is said before anything is saved over it: by a %s', async (by) => {
    const { elsewhere, user } = await typing({ url: 'https://mine.example.com' });
    elsewhere(by);
    expect(await screen.findByText('RomM was changed elsewhere while you changed it here.')).toBeTruthy();
    const row = screen.getByRole('rowheader', { name: 'Address' }).closest('tr')!;
    expect(row.textContent).toContain('https://mine.example.com');
    expect(row.textContent).toContain('https://theirs.example.com');
    await user.click(screen.getByRole('button', { name: 'Keep what I typed' }));
    expect(field().value).toBe('https://mine.example.com');
    expect(screen.queryByText(/was changed elsewhere/)).toBeNull();
  });

  it('takes the other one where that is chosen, and keeps what else is typed', async () => {
    const { app, elsewhere, user } = await typing({ url: 'https://mine.example.com', client_name: 'Games' });
    elsewhere('window');
    await user.click(await screen.findByRole('button', { name: 'Use the other' }));
    expect(field().value).toBe('https://theirs.example.com');
    expect(app.store.getState().drafts['romm']?.app).toEqual({ client_name: 'Games' });
  });

  it.each([
    ['another field', { version: '5.1' }, theirs],
    ['the same value', { url: ' https://theirs.example.com ' }, theirs],
    ['a field that is as it was', { url: 'https://mine.example.com' }, { ...entry, version: '5.1' }],
  ])('is not said of %s', async (_, typed, other) => {
    const { elsewhere } = await typing(typed as Record<string, string>);
    elsewhere('window', { romm: other });
    expect(screen.queryByText(/was changed elsewhere/)).toBeNull();
  });
});

describe('a file that changes outside', () => {
  it('is shown as it is now, and said', async () => {
    const host = createFakeHost(HOME);
    await openApp(host, '#/w/h1');
    changeElsewhere(host, (now) => ({ ...now, apps: {} }));
    act(() => host.tell({ type: 'changed', by: 'file', view: host.view() }));
    expect(await screen.findByText(/changed outside Latchkey/)).toBeTruthy();
    expect(await screen.findByText('Nothing connected yet')).toBeTruthy();
  });

  it('that can’t be read leaves the last good content, and says the line', async () => {
    const host = createFakeHost(HOME);
    await openApp(host, '#/w/h1');
    act(() =>
      host.tell({
        type: 'unreadable',
        problems: [
          { severity: 'error', code: 'yaml', path: '', message: 'A bracket is open.', line: 4 },
          { severity: 'error', code: 'yaml', path: '', message: 'A tab.', fix: 'Use blanks.', line: 7 },
        ],
      }),
    );
    // One mistake a line.
    const lines = await screen.findAllByText(/^Line \d: /);
    expect(lines.map((line) => line.closest('li')!.textContent)).toEqual([
      'Line 4: A bracket is open.',
      'Line 7: A tab. Use blanks.',
    ]);
    expect(await screen.findByText(/RomM 5.2/)).toBeTruthy();
  });
});

describe('the overview', () => {
  it('tells how each app stands and tests all at once', async () => {
    const host = createFakeHost(HOME);
    host.handlers['overview.get'] = () => ({
      revision: '1',
      providers: [{ id: 'authelia', answered_at: null }],
      apps: [standingOfApp('romm', { applied: { done: 1, changed: 0, total: 4 }, secret: 'missing' })],
    });
    host.streams['check.run'] = async (_, emit) =>
      emit({ type: 'failed', app: 'romm', code: 'x', message: 'x' });
    const { user } = await openApp(host, '#/w/h1');
    expect(await screen.findByText('Not applied yet')).toBeTruthy();
    expect(screen.getByText('1 of 4 steps')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Test all' }));
    expect(host.calls.find((call) => call.name === 'check.run')?.input).toEqual({
      handle: 'h1',
      apps: ['romm'],
    });
  });

  it('says so when the workspace is not open any more', async () => {
    const host = createFakeHost(HOME);
    host.handlers['workspace.current'] = () => ({ refuse: 'not-open', message: 'It is not open here.' });
    const { user } = await openApp(host, '#/w/old');
    expect(await screen.findByText('It is not open here.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Start' }));
    expect(await screen.findByRole('heading', { level: 1, name: /One login/ })).toBeTruthy();
  });
});
