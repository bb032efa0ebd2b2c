// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliverableView } from '../../../shared/host/deliverables.ts';
import { createFakeHost, type FakeHost, failedRecord, HOME, standingOfApp } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

const URI = 'http://127.0.0.1:8911/callback';
type GuideView = Extract<DeliverableView, { form: 'guide' }>;
const step = (id: string, title: string, more: Partial<GuideView['steps'][number]> = {}) => ({
  id,
  title,
  where: 'Somewhere',
  fields: [],
  applied: 'no' as const,
  digest: id,
  ...more,
});
const guide = (side: 'provider' | 'app', steps: GuideView['steps']): DeliverableView => ({
  form: 'guide',
  path: `${side}.md`,
  kind: 'guide',
  side,
  provider: 'authelia',
  ...(side === 'app' ? { app: 'romm' } : {}),
  secret: false,
  title: side,
  purpose: '',
  intro: '',
  steps,
});
const SIGN_IN = step('romm-login', 'Sign in once', {
  after: 'test',
  check: true,
  fields: [{ label: 'Expected', value: 'your own account', secret: false }],
  note: 'The way back: /login with the password.\n\n“Invalid state”: Open it in one tab. Then again.',
});

async function openDone(change: (host: FakeHost) => void) {
  const host = createFakeHost({
    ...HOME,
    apps: { romm: { ...HOME.apps['romm']!, test_redirect_uri: URI } },
  });
  host.handlers['deliverables.preview'] = () => ({
    deliverables: [
      guide('provider', [
        step('client', 'Make a client', { applied: 'yes' }),
        step('take-out', 'Remove the address', { after: 'test', where: 'Clients' }),
      ]),
      guide('app', [
        step('values', 'Enter the values'),
        step('restart', 'Recreate it', { applied: 'changed' }),
        SIGN_IN,
      ]),
    ],
    ways: {},
    api: { provider: { why: 'No.' }, app: { why: 'No.' } },
  });
  change(host);
  return { host, ...(await openApp(host, '#/w/h1/connect/romm/done')) };
}
const standing = (host: FakeHost, known: Parameters<typeof standingOfApp>[1]) => {
  host.handlers['standing.get'] = () => ({ revision: '1', app: standingOfApp('romm', known) });
};

describe('the end', () => {
  it('says after a failed test what it found, which steps are open, and that the test address is still there', async () => {
    const record = failedRecord();
    const { user } = await openDone((host) =>
      standing(host, {
        results: [{ kind: 'check', at: record.at, report: record.report, outdated: false }],
        applied: { done: 1, changed: 0, total: 3 },
        secret: 'present',
      }),
    );
    const remains = await screen.findByRole('heading', { name: 'What remains' });
    // What there is to mend comes before the question whether it works.
    const question = screen.getByRole('region', { name: 'Did it work?' });
    expect(remains.compareDocumentPosition(question) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    expect(screen.getByText('The last test failed')).toBeTruthy();
    expect(screen.getByText(record.report.diagnoses[0]!.title)).toBeTruthy();
    const open = within(screen.getByRole('region', { name: '2 steps of Apply are open' })).getAllByRole(
      'link',
    );
    expect(open.map((one) => one.textContent)).toEqual([
      'RomM: Enter the valuesNot yet',
      'RomM: Recreate itChanged since',
    ]);
    expect(screen.getByText('The test address is not taken out yet')).toBeTruthy();
    expect(
      screen.getByText(new RegExp(`${URI}.*Once that has passed, take it out there: Clients`)),
    ).toBeTruthy();
    const notes = within(screen.getByRole('region', { name: 'When you sign in to RomM' })).getAllByRole(
      'listitem',
    );
    expect(notes.map((one) => one.textContent)).toEqual([
      'Expected: your own account',
      'The way back: /login with the password.',
      '“Invalid state”: Open it in one tab. Then again.',
    ]);
    await user.click(open[0]!);
    expect(window.location.hash).toContain('/connect/romm/apply?focus=step%3Avalues');
  });

  it('asks whether it works before what remains where no test failed', async () => {
    await openDone((host) =>
      standing(host, { results: [], applied: { done: 3, changed: 0, total: 3 }, secret: 'present' }),
    );
    const question = await screen.findByRole('region', { name: 'Did it work?' });
    const remains = screen.getByRole('heading', { name: 'What remains' });
    expect(question.compareDocumentPosition(remains) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it('leads to what to change by one button', async () => {
    const record = failedRecord();
    const { user } = await openDone((host) => {
      standing(host, {
        results: [{ kind: 'check', at: record.at, report: record.report, outdated: false }],
        applied: { done: 3, changed: 0, total: 3 },
        secret: 'present',
      });
    });
    // The line of the failed test has no second one.
    const line = (await screen.findByText('The last test failed')).closest('li')!;
    expect(within(line).queryByRole('button')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'See what to change' }));
    await waitFor(() => expect(window.location.hash).toContain('/connect/romm/test'));
  });

  it('puts the test address back where it was taken out too early', async () => {
    const record = failedRecord();
    const { host, user } = await openDone((one) => {
      const known = {
        results: [{ kind: 'check', at: record.at, report: record.report, outdated: false }],
        applied: { done: 3, changed: 0, total: 3 },
        secret: 'present',
      } as const;
      one.handlers['standing.get'] = () => ({
        revision: String(one.revision),
        app: standingOfApp('romm', known),
      });
    });
    const out = await screen.findByRole('button', { name: /^(?:It is out there|Remove it anyway)$/ });
    await user.click(out);
    await waitFor(() => expect(host.workspace.apps['romm']?.test_redirect_uri).toBeUndefined());
    await user.click(await screen.findByRole('button', { name: 'Put it back' }));
    await waitFor(() => expect(host.workspace.apps['romm']?.test_redirect_uri).toBe(URI));
    expect(await screen.findByText('The test address is not taken out yet')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Put it back' })).toBeNull();
  });

  it('shows that the recovery sheet was saved', async () => {
    const { user } = await openDone((one) => {
      standing(one, { results: [], applied: { done: 0, changed: 0, total: 3 }, secret: 'present' });
      one.handlers['support.save'] = () => ({ by: 'saved', path: '/home/a/romm-recovery.md' });
    });
    const row = (await screen.findByText('Keep a recovery sheet')).closest('li')!;
    await user.click(within(row).getByRole('button', { name: 'Save recovery sheet' }));
    expect(await within(row).findByText(/It is saved as \/home\/a\/romm-recovery\.md\./)).toBeTruthy();
    expect(within(row).getByRole('button', { name: 'Save it again' })).toBeTruthy();
  });

  it('says so where nothing was tested, and nothing is put in place yet', async () => {
    await openDone((host) => {
      standing(host, { results: [], applied: { done: 0, changed: 0, total: 3 }, secret: 'present' });
      const before = host.handlers['deliverables.preview']!;
      host.handlers['deliverables.preview'] = (input) => {
        const answer = before(input) as Extract<ReturnType<typeof before>, { deliverables: unknown }>;
        return {
          ...answer,
          deliverables: [guide('provider', [step('client', 'Make a client')]), answer.deliverables[1]!],
        };
      };
    });
    expect(await screen.findByText('No test has run')).toBeTruthy();
    expect(screen.getByText('The test address comes with the steps')).toBeTruthy();
    expect(screen.getByRole('region', { name: '3 steps of Apply are open' })).toBeTruthy();
  });

  it('says that the secrets are missing, where it can’t be known what there is to apply', async () => {
    await openDone((host) => {
      standing(host, { results: [], applied: { done: 0, changed: 0, total: 0 }, secret: 'missing' });
      host.handlers['deliverables.preview'] = () => ({ refuse: 'no-such-secret' });
    });
    expect(await screen.findByText('The secrets are not there')).toBeTruthy();
  });
});
