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
    await screen.findByRole('heading', { name: 'What remains' });
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

  it('leads to the diagnosis', async () => {
    const record = failedRecord();
    const { user } = await openDone((host) => {
      standing(host, {
        results: [{ kind: 'check', at: record.at, report: record.report, outdated: false }],
        applied: { done: 3, changed: 0, total: 3 },
        secret: 'present',
      });
    });
    await user.click(await screen.findByRole('button', { name: 'See the diagnosis' }));
    await waitFor(() => expect(window.location.hash).toContain('/connect/romm/test'));
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
