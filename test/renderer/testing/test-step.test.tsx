// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeliverableView } from '../../../shared/host/deliverables.ts';
import type { StreamEvent } from '../../../shared/host.ts';
import { fail } from '../../../shared/result.ts';
import { createFakeHost, type FakeHost, failedRecord, HOME, standingOfApp } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

const WITH_TEST = {
  ...HOME,
  apps: { romm: { ...HOME.apps['romm']!, test_redirect_uri: 'http://127.0.0.1:8911/callback' } },
};

const NO_API = { provider: { why: 'No API.' }, app: { why: 'No API.' } };
const LOG: DeliverableView = {
  form: 'guide',
  path: 'authelia/guide.md',
  kind: 'guide',
  side: 'provider',
  provider: 'authelia',
  secret: false,
  title: 'Steps',
  purpose: 'There.',
  intro: 'Steps.',
  steps: [
    {
      id: 'log',
      title: 'If a login fails, look at the log',
      where: 'Authelia’s log',
      after: 'failure',
      fields: [{ label: 'log.level', value: 'debug', secret: false }],
      note: 'A refusal is logged.',
      applied: 'no',
      digest: 'd',
    },
  ],
};

async function openTest(change: (host: FakeHost) => void) {
  const host = createFakeHost(WITH_TEST);
  host.handlers['probe.command'] = () => ({ command: 'sh -s -- …', about: 'Looks from inside.' });
  host.handlers['report.text'] = () => ({ markdown: '# Report' });
  host.handlers['deliverables.preview'] = () => ({ deliverables: [LOG], ways: {}, api: NO_API });
  host.streams['check.run'] = async (_, emit) => {
    emit({ type: 'planned', app: 'romm', checks: [{ id: 'S4', title: 'Issuer', light: 'provider' }] });
    emit({ type: 'check', app: 'romm', check: failedRecord().report.checks[0]! });
    emit({ type: 'report', app: 'romm', record: failedRecord() });
  };
  change(host);
  return { host, ...(await openApp(host, '#/w/h1/connect/romm/test')) };
}

describe('the test', () => {
  it('runs the checks by itself and leads from the cause to the field', async () => {
    const { user } = await openTest(() => undefined);
    expect(await screen.findByRole('heading', { level: 1, name: 'One thing to change' })).toBeTruthy();
    const card = screen.getByRole('article');
    expect(within(card).getByText('Edit the provider, in Latchkey')).toBeTruthy();
    expect(within(card).getByText('Write it without the slash.')).toBeTruthy();
    await user.click(within(card).getByRole('button', { name: 'Open the provider’s screen' }));
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Address' })),
    );
  });

  it('is sure of one cause, and of neither where two claim to be the one', async () => {
    const two = failedRecord();
    const [one] = two.report.diagnoses;
    const both = [one!, { ...one!, id: 'redirect-not-registered', title: 'Another one', confidence: 0.9 }];
    await openTest((host) => {
      host.streams['check.run'] = async (_, emit) =>
        emit({
          type: 'report',
          app: 'romm',
          record: { ...two, report: { ...two.report, diagnoses: both as typeof two.report.diagnoses } },
        });
    });
    await screen.findByRole('heading', { level: 1, name: '2 things to change' });
    expect(screen.getAllByRole('article')).toHaveLength(2);
    expect(screen.queryByText(/^Sure/)).toBeNull();
    expect(screen.getAllByText('Likely')).toHaveLength(2);
    closeApps();

    await openTest(() => undefined);
    expect(await screen.findByText(/^Sure: /)).toBeTruthy();
  });

  it('says that its address is registered only once a login came back to it', async () => {
    await openTest(() => undefined);
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    expect(screen.getByText(/^The test login needs an address of its own at/)).toBeTruthy();
    expect(screen.queryByText(/is registered|came back to its own address/)).toBeNull();
  });

  it('announces the outcome and never shows a pass that was not seen', async () => {
    await openTest(() => undefined);
    await waitFor(() => expect(document.getElementById('say')?.textContent).toBe('Checks finished: Fail.'));
    const lights = screen.getByRole('list', { name: 'Lights' });
    expect(within(lights).queryByText('Pass')).toBeNull();
    expect(within(lights).getAllByText('Not run yet')).toHaveLength(6);
  });

  it('says after three seconds who is waited for, and tells nobody each second', async () => {
    let answer = () => {};
    const { host, app } = await openTest(() => undefined);
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    const [first] = failedRecord().report.checks;
    host.streams['check.run'] = async (_, emit, signal) => {
      emit({
        type: 'planned',
        app: 'romm',
        checks: [
          { id: first!.id, title: 'Issuer', light: 'provider' },
          { id: 'P14', title: 'The app’s own request', light: 'app-request' },
        ],
      });
      answer = () => emit({ type: 'check', app: 'romm', check: first! });
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
    };
    vi.useFakeTimers();
    try {
      await act(async () => {
        void app.actions.runChecks(['romm']);
        await vi.advanceTimersByTimeAsync(2_000);
      });
      const counter = screen.getByRole('timer');
      expect(counter.textContent).toBe('');
      await act(() => vi.advanceTimersByTimeAsync(2_000));
      expect(counter.textContent).toBe('waiting for the provider, 4 s');
      expect(counter.getAttribute('aria-live')).toBe('off');
      // Only the app has not answered yet.
      await act(async () => answer());
      expect(counter.textContent).toBe('waiting for the app, 4 s');
      await act(async () => {
        app.actions.stopChecks();
        await vi.advanceTimersByTimeAsync(100);
      });
      expect(screen.queryByRole('timer')).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('shows a login step by step, and stops it when told', async () => {
    let ended = false;
    const { user } = await openTest((host) => {
      host.handlers['external.open'] = () => ({ by: 'host' });
      host.streams['login.start'] = async (_, emit, signal) => {
        emit({
          type: 'ready',
          login: 'l1',
          url: 'https://auth.example.com/authorize',
          opened: false,
          redirect_uri: 'http://127.0.0.1:8911/callback',
          timeout_s: 180,
        });
        emit({ type: 'step', id: 'discovery', at_ms: 20, title: 'discovery', detail: '200', state: 'pass' });
        emit({ type: 'step', id: 'waiting', at_ms: 40, title: 'waiting', detail: '', state: 'running' });
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        ended = true;
      };
    });
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    await user.click(screen.getByRole('button', { name: 'Test login' }));
    expect(await screen.findByText('3:00 left')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Open the login page' }));
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(ended).toBe(true));
    expect(await screen.findByText('The test login was stopped.')).toBeTruthy();
    expect(document.querySelector('.log .running')).toBeNull();
  });

  it('explains an error page of the provider, in place of a login that waits in vain', async () => {
    let ended = false;
    const { user, host } = await openTest((fake) => {
      fake.streams['login.start'] = async (_, emit, signal) => {
        emit({
          type: 'ready',
          login: 'l1',
          url: 'https://auth.example.com/authorize',
          opened: true,
          redirect_uri: 'http://127.0.0.1:8911/callback',
          timeout_s: 180,
        });
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        ended = true;
      };
      fake.handlers['explain.text'] = ({ text }) => ({
        read: { kind: 'message', next: 'check' },
        redacted: false,
        diagnoses: text.includes('denied')
          ? [
              {
                id: 'denied-by-policy',
                side: 'provider',
                title: 'authentik does not let this user in',
                cause: 'A policy shuts them out.',
                fix: { text: 'Put the user into the group.' },
                confidence: 0.9,
                explains: [],
              },
            ]
          : [],
      });
    });
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    await user.click(screen.getByRole('button', { name: 'Test login' }));
    // The ways out are there from the start, and the most common one is chosen.
    const field = await screen.findByRole('textbox', { name: 'What the page says' });
    await user.type(field, 'Something else');
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    expect(await screen.findAllByText(/the login goes on waiting/)).not.toHaveLength(0);
    expect(ended).toBe(false);
    await user.clear(field);
    await user.type(field, 'Request has been denied.');
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    expect(await screen.findByText('authentik does not let this user in')).toBeTruthy();
    expect(ended).toBe(true);
    expect(screen.queryByText('The test login was stopped.')).toBeNull();
    expect(screen.queryByText('Write it without the slash.')).toBeNull();
    expect(host.calls.filter((call) => call.name === 'explain.text').map(({ input }) => input)).toMatchObject(
      [
        { app: 'romm', page: true },
        { app: 'romm', page: true, text: 'Request has been denied.' },
      ],
    );
  });

  it('judges the claims for this app', async () => {
    const record = {
      ...failedRecord('login'),
      claims: [
        {
          claim: 'email',
          id_token: null,
          userinfo: 'alex@example.com',
          need: 'required',
          read_from: 'id_token',
          verdict: 'fail',
          verdict_text: 'only in userinfo',
        },
      ],
    } satisfies Extract<StreamEvent<'login.start'>, { type: 'report' }>['record'];
    const { user } = await openTest((host) => {
      host.streams['login.start'] = async (_, emit) => emit({ type: 'report', record });
    });
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    await user.click(screen.getByRole('button', { name: 'Test login' }));
    const row = (await screen.findByRole('rowheader', { name: 'email' })).closest('tr')!;
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['not thereread here', 'alex@example.com', 'only in userinfo']);
  });

  it('tells where the log is only to whom a login has failed', async () => {
    const login = failedRecord('login');
    const [check] = login.report.checks;
    const { user } = await openTest((host) => {
      host.streams['login.start'] = async (_, emit) =>
        emit({
          type: 'report',
          record: {
            ...login,
            report: { ...login.report, checks: [{ ...check!, id: 'S9', light: 'test-callback' }] },
          },
        });
    });
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    expect(screen.queryByText('If a login fails, look at the log')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Test login' }));
    await user.click(await screen.findByText('If a login fails, look at the log'));
    const log = await screen.findByRole('region', { name: 'If a login fails, look at the log' });
    expect(within(log).getByText('debug')).toBeTruthy();
    expect(within(log).getByText('A refusal is logged.')).toBeTruthy();
  });

  it('has two ways on where the port of the test login is taken', async () => {
    let taken = true;
    let begun = 0;
    const { user } = await openTest((one) => {
      one.streams['login.start'] = async (_, emit) => emit({ type: 'report', record: failedRecord('login') });
      const { subscribe } = one.client;
      Object.assign(one.client, {
        subscribe: async (...of: Parameters<typeof subscribe>) => {
          if (of[0] === 'login.start') begun += 1;
          return of[0] === 'login.start' && taken
            ? fail('port-in-use', 'Port 8911 is taken by another program.')
            : subscribe(...of);
        },
      });
    });
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    await user.click(screen.getByRole('button', { name: 'Test login' }));
    const said = (
      await screen.findByText('Port 8911 is taken by another program.', { selector: '.notice *' })
    ).closest('.notice')!;
    const ways = within(said as HTMLElement);
    taken = false;
    await user.click(ways.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(document.querySelector('.notice.error')).toBeNull());
    expect(begun).toBe(2);

    taken = true;
    await user.click(await screen.findByRole('button', { name: 'Test login' }));
    await user.click(await screen.findByRole('button', { name: 'Change the port' }));
    await waitFor(() => expect(window.location.hash).toContain('/addresses'));
    expect(decodeURIComponent(window.location.hash)).toContain('apps.romm.test_redirect_uri.port');
    const port = await screen.findByRole('textbox', { name: 'Its port on this machine' });
    await waitFor(() => expect(document.activeElement).toBe(port));
    await user.clear(port);
    await user.type(port, '8922');
    expect(screen.getByText(/127\.0\.0\.1:8922\/callback\. It only leads/)).toBeTruthy();
  });

  it('keeps what the checks saw of a light that a login, which never began, did not look at', async () => {
    const [first] = failedRecord().report.checks;
    const of = (light: 'provider' | 'app-callback', summary: string) => ({
      ...first!,
      id: light,
      light,
      summary,
    });
    const failed = (kind: 'check' | 'login', checks: readonly ReturnType<typeof of>[]) => ({
      ...failedRecord(),
      kind,
      report: { ...failedRecord().report, checks: [...checks] },
    });
    const { user } = await openTest((host) => {
      host.streams['check.run'] = async (_, emit) =>
        emit({
          type: 'report',
          app: 'romm',
          record: failed('check', [of('provider', 'Old.'), of('app-callback', 'Not asked.')]),
        });
      host.streams['login.start'] = async (_, emit) =>
        emit({ type: 'report', record: failed('login', [of('provider', 'No answer.')]) });
    });
    expect(await screen.findByText(/^Sure: the checks showed it/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Test login' }));
    // Why it did not begin and how it goes on stand in a box of its own, above the lights.
    const box = (await screen.findByText('The test login was not started.')).closest('.notice')!;
    expect(box.textContent).toContain('First: The issuer is written differently.');
    expect(box.textContent).toContain('then press “Test login” again.');
    const lights = screen.getByRole('list', { name: 'Lights' });
    expect(box.compareDocumentPosition(lights) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    expect(screen.getAllByText('No answer.').length).toBeGreaterThan(0);
    expect(screen.getAllByText('Not asked.').length).toBeGreaterThan(0);
    expect(screen.queryByText('Old.')).toBeNull();
    expect(screen.getByText(/^Sure: the checks showed it/)).toBeTruthy();
  });

  it('says when it looked, so that the same result is known as a new one', async () => {
    let at = '2026-11-21T10:00:01.000Z';
    const { user } = await openTest((host) => {
      host.streams['check.run'] = async (_, emit) =>
        emit({ type: 'report', app: 'romm', record: { ...failedRecord(), at } });
    });
    const time = await screen.findByText(/^Looked at \d\d:\d\d:01\.$/);
    expect(time.getAttribute('datetime')).toBe(at);
    at = '2026-11-21T10:00:09.000Z';
    await user.click(screen.getByRole('button', { name: 'Test again' }));
    await screen.findByText(/^Looked at \d\d:\d\d:09\.$/);
  });

  it('says once what one failure stopped, and shows it to whoever asks', async () => {
    const [first] = failedRecord().report.checks;
    const stopped = ['Token endpoint', 'Keys', 'Logout'].map((title) => ({
      ...first!,
      id: title,
      title,
      status: 'inconclusive' as const,
      because_of: first!.id,
    }));
    const { user } = await openTest((host) => {
      host.streams['check.run'] = async (_, emit) => {
        const record = failedRecord();
        const checks = [first!, ...stopped];
        emit({ type: 'report', app: 'romm', record: { ...record, report: { ...record.report, checks } } });
      };
    });
    const all = await screen.findByText(new RegExp(`^3 more, not done because of “${first!.title}”`));
    expect(screen.queryByText('Keys')).toBeNull();
    await user.click(all);
    expect(await screen.findByText('Keys')).toBeTruthy();
  });

  it('takes what the container printed', async () => {
    const { host, user } = await openTest((one) => {
      one.handlers['probe.paste'] = () => ({
        check: {
          ...failedRecord().report.checks[0]!,
          id: 'N1',
          light: 'app-network',
          status: 'pass',
          summary: 'Reached.',
        },
      });
    });
    const field = await screen.findByRole('textbox', { name: 'What it printed' });
    // Nobody has said how its container is called, so nothing is guessed, and no command without it is copied.
    const name = screen.getByRole('textbox', { name: 'Name of its container' });
    expect((name as HTMLInputElement).value).toBe('');
    expect(name.getAttribute('placeholder')).toBeNull();
    expect(screen.getByText("docker exec -i 'NAME' sh -s -- …")).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Copy Command to run' }));
    expect(screen.getByText('Write the name first: the command needs it.')).toBeTruthy();
    expect(document.activeElement).toBe(name);
    await user.type(name, 'romm_server');
    expect(screen.queryByText('Write the name first: the command needs it.')).toBeNull();
    expect(screen.getByText("docker exec -i 'romm_server' sh -s -- …")).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Judge it' }));
    expect(await screen.findByText('Please fill this in.')).toBeTruthy();
    await user.type(field, 'latchkey-probe');
    await user.click(screen.getByRole('button', { name: 'Judge it' }));
    await waitFor(() => expect(screen.getAllByText('Reached.').length).toBeGreaterThan(0));
    expect(host.calls.find((call) => call.name === 'probe.paste')?.input).toMatchObject({
      output: 'latchkey-probe',
    });
  });

  it('takes the name that the app’s own compose file gives its container, and another one', async () => {
    const { user } = await openTest((one) => {
      one.handlers['probe.command'] = () => ({
        command: 'sh -s -- …',
        about: 'Looks from inside.',
        container: 'romm_web',
      });
    });
    const name = await screen.findByRole('textbox', { name: 'Name of its container' });
    expect((name as HTMLInputElement).value).toBe('romm_web');
    expect(screen.getByText("docker exec -i 'romm_web' sh -s -- …")).toBeTruthy();
    await user.clear(name);
    await user.type(name, 'mine');
    expect(screen.getByText("docker exec -i 'mine' sh -s -- …")).toBeTruthy();
  });

  it('says before the command where an image has no shell for it', async () => {
    await openTest((one) => {
      one.handlers['probe.command'] = () => ({
        command: 'sh -s -- …',
        about: 'Looks from inside.',
        no_shell: 'Its image has no shell.',
      });
    });
    const said = await screen.findByText('Its image has no shell.');
    const command = screen.getByText("docker exec -i 'NAME' sh -s -- …");
    expect(said.compareDocumentPosition(command) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it('keeps what was typed and opened below while it tests once more, and leads to what comes of it', async () => {
    const { user } = await openTest((host) => {
      host.streams['login.start'] = async (_, emit) =>
        emit({ type: 'report', record: failedRecord('login') });
    });
    const field = await screen.findByRole('textbox', { name: 'What it printed' });
    await user.type(field, 'half of it');
    const { title, evidence } = failedRecord().report.checks[0]!;
    const row = () =>
      [...document.querySelectorAll('details.check')].find((one) => one.textContent?.includes(title));
    expect(Object.keys(evidence)).not.toHaveLength(0);
    await user.click(row()!.querySelector('summary')!);
    await user.click(screen.getByText('Test with the app’s own address'));
    await user.click(await screen.findByRole('button', { name: 'Test with the app’s own address' }));
    expect(document.activeElement?.tagName).toBe('H1');
    for (const again of [false, true]) {
      if (again) await user.click(screen.getByRole('button', { name: 'Test again' }));
      await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
      expect(screen.getByRole('textbox', { name: 'What it printed' })).toHaveProperty('value', 'half of it');
      expect(row()).toHaveProperty('open', true);
    }
  });

  it('has no row to open where nothing more was seen', async () => {
    const [first] = failedRecord().report.checks;
    const bare = { ...first!, id: 'S9', title: 'The app’s own request', evidence: {} };
    await openTest((host) => {
      host.streams['check.run'] = async (_, emit) => {
        const record = failedRecord();
        emit({
          type: 'report',
          app: 'romm',
          record: { ...record, report: { ...record.report, checks: [first!, bare] } },
        });
      };
    });
    expect((await screen.findByText(bare.title)).closest('details')).toBeNull();
    expect((await screen.findAllByText(first!.title))[0]!.closest('details.check')).not.toBeNull();
  });

  it('says that steps of Apply are open, and leads there, unless the cause is sure and elsewhere', async () => {
    const open: FakeHost['handlers']['standing.get'] = ({ app }) => ({
      revision: '1',
      app: standingOfApp(app, { applied: { done: 1, changed: 0, total: 7 } }),
    });
    const { user } = await openTest((host) => {
      host.handlers['standing.get'] = open;
      host.streams['check.run'] = async (_, emit) => {
        const record = failedRecord();
        const diagnoses = record.report.diagnoses.map((one) => ({ ...one, confidence: 0.7 }));
        emit({ type: 'report', app: 'romm', record: { ...record, report: { ...record.report, diagnoses } } });
      };
    });
    expect(await screen.findByText('6 steps of Apply are open.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Go to Apply' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/connect/romm/apply'));
    closeApps();

    await openTest((host) => {
      host.handlers['standing.get'] = open;
    });
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    expect(screen.queryByText(/of Apply (is|are) open/)).toBeNull();
    closeApps();

    await openTest((host) => {
      host.handlers['standing.get'] = ({ app }) => ({
        revision: String(host.revision),
        app: standingOfApp(app, { applied: { done: 7, changed: 0, total: 7 } }),
      });
    });
    await screen.findByRole('heading', { level: 1, name: 'One thing to change' });
    expect(screen.queryByText(/of Apply (is|are) open/)).toBeNull();
  });

  it('names one place for a cause at a machine: the one to which its button leads', async () => {
    await openTest((host) => {
      const record = failedRecord();
      const [one] = record.report.diagnoses;
      const { value: _, ...fix } = one!.fix;
      const diagnoses = [
        { ...one!, side: 'host' as const, fix: { ...fix, current: 'https://auth.exmple.com' } },
      ];
      host.streams['check.run'] = async (_input, emit) =>
        emit({ type: 'report', app: 'romm', record: { ...record, report: { ...record.report, diagnoses } } });
    });
    const card = within(await screen.findByRole('article'));
    expect(card.getByText('Look at the provider, in Latchkey')).toBeTruthy();
    expect(card.getByRole('button', { name: 'Open the provider’s screen' })).toBeTruthy();
    expect(card.getByText(/^The provider, in Latchkey: there now/)).toBeTruthy();
    expect(card.queryByText('Edit this machine')).toBeNull();
  });

  it('asks before a secret goes to another host, names it, and sends it only for this app', async () => {
    const other = 'tokens.example.net';
    const { host, user } = await openTest((fake) => {
      fake.streams['check.run'] = async (input, emit) => {
        const record = failedRecord();
        const [first] = record.report.checks;
        const asks = (input as { trust_hosts?: string[] }).trust_hosts === undefined;
        const check = { ...first!, evidence: asks ? { untrusted_host: other } : {} };
        emit({
          type: 'report',
          app: 'romm',
          record: { ...record, report: { ...record.report, checks: [check] } },
        });
      };
      fake.streams['login.start'] = async () => undefined;
    });
    const send = await screen.findByRole('button', { name: `Send to ${other} and test again` });
    expect(screen.getByText(new RegExp(`names ${other} for secrets`))).toBeTruthy();
    await user.click(send);
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Send to/ })).toBeNull());
    const inputs = host.calls.filter((call) => call.name === 'check.run').map((call) => call.input);
    expect(inputs).toEqual([
      { handle: 'h1', apps: ['romm'] },
      { handle: 'h1', apps: ['romm'], trust_hosts: [other] },
    ]);
    await user.click(screen.getByRole('button', { name: 'Test login' }));
    await waitFor(() =>
      expect(host.calls.find((call) => call.name === 'login.start')?.input).toMatchObject({
        trust_hosts: [other],
      }),
    );
  });

  it('says why it could not run', async () => {
    await openTest((host) => {
      host.streams['check.run'] = async (_, emit) =>
        emit({ type: 'failed', app: 'romm', code: 'keychain-locked', message: 'The keychain is locked.' });
    });
    expect((await screen.findAllByText('The keychain is locked.')).length).toBeGreaterThan(0);
  });
});
