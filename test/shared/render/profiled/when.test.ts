import { describe, expect, it } from 'vitest';
import { appFromProfile } from '../../../../shared/catalog/apps/profiled.ts';
import type { AppProfile } from '../../../../shared/profile/schema.ts';
import type { GuideDeliverable } from '../../../../shared/render/types.ts';
import { readSynthetic, renderSynthetic } from '../../../helpers/synthetic-profile.ts';

const TARGET = { env: 'a.env', service: 'a', keys: { SECRET: '{client_secret}' } };

function profileOf(targets: readonly object[], more: object): AppProfile {
  const read = readSynthetic(targets, more);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.profile;
}

const guideOf = (targets: readonly object[], more: object, settings: Readonly<Record<string, string>>) =>
  renderSynthetic(profileOf(targets, more), settings)[0] as GuideDeliverable;

const stepOf = ({ steps }: GuideDeliverable, end: string) => steps.find(({ id }) => id.endsWith(end));

const EITHER = { any: ['settings.v0', 'settings.v1'] };

describe('what depends on conditions in a guide', () => {
  const more = {
    before: [
      { title: 'First', where: 'There', note: [{ value: 'With.', when: EITHER }, { value: 'Without.' }] },
    ],
    after: {
      restart: 'Restart it.',
      where: [{ value: 'On the {settings.v0}', when: 'settings.v0' }, { value: 'Here' }],
      check: ['It runs.', { value: 'It shows `{settings.v1}`.', when: 'settings.v1' }],
      way_back: [{ value: 'The old form.', unless: 'settings.v2' }],
    },
  };
  const targets = [{ ...TARGET, note: [{ value: 'Noted.', when: [EITHER, 'app.https'] }] }];

  it.each([
    [{}, ['Without.', 'Here', ['It runs.'], /^The way back: The old form\.$/, undefined]],
    [{ v0: 'roof' }, ['With.', 'On the roof', ['It runs.'], /^The way back: The old form\.$/, /Noted\./]],
    [{ v1: 'x' }, ['With.', 'Here', ['It runs.', 'It shows x.'], /The old form/, /Noted\./]],
    [{ v1: 'x', v2: 'y' }, ['With.', 'Here', ['It runs.', 'It shows x.'], /^Keep another way/, /Noted\./]],
  ] as const)('%j', (settings, [before, where, checks, wayBack, note]) => {
    const guide = guideOf(targets, more, settings);
    expect(stepOf(guide, '-before')?.note).toBe(before);
    expect(stepOf(guide, '-restart')?.where).toBe(where);
    expect(stepOf(guide, '-check')?.fields.map(({ value }) => value)).toEqual(checks);
    expect(stepOf(guide, '-login')?.note).toMatch(wayBack);
    const said = guide.steps.map((one) => one.note ?? '').join('\n');
    if (note === undefined) expect(said).not.toContain('Noted.');
    else expect(said).toMatch(note);
  });

  it('puts the step of a target with order: last after the login, also where the profile has its own steps', () => {
    const last = {
      screen: 'Lock',
      fields: { Password: 'off' },
      title: 'Lock the other way in',
      order: 'last',
    };
    const titles = (more: object) => guideOf([last, TARGET], more, {}).steps.map(({ title }) => title);
    expect(titles({}).at(-1)).toBe('Lock the other way in');
    expect(titles({}).indexOf('Sign in once')).toBe(titles({}).length - 2);
    const steps = [
      { steps_of: 'last' },
      { id: 'own', title: 'Own', where: 'There' },
      { steps_of: 'targets' },
    ];
    const own = titles({ guide: { steps } });
    expect(own.slice(0, 2)).toEqual(['Own', expect.any(String)]);
    expect(own.at(-1)).toBe('Lock the other way in');
    expect(own).not.toContain('Sign in once');
  });
});

describe('how an authority is trusted, and which endpoints are typed in', () => {
  const way = (name: string, more: object = {}) => ({
    name,
    value: '{settings.v0|or ca.pem}',
    mount: './ca.pem:{settings.v0|or ca.pem}:ro',
    note: 'N.',
    ...more,
  });
  const definition = (more: object) => appFromProfile(profileOf([TARGET], more));
  const entry = (settings: Readonly<Record<string, string>>) => ({
    kind: 'synthetic',
    url: 'https://app.example.com',
    provider: 'home',
    settings,
  });

  it('follows from the first way that holds', () => {
    const { trust } = definition({
      trust: [way('NEW', { when: EITHER }), { like: 'node', when: 'settings.v2' }, way('OLD')],
    });
    expect(trust(entry({ v1: 'x' }), '1.0')).toMatchObject({ name: 'NEW', value: 'ca.pem' });
    expect(trust(entry({ v0: '/x.pem' }), '1.0')).toMatchObject({
      name: 'NEW',
      value: '/x.pem',
      mount: './ca.pem:/x.pem:ro',
    });
    expect(trust(entry({ v2: 'x' }), '1.0').name).toBe('NODE_EXTRA_CA_CERTS');
    expect(trust(entry({}), '1.0')).toMatchObject({ name: 'OLD' });
    expect(trust(entry({}), '1.0')).not.toHaveProperty('when');
  });

  it('and which count is asked of the workspace', () => {
    const { endpointsInFiles } = definition({
      endpoints: ['token_endpoint', { endpoint: 'jwks_uri', when: EITHER }],
    });
    expect(endpointsInFiles(entry({}), '1.0')).toEqual(['token_endpoint']);
    expect(endpointsInFiles(entry({ v1: 'x' }), '1.0')).toEqual(['token_endpoint', 'jwks_uri']);
  });

  it.each([
    [{ trust: [way('NEW', { when: EITHER })] }, /Every way here has a condition/],
    [{ trust: [way('NEW', { when: 'provider.ca_file' }), way('OLD')] }, /is not known here yet/],
    [{ trust: way('NEW', { value: '{client_secret}' }) }, /./],
    [{ trust: way('NEW', { value: '{issuer}' }) }, /is not known here yet/],
    [{ trust: [way('NEW', { key: 'gone' })] }, /There is no setting “gone”/],
    [{ endpoints: [{ endpoint: 'jwks_uri', when: 'provider.end_session' }] }, /is not known here yet/],
    [{ endpoints: [{ endpoint: 'introspection_endpoint' }] }, /./],
  ])('%j is refused', (more, wanted) => {
    const read = readSynthetic([TARGET], more);
    expect(read.ok ? [] : read.problems.map(({ message }) => message).join('\n')).toMatch(wanted);
  });
});
