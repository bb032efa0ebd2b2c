import { describe, expect, it } from 'vitest';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { makeTarget } from '../../../shared/diagnosis/target.ts';
import { readProfile } from '../../../shared/profile/read.ts';
import { starterProvider } from '../../../shared/profile/starter.ts';
import { renderReadme } from '../../../shared/render/export-readme.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import { fail, ok } from '../../../shared/result.ts';
import { testInputs } from '../../../shared/standing/inputs.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';
import type { ProfileFiles } from '../../../shared/workspace/own-profiles.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { allText } from '../../helpers/deliverables.ts';
import { plantedBag } from '../../helpers/pairs.ts';

const GATEHOUSE = starterProvider('gatehouse')!;
const LINE = './gatehouse.profile.yaml';
const workspace = (kind = 'gatehouse') => `latchkey: 1
id: abc
profiles: [${LINE}]
providers:
  home: { kind: ${kind}, url: https://id.example.com }
apps:
  memos: { kind: memos, url: https://memos.example.com, provider: home, groups: [family] }
`;
const files = (text: string): ProfileFiles => new Map([[LINE, ok(readProfile(text))]]);
const told = (text: string, profiles: ProfileFiles) =>
  parseWorkspace(text, profiles).problems.map(({ severity, code }) => `${severity} ${code}`);
function read(text: string, profiles: ProfileFiles): Workspace {
  const parsed = parseWorkspace(text, profiles);
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join('\n'));
  return parsed.workspace;
}
const connections = (one: Workspace) => deriveConnections(one, { memos: 'memosclient' });

describe('a provider that a file beside the workspace describes', () => {
  it('is written as one of Latchkey’s own, and said to be unchecked, whatever it says of itself', () => {
    const boasting = GATEHOUSE.replace('how: guide', 'how: run').replace(
      "clients: { where: 'Administration › Clients' }",
      "clients: { where: 'Administration › Clients', every_answer_seen: true }",
    );
    const here = read(workspace(), files(boasting));
    const [connection] = connections(here);
    expect(connection!.provider.definition).toMatchObject({ name: 'Gatehouse', is_own: true });
    expect(connection!.provider_metadata.token_endpoint).toBe('https://id.example.com/token');
    expect(makeTarget(connection!, { has_client_secret: true }).provider.probe_trust).toBe('needs-control');
    const deliverables = renderDeliverables([connection!], plantedBag(here));
    const guide = deliverables.find((one) => one.path === 'home/memos-guide.md')!;
    expect(allText(guide)).toContain('which we have not checked');
    expect(deliverables.map(allText).join('\n')).not.toContain('Run by us');
    const readme = renderReadme([connection!], deliverables, plantedBag(here));
    expect(linesToText(readme.lines)).toContain('Gatehouse is described in a file beside the workspace');
  });

  it.each(PROVIDER_KINDS)('never stands for %s', (kind) => {
    const theirs = GATEHOUSE.replace('kind: gatehouse', `kind: ${kind}`);
    const here = read(workspace(kind), files(theirs));
    expect(told(workspace(kind), files(theirs))).toContain('warning profile-kind-taken');
    expect(connections(here)[0]!.provider.definition).toBe(providerOf(kind));
  });

  it('has to be there: without it the kind is not known', () => {
    for (const profiles of [
      new Map([[LINE, fail('file-missing', 'There is no such file.')]]) as ProfileFiles,
      files('profile: 1\nside: provider\n'),
    ])
      expect(told(workspace(), profiles).some((one) => one.startsWith('error'))).toBe(true);
    expect(parseWorkspace(workspace('gatehuose'), files(GATEHOUSE)).problems).toMatchObject([
      { severity: 'error', path: ['providers', 'home', 'kind'] },
    ]);
  });

  it('names no hook, which would write as Latchkey’s own', () => {
    const hooked = GATEHOUSE.replace(
      /\ntargets:[\s\S]*?\nafter:/,
      '\nhook: { renders: authelia, makes: [x] }\nafter:',
    );
    expect(readProfile(hooked).ok).toBe(true);
    expect(told(workspace(), files(hooked))).toContain('warning profile-invalid');
  });

  it.each([
    ['issuer', "issuer: '{provider.url}'", "issuer: 'https://evil.example'"],
    ['an endpoint', "'{issuer}/token'", "'https://evil.example/token'"],
    ['an endpoint of a longer host', "'{issuer}/token'", "'{provider.origin}.evil.example/token'"],
    ['its page', "where: 'Administration › Clients'", "where: x, url: 'https://evil.example'"],
    [
      'a screen',
      '  - screen: Administration › Clients › New',
      "  - screen: x\n    url: 'https://evil.example'",
    ],
  ])('has no address of another host as %s', (_what, from, to) => {
    expect(GATEHOUSE).toContain(from);
    const there = readProfile(GATEHOUSE.replace(from, to));
    expect(there.ok ? [] : there.problems.map(({ message }) => message)).toContain(
      'This address is not the provider’s own.',
    );
  });

  it('is not written into the workspace, and outdates results when it changes', () => {
    const here = read(workspace(), files(GATEHOUSE));
    expect(stringifyWorkspace(here)).not.toContain('token');
    const after = read(workspace(), files(GATEHOUSE.replace('{issuer}/jwks', '{issuer}/keys')));
    const inputs = (one: Workspace) => testInputs(connections(one)[0]!, [], undefined);
    expect(inputs(here)).not.toBe(inputs(after));
    expect(inputs(here)).toBe(inputs(read(workspace(), files(GATEHOUSE))));
  });
});
