// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Workspace } from '../../../shared/workspace/types.ts';
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
    const row = (await screen.findByRole('rowheader', { name: 'url' })).closest('tr')!;
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['https://mine.example.com', 'https://theirs.example.com']);
    await user.click(screen.getByRole('button', { name: 'Use my change' }));
    await waitFor(() => expect(host.workspace.apps['romm']?.url).toBe('https://mine.example.com'));
    expect(screen.queryByRole('rowheader', { name: 'url' })).toBeNull();
  });

  it('can be settled for the file’s', async () => {
    const host = createFakeHost(HOME);
    const { app, user } = await openApp(host, '#/w/h1');
    changeElsewhere(host, (now) => ({ ...now, apps: { romm: { ...entry, version: '5.0' } } }));
    await act(() => app.actions.update({ op: 'put-app', id: 'romm', entry: { ...entry, version: '5.1' } }));
    await user.click(await screen.findByRole('button', { name: 'Use the file’s' }));
    expect(host.workspace.apps['romm']?.version).toBe('5.0');
    expect(app.store.getState().view?.workspace.apps['romm']?.version).toBe('5.0');
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
        problems: [{ severity: 'error', code: 'yaml', path: '', message: 'A bracket is open.', line: 4 }],
      }),
    );
    expect(await screen.findByText(/Line 4: A bracket is open/)).toBeTruthy();
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
