// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../../renderer/text/en.ts';
import { MISTAKES, type Mistake } from '../../../shared/host/mistakes.ts';
import type { CheckEvent, TestRecord } from '../../../shared/host/testing.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { createFakeHost, failedRecord, HOME, SESSION } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

const APP = 'memos';
const PRACTICE: Workspace = {
  latchkey: 1,
  id: 'practice',
  name: 'Practice',
  providers: { practice: { kind: 'oidc', url: 'http://127.0.0.1:1' } },
  apps: {
    [APP]: {
      kind: 'memos',
      url: 'https://memos.example.com',
      provider: 'practice',
      test_redirect_uri: 'http://127.0.0.1:8911/callback',
    },
  },
};

/** A host with a workspace of the person at `h1`, and practice at `p1`. Checks of a broken app fail. */
function practiceHost(workspace = HOME) {
  const host = createFakeHost(workspace);
  let mistake: Mistake | null = null;
  const mended = new Set<Mistake>();
  const practice = {
    ...host.view(),
    handle: 'p1',
    workspace: PRACTICE,
    path: null,
    name: 'Practice',
    practice: true,
  };
  const broken = () => ({ mistake, mended: [...mended] });
  const recordNow = (): TestRecord => {
    const record = failedRecord();
    return mistake === null || mistake === 'group'
      ? { ...record, report: { ...record.report, result: 'pass', diagnoses: [] } }
      : record;
  };
  host.handlers['practice.start'] = () => ({
    view: practice,
    account: { user: 'Ada Practice', password: '' },
    broken: broken(),
  });
  host.handlers['practice.stop'] = () => ({});
  host.handlers['report.text'] = () => ({ markdown: '# Report' });
  host.handlers['practice.break'] = (input) => {
    if (mistake !== null && input.mistake === null) mended.add(mistake);
    mistake = input.mistake;
    if (mistake !== null) mended.delete(mistake);
    return broken();
  };
  host.handlers['workspace.current'] = ({ handle }) => (handle === 'p1' ? practice : host.view());
  host.handlers['workspace.close'] = () => ({});
  host.handlers['session.info'] = () => ({
    ...SESSION,
    open: [
      { handle: 'p1', name: 'Practice', file: '/tmp/practice' },
      { handle: 'h1', name: host.view().name, file: '/home/alex/home.latchkey.yaml' },
    ],
  });
  host.streams['check.run'] = async ({ apps }, emit) => {
    for (const app of apps) {
      const event: CheckEvent = { type: 'report', app, record: recordNow() };
      emit(event);
    }
  };
  return host;
}

const mistakes = async () => within(await screen.findByRole('list', { name: 'Mistakes' }));

describe('practice beside a workspace of one’s own', () => {
  it('leads back to what was open, also after the page was loaded anew', async () => {
    for (const way of ['begun here', 'loaded anew'] as const) {
      const host = practiceHost();
      const { user } = await openApp(host, way === 'begun here' ? '#/w/h1' : '#/w/p1/practice');
      if (way === 'begun here') await user.click(await screen.findByRole('button', { name: 'Practice' }));
      await screen.findByRole('heading', { level: 1, name: /Break a login/ });
      await user.click(screen.getByRole('link', { name: 'Back to Home' }));
      await waitFor(() => expect(window.location.hash).toBe('#/w/h1'));
      await screen.findByRole('button', { name: 'Test all' });
      expect(screen.queryByRole('link', { name: /^Back to/ })).toBeNull();
      closeApps();
    }
  });

  it('is closed without closing what was open before', async () => {
    const host = practiceHost();
    const { user } = await openApp(host, '#/w/h1');
    await user.click(await screen.findByRole('button', { name: 'Practice' }));
    await user.click(await screen.findByRole('button', { name: 'Close practice' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1'));
    expect(host.calls.filter(({ name }) => name === 'workspace.close')).toEqual([
      { name: 'workspace.close', input: { handle: 'p1' } },
    ]);
  });

  it('has no way back where nothing else was open', async () => {
    const host = practiceHost();
    host.handlers['session.info'] = () => SESSION;
    const { user } = await openApp(host);
    await user.click(screen.getByRole('button', { name: /practice provider/ }));
    await screen.findByRole('heading', { level: 1, name: /Break a login/ });
    expect(screen.queryByRole('link', { name: /^Back to/ })).toBeNull();
  });
});

describe('what was mended in practice', () => {
  it('is still known after a way to one’s own apps and back', async () => {
    const host = practiceHost();
    const { user } = await openApp(host, '#/w/h1');
    await user.click(await screen.findByRole('button', { name: 'Practice' }));
    await user.click(await screen.findByRole('button', { name: 'Break it' }));
    await user.click((await mistakes()).getByRole('button', { name: /Wrong secret/ }));
    await user.click(await screen.findByRole('button', { name: /^Write/ }));
    await screen.findByRole('heading', { level: 1, name: 'Green again' });
    // With an app of one's own.
    await user.click(screen.getByRole('link', { name: 'Back to Home' }));
    await screen.findByRole('button', { name: 'Test all' });
    await user.click(screen.getByRole('button', { name: 'Practice' }));
    expect((await mistakes()).getByRole('button', { name: /Wrong secret.*Mended/ })).toBeTruthy();
    expect(screen.getByText('1 of 6 mended.')).toBeTruthy();
    // What was broken before the way is looked at again.
    await user.click((await mistakes()).getByRole('button', { name: /Wrong redirect/ }));
    await screen.findByRole('button', { name: /^Write/ });
    await user.click(screen.getByRole('link', { name: 'Back to Home' }));
    await screen.findByRole('button', { name: 'Test all' });
    await user.click(screen.getByRole('button', { name: 'Practice' }));
    expect(await screen.findByRole('button', { name: /^Write/ })).toBeTruthy();
  });

  it('is still known after connecting a real app, which closes nothing', async () => {
    const host = practiceHost();
    const { user, app } = await openApp(host, '#/w/h1');
    await user.click(await screen.findByRole('button', { name: 'Practice' }));
    await user.click(await screen.findByRole('button', { name: 'Break it' }));
    await user.click((await mistakes()).getByRole('button', { name: /Wrong secret/ }));
    await user.click(await screen.findByRole('button', { name: /^Write/ }));
    await user.click(await screen.findByRole('button', { name: 'Connect a real app' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/connect/new/provider'));
    expect(host.calls.some(({ name }) => name === 'practice.stop' || name === 'workspace.new')).toBe(false);
    await act(() => app.actions.startPractice(new AbortController().signal));
    expect(await screen.findByText('1 of 6 mended.')).toBeTruthy();
  });

  it('is not taken for green by a check, if only a login shows it', async () => {
    const host = practiceHost();
    const { user, app } = await openApp(host, '#/w/p1/practice/break');
    await user.click((await mistakes()).getByRole('button', { name: /Wrong group/ }));
    await screen.findByText(/No check can see this one/);
    await act(() => app.actions.runChecks([APP]));
    await act(() => app.actions.mend(APP));
    // What was seen before the fix says nothing of what is there now.
    expect(app.store.getState().tests[APP]?.record?.outdated).toBe(true);
    await act(() => app.actions.runChecks([APP]));
    expect(screen.queryByRole('heading', { level: 1, name: 'Green again' })).toBeNull();
    expect(screen.getByText(/may sign in now/)).toBeTruthy();
  });
});

describe('the fix', () => {
  it('says before the press what it writes, and afterwards what it wrote', async () => {
    const { user } = await openApp(practiceHost(), '#/w/p1/practice/break');
    await user.click((await mistakes()).getByRole('button', { name: /Wrong secret/ }));
    const card = within(await screen.findByRole('article'));
    expect(card.getByText(/^Gives both sides one secret/)).toBeTruthy();
    // It is written at the provider, whatever side the diagnosis guesses.
    expect(card.getByText('Edit Practice provider')).toBeTruthy();
    // What a person would do by hand is told to whoever asks.
    expect(card.queryByText('Write it without the slash.')).toBeNull();
    await user.click(card.getByText('Why'));
    expect(card.getByText('Write it without the slash.')).toBeTruthy();
    await user.click(card.getByRole('button', { name: /^Write/ }));
    await screen.findByRole('heading', { level: 1, name: 'Green again' });
    expect(screen.getByText(/^Both sides have one secret now/)).toBeTruthy();
  });

  it('has words for every mistake', () => {
    for (const mistake of MISTAKES)
      for (const part of ['will', 'wrote']) expect(en).toHaveProperty([`practice.${mistake}.${part}`]);
  });
});

describe('every step of a practice login', () => {
  it('leads back to the mistakes', async () => {
    const host = practiceHost();
    const { user, app } = await openApp(host, '#/w/p1/practice/break');
    await user.click((await mistakes()).getByRole('button', { name: /Wrong secret/ }));
    await screen.findByRole('button', { name: /^Write/ });
    await act(() => app.actions.mend(APP));
    const { tests } = app.store.getState();
    expect(tests[APP]?.record).toMatchObject({ outdated: false, report: { result: 'pass' } });
    await user.click(screen.getByRole('button', { name: 'See every step' }));
    await user.click(await screen.findByRole('button', { name: 'Back to the mistakes' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/p1/practice/break'));
  });
});
