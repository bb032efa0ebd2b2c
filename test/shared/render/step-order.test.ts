import { describe, expect, it } from 'vitest';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { guideToMarkdown } from '../../../shared/render/text/deliverable.ts';
import type { Deliverable, GuideDeliverable, GuideStep } from '../../../shared/render/types.ts';
import { STEP_AFTER } from '../../../shared/step-order.ts';
import { APP_KINDS, PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';
import { bagFor, connect } from './provider-support.ts';

const APP = {
  groups: ['family'],
  redirect_uris: ['https://memos.example.com/back'],
  test_redirect_uri: 'http://127.0.0.1:8911/callback',
} as const;
const render = (provider: Partial<ProviderEntry>, app: Partial<AppEntry>): readonly Deliverable[] => {
  const connections = connect(provider, { memos: { ...APP, ...app } });
  return renderDeliverables(connections, bagFor(connections));
};
const guides = (all: readonly Deliverable[]) =>
  all.filter((one): one is GuideDeliverable => one.form === 'guide');

/** What can't be done, or seen, before the app is set up as well. */
const PRESUMES_A_LOGIN =
  /\b(?:signs? in once|log in once|after (?:a|the|your) (?:first )?login|after signing in|arrives?\b)/i;
const tooEarly = ({ title, note = '', after }: GuideStep): boolean =>
  after === undefined && (PRESUMES_A_LOGIN.test(title) || /^(?:Sign|Log) in once/.test(note));

const PROVIDERS = PROVIDER_KINDS.flatMap((kind) =>
  providerOf(kind).versions.lines.flatMap((version) =>
    ([undefined, 'one_factor', 'two_factor'] as const).flatMap((policy) =>
      (['new', 'existing'] as const).map((setup) => ({ kind, version, policy, setup })),
    ),
  ),
);

describe('a step of the provider’s side', () => {
  it.each(PROVIDERS)('that needs a login says so: $kind $version, $policy, $setup', (one) => {
    const { policy, ...provider } = one;
    const steps = guides(render(provider, policy === undefined ? {} : { policy }))
      .filter(({ side }) => side === 'provider')
      .flatMap((guide) => guide.steps);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter(tooEarly).map(({ title }) => title)).toEqual([]);
  });

  it('is for a login that fails where Authelia’s log is looked at, and the readme says so at the end', () => {
    const all = render({ kind: 'authelia' }, {});
    const log = guides(all)
      .flatMap((guide) => guide.steps)
      .find(({ id }) => id === 'authelia-log')!;
    expect(log.after).toBe('failure');
    expect(log.title).toMatch(/^If a login fails/);
    const guide = guides(all).find(({ steps }) => steps.includes(log))!;
    expect(guideToMarkdown(guide).match(/if a login fails/gi)).toHaveLength(1);
    const readme = all.at(-1)!;
    if (readme.form !== 'file') throw new Error('No readme.');
    const lines = readme.lines.map(({ text }) => text);
    const at = lines.findIndex((line) => line.includes(log.title));
    expect(at).toBeGreaterThan(lines.indexOf('## At the end'));
    expect(lines[at]).toContain('`home/authelia-guide.md`');
  });
});

describe('the steps of a guide', () => {
  const rank = ({ after }: GuideStep) => (after === undefined ? -1 : STEP_AFTER.indexOf(after));
  const inOrder = (all: readonly Deliverable[]) => {
    for (const { steps, path } of guides(all)) {
      const ranks = steps.map(rank);
      expect(ranks, path).toEqual([...ranks].sort((a, b) => a - b));
    }
  };

  it.each(PROVIDER_KINDS)('stand in the order in which they can be done: %s', (kind) =>
    inOrder(render({ kind }, {})),
  );

  it.each(APP_KINDS)('stand in the order in which they can be done: %s', (kind) => {
    for (const version of appOf(kind).versions.lines) inOrder(render({}, { kind, version }));
  });

  it('lock another way in after both sides only', () => {
    const all = render({}, { kind: 'nextcloud', settings: { sso_only: true } });
    const app = guides(all).find(({ side }) => side === 'app')!;
    expect(app.steps.at(-1)).toMatchObject({ title: 'Leave the provider as the only way', after: 'both' });
  });
});
