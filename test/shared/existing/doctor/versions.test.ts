import { describe, expect, test } from 'vitest';
import { appOf } from '../../../../shared/catalog/apps/index.ts';
import { providerOf } from '../../../../shared/catalog/providers/index.ts';
import { examine, RULES } from '../../../../shared/existing/doctor/doctor.ts';
import { type Known, readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { compareVersions } from '../../../../shared/version.ts';
import { CASES, given } from './cases.ts';

const found = (id: string, known: Known) => examine(readExisting(given(CASES[id]!.bad), known));
const dated = RULES.filter(({ since, before }) => since !== undefined || before !== undefined);

/** A version right before this one. */
function below(version: string): string {
  const parts = version.split('.').map(Number);
  let at = parts.length - 1;
  while (at > 0 && parts[at] === 0) at--;
  return [...parts.slice(0, at), parts[at]! - 1, ...parts.slice(at + 1).map(() => 999)].join('.');
}

const known = (id: string, version: string): Known =>
  id.startsWith('kestra') ? { apps: { kestra: version } } : { provider: version };

describe('versions', () => {
  test.each(dated.map(({ id }) => id))('%s: only of the versions that it is about', (id) => {
    const { since, before } = RULES.find((rule) => rule.id === id)!;
    const rules = (version: string) => found(id, known(id, version)).map(({ rule }) => rule);
    if (since !== undefined) {
      expect(compareVersions(below(since), since)).toBeLessThan(0);
      expect(rules(since)).toContain(id);
      expect(rules(below(since))).not.toContain(id);
    }
    if (before !== undefined) {
      expect(rules(below(before))).toContain(id);
      expect(rules(before)).not.toContain(id);
    }
  });

  test.each(dated.map(({ id }) => id))('%s: says which version it takes if nothing says one', (id) => {
    const silent = CASES[id]!.bad;
    const text = typeof silent === 'string' ? silent : Object.values(silent).join('\n');
    const told = found(id, {}).filter(({ rule }) => rule === id);
    const { name, versions } = id.startsWith('kestra')
      ? appOf('kestra')
      : providerOf(id.startsWith('authentik') ? 'authentik' : 'authelia');
    expect(text).not.toMatch(/^# (?:Authelia|authentik|Kestra) \d/);
    for (const { assumes } of told)
      expect(assumes).toEqual({ product: name, version: versions.lines.at(-1)! });
    // With a version there is nothing to take.
    const newest = versions.lines.at(-1)!;
    for (const { assumes } of found(id, known(id, newest))) expect(assumes).toBeUndefined();
  });

  test('what is told counts before an image, that before a comment, and a workspace last', () => {
    const configuration = (head: string) => `${head}identity_providers:
  oidc:
    clients:
      - client_id: a
        public: true
        claims_policy: x
        redirect_uris: [https://a.example.com]
`;
    const image = 'services:\n  authelia:\n    image: docker.io/authelia/authelia:4.37.5@sha256:0\n';
    const version = (head: string, compose: string, more: Known) =>
      readExisting(
        [
          { name: 'c.yml', text: configuration(head) },
          ...(compose === '' ? [] : [{ name: 'compose.yaml', text: compose }]),
        ],
        more,
      ).authelia?.version;
    expect(version('', '', {})).toBeUndefined();
    expect(version('', '', { workspace: { authelia: '4.36', authentik: '2026.5' } })).toBe('4.36');
    expect(version('# Authelia 4.38.8\n', '', { workspace: { authelia: '4.36' } })).toBe('4.38.8');
    expect(version('# Authelia 4.38.8\n', image, { workspace: { authelia: '4.36' } })).toBe('4.37.5');
    expect(version('# Authelia 4.38.8\n', image, { provider: '4.39.1' })).toBe('4.39.1');
  });

  test('an app’s version by an option, an image or a workspace', () => {
    const romm = {
      name: 'romm.env',
      text: 'OIDC_ENABLED=true\nOIDC_CLIENT_ID=romm\nOIDC_AUTOLOGIN=true\nROMM_BASE_URL=https://a.example.com\n',
    };
    const rules = (more: Known) => examine(readExisting([romm], more)).map(({ rule }) => rule);
    expect(rules({})).not.toContain('app-key-too-new');
    expect(rules({ apps: { romm: '4.6' } })).toContain('app-key-too-new');
    expect(rules({ workspace: { romm: '4.6' } })).toContain('app-key-too-new');
    expect(rules({ apps: { romm: '5.2' }, workspace: { romm: '4.6' } })).not.toContain('app-key-too-new');
  });
});
