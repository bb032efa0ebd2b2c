// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../../renderer/text/en.ts';
import type { Notice } from '../../../shared/catalog/types.ts';
import type { DeliverableView, GuideStepView } from '../../../shared/host/deliverables.ts';
import {
  connectionOf,
  createFakeHost,
  type FakeHost,
  failedRecord,
  HOME,
  standingOfApp,
} from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

const NO_API = { provider: { why: 'No API.' }, app: { why: 'No API.' } };

afterEach(closeApps);

const step = (id: string, more: Partial<GuideStepView> = {}): GuideStepView => ({
  id,
  title: `Do ${id}`,
  where: 'There',
  fields: [],
  applied: 'no',
  digest: `d-${id}`,
  ...more,
});
const done = { applied: 'yes', applied_at: '2026-11-20T10:00:00.000Z' } as const;
const guide = (side: 'provider' | 'app', steps: readonly GuideStepView[]): DeliverableView => ({
  form: 'guide',
  path: `${side}/guide.md`,
  kind: 'guide',
  side,
  provider: 'authelia',
  ...(side === 'app' ? { app: 'romm' } : {}),
  secret: false,
  title: 'Steps',
  purpose: 'Here.',
  intro: 'Steps.',
  steps: [...steps],
});

async function openSteps(
  provider: readonly GuideStepView[],
  app: readonly GuideStepView[],
  change?: (host: FakeHost) => void,
) {
  const host = createFakeHost(HOME);
  const views = { provider: [...provider], app: [...app] };
  host.handlers['deliverables.preview'] = () => ({
    deliverables: [guide('provider', views.provider), guide('app', views.app)],
    ways: { provider: 'hand' },
    api: NO_API,
  });
  host.handlers['deliverables.tick'] = () => ({});
  change?.(host);
  const opened = await openApp(host, '#/w/h1/connect/romm/apply');
  await screen.findByRole('region', { name: 'Both sides' });
  return { host, ...opened };
}
const saying = (notices: readonly Notice[]) => (host: FakeHost) => {
  host.handlers['connection.derive'] = () => ({
    connection: { ...connectionOf('https://games.example.com'), notices: [...notices] },
    problems: [],
  });
};

describe('a side', () => {
  it('is called done only once the lane beside it counts all of its steps as done', async () => {
    const last = { after: 'both' as const };
    await openSteps([step('one', done), step('end', last)], [step('set')]);
    expect(screen.getByText('1 of 2')).toBeTruthy();
    expect(screen.queryByText('You say that Authelia is done')).toBeNull();
    expect(screen.getByText('Do one', { selector: '.done-line b' })).toBeTruthy();
    closeApps();

    await openSteps([step('one', done), step('two', done)], [step('set')]);
    expect(screen.getByText('2 of 2')).toBeTruthy();
    expect(screen.getByText('You say that Authelia is done')).toBeTruthy();
  });

  it('has no step that is only for a login that fails', async () => {
    await openSteps([step('one'), step('log', { after: 'failure' })], [step('set')]);
    expect(screen.getAllByText('0 of 1')).toHaveLength(2);
    expect(screen.queryByText('Do log')).toBeNull();
  });

  it('says at the end what the test saw of it', async () => {
    const all = [[step('one', done)], [step('set', done)]] as const;
    await openSteps(...all);
    expect(await screen.findByText(/^Latchkey has seen neither side yet/)).toBeTruthy();
    closeApps();

    const tested = (record: Parameters<typeof standingOfApp>[1]) => (host: FakeHost) => {
      host.handlers['standing.get'] = ({ app }) => ({
        revision: String(host.revision),
        app: standingOfApp(app, record),
      });
    };
    await openSteps(...all, tested({ results: [failedRecord()] }));
    expect(await screen.findByText(/^The test at .+: The issuer is written differently\.$/)).toBeTruthy();
    expect(screen.queryByText(/has seen neither side/)).toBeNull();
    closeApps();

    // What was tested before a change is no news of what is there now.
    await openSteps(...all, tested({ results: [{ ...failedRecord(), outdated: true }] }));
    expect(await screen.findByText(/^Latchkey has seen neither side yet/)).toBeTruthy();
  });
});

describe('what has to be so before a step, and what is easily missed', () => {
  it('stands above its values, one thing a line', async () => {
    const fields = [{ label: 'File', value: 'x.yml', secret: false }];
    await openSteps([step('one', { must: 'Stop if it is there.\nThen. Give it.', fields })], [step('set')]);
    const list = screen.getByText('Stop if it is there.').closest('ol')!;
    expect([...list.children].map((one) => one.textContent)).toEqual([
      'Stop if it is there.',
      'Then. Give it.',
    ]);
    const values = screen.getByRole('listbox', { name: 'Values to enter' });
    expect(list.compareDocumentPosition(values) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });
});

describe('what has to be known', () => {
  const warning = (code: string, more: Partial<Notice> = {}): Notice => ({
    code,
    severity: 'warning',
    side: 'app',
    message: `Mind ${code}.`,
    ...more,
  });
  const loud = () => [...document.querySelectorAll('.notice.warning')].map((one) => one.textContent);

  it('stands where its product is, under its name', async () => {
    const { user } = await openSteps([step('one')], [step('set')], saying([warning('romm-mail')]));
    expect(screen.getByText('Do one', { selector: 'h2' })).toBeTruthy();
    expect(loud()).toEqual([]);
    await user.click(screen.getByRole('button', { name: /RomM, step 1/ }));
    const about = await screen.findByRole('region', { name: 'About RomM' });
    expect(within(about).getByText('Mind romm-mail.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Warning on RomM below' })).toBeTruthy();
  });

  it('is said at the step that does it, and no longer loudly once that is done', async () => {
    const steps = [step('set'), step('open')];
    const { user } = await openSteps(
      [step('one', done)],
      steps,
      saying([warning('romm-open', { step: 'open' })]),
    );
    expect(loud()).toEqual([]);
    await user.click(screen.getByRole('button', { name: /RomM, step 2/ }));
    await waitFor(() => expect(loud()).toEqual(['Mind romm-open.']));
    // The step at hand says it itself, so nothing has to lead there.
    expect(screen.queryByRole('button', { name: /^Warning/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'It is done' }));
    await waitFor(() => expect(loud()).toEqual([]));
    await user.click(screen.getByRole('button', { name: /RomM, step 2/ }));
    expect(loud()).toEqual([]);
    expect(await screen.findByText('1 thing to know of RomM')).toBeTruthy();
  });

  it('is one line for each product when all is in place', async () => {
    await openSteps(
      [step('one', done)],
      [step('set', done)],
      saying([warning('romm-mail'), warning('authelia-proxy', { side: 'proxy' })]),
    );
    expect(await screen.findByText('1 thing to know of RomM')).toBeTruthy();
    expect(screen.getByText('1 thing to know of Authelia')).toBeTruthy();
    expect(loud()).toEqual([]);
  });

  it('is named by the button that leads to it before the way is chosen', async () => {
    const by = { of: 'one', ways: { hand: [], script: [['provider/x.sh']] } };
    const host = createFakeHost(HOME);
    host.handlers['deliverables.preview'] = () => ({
      deliverables: [guide('provider', [step('one', { by })]), guide('app', [step('set')])],
      ways: {},
      api: NO_API,
    });
    saying([warning('authelia-list', { side: 'provider' }), warning('romm-open', { step: 'set' })])(host);
    await openApp(host, '#/w/h1/connect/romm/apply');
    expect(await screen.findByRole('button', { name: 'Warning on Authelia below' })).toBeTruthy();
    expect(loud()).toEqual(['Mind authelia-list.']);
  });
});

describe('a step', () => {
  it('that is not for everyone can be passed', async () => {
    const { host, user } = await openSteps([step('one', { not_here: 'There is no proxy' })], [step('set')]);
    await user.click(screen.getByRole('button', { name: 'There is no proxy' }));
    await waitFor(() =>
      expect(host.calls.filter(({ name }) => name === 'deliverables.tick').map(({ input }) => input)).toEqual(
        [{ handle: 'h1', app: 'romm', path: 'provider/guide.md', step: 'one', digest: 'd-one', done: true }],
      ),
    );
    expect(await screen.findByText('You say that Authelia is done')).toBeTruthy();
  });

  it('leads to where what it speaks of is answered, and from there back', async () => {
    const leads_to = { step: 'provider', focus: 'providers.authelia.setup' } as const;
    const { user } = await openSteps([step('one', { note: 'Is there a list?', leads_to })], [step('set')]);
    await user.click(screen.getByRole('button', { name: 'To the step Provider' }));
    await waitFor(() => expect(window.location.hash).toContain('/provider/authelia/change'));
    expect(window.location.hash).toContain('setup');
    await user.click(await screen.findByRole('button', { name: 'Keep it as it is' }));
    await waitFor(() => expect(window.location.hash).toContain('/connect/romm/apply'));
  });

  it('counts what is copied, and what else there is', async () => {
    const fields = [
      { label: 'Client ID', value: 'romm-7Kq2', secret: false },
      { label: 'Type', value: 'OAUTH2', secret: false },
    ];
    await openSteps([step('one', { fields })], [step('set')]);
    expect(screen.getByText('1 to copy, 1 to choose')).toBeTruthy();
  });

  it('keeps what is looked for elsewhere also where its file says the same, and marks no row by itself', async () => {
    const place = step('place', {
      by: { of: 'clients', ways: { file: [['provider/whole.yml']] } },
      fields: [
        { label: 'Look first: no file has', value: 'clients:', secret: false, look: true },
        { label: 'Number', value: '42', secret: false },
        { label: 'Then set this variable', value: 'X_FILES=whole.yml', secret: false },
      ],
    });
    const file: DeliverableView = {
      form: 'file',
      path: 'provider/whole.yml',
      kind: 'provider-config',
      side: 'provider',
      provider: 'authelia',
      secret: false,
      title: 'Whole',
      purpose: 'There.',
      language: 'yaml',
      lines: [{ text: 'clients:' }, { text: '  - id: 42' }],
      applied: 'no',
      digest: 'd-file',
    };
    await openSteps([place], [step('set')], (host) => {
      host.handlers['deliverables.preview'] = () => ({
        deliverables: [guide('provider', [place]), file, guide('app', [step('set')])],
        ways: { provider: 'file' },
        api: NO_API,
      });
    });
    const list = screen.getByRole('listbox', { name: en['apply.values.also'] });
    const rows = within(list).getAllByRole('option');
    expect(rows.map((one) => one.textContent)).toEqual([
      'Look first: no file hasclients:',
      'Then set this variableX_FILES=whole.yml',
    ]);
    // Each can be copied, and what no panel speaks of has no colour of its own.
    for (const row of rows) expect(row.querySelector('.value-mark')).not.toBeNull();
    expect(list.classList.contains('plain')).toBe(true);
  });
});
