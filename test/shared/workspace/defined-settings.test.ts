import { describe, expect, it } from 'vitest';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';

/** What the profile of a kind says of a setting is asked of every workspace. */
const problemsOf = (kind: string, line: string) =>
  parseWorkspace(`latchkey: 1
id: a
providers:
  home: { kind: authelia, url: https://auth.example.com }
apps:
  x: { kind: ${kind}, url: https://x.example.com, provider: home, ${line} }
`).problems.map(({ code, message, suggestion }) => `${code}: ${message} ${suggestion}`);

const setting = (kind: string, key: string, value: string) =>
  problemsOf(kind, `settings: { ${key}: ${JSON.stringify(value)} }`);

describe('a setting of a profile', () => {
  it.each([
    ['memos', 'identifier_claim', ['sub', 'https://x.example/claim'], ['a b', '', 'ü', 'x'.repeat(201)]],
    ['memos', 'identifier_filter', ['^a$', '@example\\.com$'], ['(', 'a\nb', '']],
    [
      'memos',
      'provider_id',
      ['a', 'a1', 'a-b', 'x'.repeat(32)],
      ['A', '-a', 'a-', 'a b', 'x'.repeat(33), ''],
    ],
    ['romm', 'role_claim', ['groups', 'a.b'], ['a b', '']],
    ['romm', 'role_admin', ['game admins', 'a,b'], ['', 'a\nb']],
    ['romm', 'username_claim', ['upn'], ['u p n']],
    ['romm', 'tls_ca_certfile', ['/romm/my ca.pem'], ['a\nb', '']],
    ['kestra', 'client_key', ['authelia', 'A-b_c', '1'], ['-a', 'a b', 'a.b', 'x'.repeat(64), '']],
    ['kestra', 'tenant_id', ['main', 'Team_1'], ['a b', '_a']],
    ['kestra', 'groups_claim_path', ['groups', 'resource_access.kestra.roles'], ['a b']],
    [
      'kestra',
      'internal_issuer',
      ['https://a.example.com/x/', 'http://auth:9091'],
      ['auth', 'https://a.example.com?x=1', 'ftp://a'],
    ],
  ])('%s, %s: takes what the product takes, and nothing else', (kind, key, right, wrong) => {
    for (const value of right) expect(setting(kind, key, value), value).toEqual([]);
    for (const value of wrong) expect(setting(kind, key, value), JSON.stringify(value)).toHaveLength(1);
  });

  it('says in its own words what is wrong', () => {
    expect(setting('memos', 'identifier_filter', '(')[0]).toMatch(/^bad-pattern/);
    expect(setting('memos', 'identifier_claim', 'a b')[0]).toMatch(/“a b” is not of the form one word/);
    expect(setting('kestra', 'internal_issuer', 'auth.example.com')[0]).toMatch(
      /https:\/\/auth\.example\.com/,
    );
  });
});

describe('an edition', () => {
  it.each([
    ['kestra', 'EE', /Write edition: enterprise\./],
    ['kestra', 'open source', /Write edition: open-source\./],
    ['kestra', 'x', /Write (?:one of )?.*enterprise.*open-source/],
    // Another app’s editions are never proposed.
    ['n8n', 'open-source', /^(?!.*edition: (?:open-source|enterprise)\.$)/s],
  ])('of %s that there isn’t, %s, leads to one that there is', (kind, edition, wanted) => {
    const [problem] = problemsOf(kind, `edition: ${edition}`);
    expect(problem).toMatch(/^unknown-edition/);
    expect(problem).toMatch(wanted);
  });
});
