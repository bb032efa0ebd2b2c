// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeHost, failedRecord, HOME, standingOfApp } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

describe('the overview of a copied workspace file', () => {
  it('names the other file, and gives this one its own id in one press', async () => {
    const host = createFakeHost(HOME);
    const other = '/home/alex/backup/home.latchkey.yaml';
    host.handlers['workspace.current'] = () => ({ ...host.view(), copy_of: other });
    host.handlers['workspace.own-id'] = () => {
      host.workspace = { ...host.workspace, id: 'its-own' };
      host.revision++;
      return host.view();
    };
    const { user, app } = await openApp(host, '#/w/h1');
    expect(await screen.findByText(new RegExp(`same id as ${other}`))).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Give it its own id' }));
    await waitFor(() => expect(screen.queryByText(/same id as/)).toBeNull());
    expect(app.store.getState().view?.workspace.id).toBe('its-own');
    expect(host.calls.filter(({ name }) => name === 'workspace.own-id')).toEqual([
      { name: 'workspace.own-id', input: { handle: 'h1' } },
    ]);
  });
});

describe('mistakes in the file', () => {
  it('are said one a line, each with its line of the file and what to do', async () => {
    const host = createFakeHost(HOME);
    const problems = [3, 7].map((line) => ({
      severity: 'error' as const,
      code: 'type',
      path: `apps.romm.${line}`,
      line,
      message: `Mistake ${line}.`,
      fix: `Mend ${line}.`,
    }));
    host.handlers['workspace.current'] = () => ({ ...host.view(), problems });
    await openApp(host, '#/w/h1');
    const lines = (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent);
    for (const line of [3, 7])
      expect(lines.filter((text) => text.includes(`Mistake ${line}. Mend ${line}.`))).toHaveLength(1);
    expect(lines.find((text) => text.includes('Mistake 3.'))).toMatch(/line 3/i);
    expect(lines.find((text) => text.includes('Mistake 3.'))).not.toContain('Mistake 7.');
  });
});

describe('a provider on the overview', () => {
  const failed = {
    word: 'fail',
    state: 'fail',
    needs_you: true,
    logged_in: false,
    at: '2026-11-26T10:00:00.000Z',
    lights: [{ light: 'provider', status: 'fail', summary: '', passed: 0, total: 1 }],
    cause: { id: 'gone', side: 'provider', title: 'Nothing listens at that address', of_provider: true },
  } as const;
  const never = { word: 'never', state: 'waiting', needs_you: true, logged_in: false, lights: [] } as const;

  it.each([
    ['not asked yet', never, null],
    // It was asked, so “not asked yet” would be wrong.
    ['none so far', failed, null],
    ['yesterday', failed, -1],
  ] as const)('says of its last answer: %s', async (said, standing, days) => {
    const host = createFakeHost(HOME);
    const answered_at = days === null ? null : new Date(Date.now() + days * 86_400_000).toISOString();
    const { providers, apps } = host.workspace;
    host.handlers['overview.get'] = () => ({
      revision: String(host.revision),
      providers: Object.keys(providers).map((id) => ({ id, answered_at })),
      apps: Object.keys(apps).map((id) => ({
        id,
        applied: { done: 0, changed: 0, total: 0 },
        secret: 'present',
        standing,
      })),
    });
    await openApp(host, '#/w/h1');
    const answer = await screen.findByText('Last answer');
    await waitFor(() => expect(answer.parentElement?.querySelector('dd')?.textContent).toBe(said));
  });
});

describe('steps that are open', () => {
  const record = failedRecord();
  const result = (light: 'provider' | 'client') => ({
    kind: 'check' as const,
    at: record.at,
    outdated: false,
    report: { ...record.report, checks: record.report.checks.map((one) => ({ ...one, light })) },
  });
  it.each([
    ['no test has run', [], /0 of 2 steps/, 'apply'],
    ['the provider doesn’t answer', [result('provider')], /Waits for Authelia, 2 steps to go/, 'apply'],
    [
      'a test failed elsewhere',
      [result('client')],
      /The issuer is written differently.*2 steps to go/,
      'test',
    ],
    [
      'the test no longer counts',
      [{ ...result('client'), outdated: true }],
      /Changed since the test.*2 steps to go/,
      'apply',
    ],
  ] as const)('are said, and the row leads to them, also when %s', async (_, results, said, step) => {
    const host = createFakeHost(HOME);
    host.handlers['overview.get'] = () => ({
      revision: String(host.revision),
      providers: [{ id: 'authelia', answered_at: null }],
      apps: [standingOfApp('romm', { results, applied: { done: 0, changed: 0, total: 2 } })],
    });
    await openApp(host, '#/w/h1');
    const link = await screen.findByRole('link', { name: /RomM/ });
    await waitFor(() => expect(link.closest('li')!.textContent).toMatch(said));
    expect(link.getAttribute('href')).toBe(`#/w/h1/connect/romm/${step}`);
    // A button leads to the same place, and tests nothing that isn’t there.
    expect(within(link.closest('li')!).queryByRole('button', { name: /^Test/ })).toBeNull();
  });
});

describe('a connection that was not finished', () => {
  const typed = {
    provider: { kind: 'authelia', url: 'https://auth.example.com' },
    app: { kind: 'romm', url: 'https://games.example.com' },
    reached: 2,
  };
  const kept = (host: ReturnType<typeof createFakeHost>) =>
    host.handlers['progress.get']!({ handle: 'h1', key: 'connect:new' });
  const hostWith = (value: typeof typed | null) => {
    const host = createFakeHost(HOME);
    host.handlers['progress.set']!({ handle: 'h1', key: 'connect:new', value });
    return host;
  };

  it('stands on the overview after a new start, and goes on where it was left', async () => {
    const { user } = await openApp(hostWith(typed), '#/w/h1');
    const card = within(await screen.findByRole('region', { name: 'Not finished' }));
    expect(card.getByText(/games\.example\.com/)).toBeTruthy();
    await user.click(card.getByRole('button', { name: 'Continue' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/connect/new/addresses'));
    expect(await screen.findByDisplayValue('https://games.example.com')).toBeTruthy();
  });

  it('is not thrown away by beginning another one, unless the person says so', async () => {
    const host = hostWith(typed);
    const { user } = await openApp(host, '#/w/h1');
    await screen.findByRole('region', { name: 'Not finished' });
    for (const begin of screen.getAllByRole('button', { name: /^Connect an app/ })) {
      await user.click(begin);
      const dialog = await screen.findByRole('dialog');
      expect(kept(host)).toEqual({ value: typed });
      await user.keyboard('{Escape}');
      await waitFor(() => expect(dialog.isConnected).toBe(false));
      expect(window.location.hash).toBe('#/w/h1');
    }
    await user.click(screen.getAllByRole('button', { name: /^Connect an app/ })[0]!);
    await user.click(await screen.findByRole('button', { name: 'Discard it and begin another' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/connect/new/provider'));
    expect(kept(host)).toEqual({ value: null });
  });

  it('can be discarded, and does not stand there when nothing was typed', async () => {
    const host = hostWith(typed);
    const { user } = await openApp(host, '#/w/h1');
    await user.click(await screen.findByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Not finished' })).toBeNull());
    expect(kept(host)).toEqual({ value: null });
    await user.click(screen.getAllByRole('button', { name: /^Connect an app/ })[0]!);
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/connect/new/provider'));
  });

  it('keeps the last letters when the page or the workspace is closed at once', async () => {
    for (const way of ['page', 'workspace'] as const) {
      const host = hostWith(null);
      host.handlers['workspace.close'] = () => {
        expect(kept(host)).toMatchObject({ value: { app: { url: 'https://games.ex' } } });
        return {};
      };
      const { app } = await openApp(host, '#/w/h1');
      await act(async () => app.actions.setDraft('new', { app: { url: 'https://games.ex' } }));
      expect(kept(host)).toEqual({ value: null });
      if (way === 'page') await act(async () => void window.dispatchEvent(new Event('pagehide')));
      else await act(() => app.actions.close());
      expect(kept(host)).toMatchObject({ value: { app: { url: 'https://games.ex' } } });
      closeApps();
    }
  });
});

describe('changing a provider', () => {
  it('leads back to the overview if one came from there, and else to its own screen', async () => {
    const host = createFakeHost();
    host.workspace = HOME;
    const { user } = await openApp(host, '#/w/h1');
    await user.click(await screen.findByRole('button', { name: 'What to do with Authelia' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Change address or version' }));
    await screen.findByRole('heading', { level: 1, name: 'Change Authelia' });
    await user.click(screen.getByRole('button', { name: 'Keep it as it is' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1'));

    await act(async () => {
      window.location.hash = '#/w/h1/provider/authelia/change?app=romm&step=apply';
    });
    await user.click(await screen.findByRole('button', { name: 'Keep it as it is' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/connect/romm/apply'));

    await act(async () => {
      window.location.hash = '#/w/h1/provider/authelia/change';
    });
    await user.click(await screen.findByRole('button', { name: 'Keep it as it is' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/provider/authelia'));
  });
});
