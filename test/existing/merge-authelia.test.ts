import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lacksKeys, secretsById } from '../../shared/existing/merge/authelia.ts';
import { unifiedDiff } from '../../shared/existing/merge/diff.ts';
import { inOrder } from '../../shared/existing/merge/edits.ts';
import { yamlSecrets } from '../../shared/existing/merge/yaml-secrets.ts';
import { timeOf } from '../helpers/processor-time.ts';
import { DIGEST } from '../shared/render/provider-support.ts';
import { CORPUS, made, merged, mergeInto, OPTIONS, planOf, type Tree } from './merge-world.ts';

const file = (name: string) => ({ name, text: readFileSync(join(CORPUS, name), 'utf8') });
const here = (text: string) => [{ name: 'configuration.yml', text }];
const oidcOf = (text: string): Tree =>
  ((parse(text, { merge: true }) as Tree)['identity_providers'] as Tree)['oidc'] as Tree;

const ONE = `identity_providers:
  oidc:
    clients:
      - client_id: wiki
        client_secret: '${DIGEST}'
        redirect_uris: [https://wiki.example.com/cb]
`;

describe('what is mandatory', () => {
  it('is added where there is no client yet, and asked for where there is one', () => {
    for (const text of ['', 'theme: dark\n', 'identity_providers: {}\n']) {
      expect(lacksKeys(here(text), OPTIONS)).toEqual({ ok: true, value: true });
      const oidc = oidcOf(made(merged(here(text)))[0]!.text);
      expect(Object.keys(oidc)).toEqual(expect.arrayContaining(['hmac_secret', 'jwks', 'clients']));
    }
    expect(lacksKeys(here(ONE), OPTIONS)).toEqual({ ok: true, value: false });
    const without = merged(here(ONE));
    expect(Object.keys(oidcOf(made(without)[0]!.text))).not.toContain('hmac_secret');
    expect(without.notes.join()).toMatch(/“hmac_secret” is in none.*--keys/);
    expect(lacksKeys(here(ONE), { ...OPTIONS, keys: true })).toEqual({ ok: true, value: true });
    const oidc = oidcOf(made(merged(here(ONE), { keys: true }))[0]!.text);
    expect(Object.keys(oidc)).toEqual(expect.arrayContaining(['hmac_secret', 'jwks']));
  });

  it('is not added where the environment or an old name gives it', () => {
    const environment = new Set([
      'AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE',
      'AUTHELIA_IDENTITY_PROVIDERS_OIDC_ISSUER_PRIVATE_KEY_FILE',
    ]);
    const done = merged(here(''), { environment });
    expect(Object.keys(oidcOf(made(done)[0]!.text))).not.toContain('hmac_secret');
    expect(done.notes.filter((note) => /comes from AUTHELIA_/.test(note))).toHaveLength(2);
    const old = `identity_providers:\n  oidc:\n    issuer_private_key: x\n    hmac_secret: y\n`;
    expect(lacksKeys(here(old), { ...OPTIONS, keys: true })).toEqual({ ok: true, value: false });
  });
});

describe('a digest', () => {
  it('of the same secret stays, whatever its salt', () => {
    const other = DIGEST.replace('c8p78n7pUMln0jzvd4aK4Q', '8r.FzYdzGeDGpW4k9bKWXw');
    const before = [file('other-values.yml')];
    expect(secretsById(before)).toEqual(new Map([['memos', [other]]]));
    const done = merged(before, { fitting: new Map([['memos', new Set([other])]]) });
    expect(made(done)[0]!.text).toContain(other);
    expect(made(merged(before))[0]!.text).not.toContain(other);
  });

  it('is written so that no filter changes it, unless the file shows that none does', () => {
    expect(made(merged(here(''))).join()).not.toContain('$');
    expect(made(merged([file('filled-in.yml')]))[0]!.text).toContain('\\x24pbkdf2');
    expect(made(merged(here(ONE)))[0]!.text).toContain(`client_secret: '${DIGEST}'\n        public`);
  });
});

describe('names of before 4.38', () => {
  it('are found and stay, and are changed in every client on request', () => {
    const kept = made(merged([file('old-names.yml')]))[0]!.text;
    expect(kept).toContain('- id: memos\n        description: Notes\n        secret: "');
    const renamed = merged([file('old-names.yml')], { rename: true });
    expect(made(renamed)[0]!.text).toContain(
      '- client_id: memos\n        client_name: Notes\n        client_secret: "',
    );
    expect(made(renamed)[0]!.text).toContain('userinfo_signed_response_alg: none');
    expect(made(merged(made(renamed), { rename: true }))).toEqual(made(renamed));
    expect(renamed.notes.join()).toMatch(/: access_token_lifespan, .* stay, because/);
    expect(made(renamed)[0]!.text).toContain(
      '    jwks:\n      - key: |\n          -----BEGIN PRIVATE KEY-----\n',
    );
    const others = made(merged([file('old-names-others.yml')], { rename: true }))[0]!.text;
    expect(others).toContain("- client_id: portainer\n        client_name: 'Portainer'");
    expect(others).toContain("sector_identifier_uri: ''");
  });
});

describe('the key of before 4.38', () => {
  const PEM = ['-----BEGIN PRIVATE KEY-----', 'MIIEvQIBADANBg+/', '-----END PRIVATE KEY-----'];
  const CERT = ['-----BEGIN CERTIFICATE-----', 'MIIC5jCCAc6g', '-----END CERTIFICATE-----'];
  const block = (name: string, lines: readonly string[], head = '|') =>
    `    ${name}: ${head}\n${lines.map((line) => `      ${line}\n`).join('')}`;
  const inOidc = (text: string): string =>
    `identity_providers:\n  oidc:\n    hmac_secret: old\n${text}    clients:\n      - id: x\n        secret: s\n        redirect_uris: ['https://x.example.com']\n`;
  const rename = (text: string) => merged(here(text), { rename: true });
  const key = block('issuer_private_key', PEM);
  const chain = block('issuer_certificate_chain', CERT);

  it.each([
    ['alone', key, { key: `${PEM.join('\n')}\n` }],
    ['with the chain behind it', key + chain, undefined],
    ['with the chain before it', chain + key, undefined],
    [
      'with lines between',
      `${key}    # mine\n    enable_client_debug_messages: false\n\n${chain}    # end\n`,
      undefined,
    ],
    ['with Windows line ends', (key + chain).replaceAll('\n', '\r\n'), undefined],
    [
      'stripped and kept',
      block('issuer_private_key', PEM, '|-  # RSA') + block('issuer_certificate_chain', CERT, '|+'),
      undefined,
    ],
    [
      'with its own indentation',
      `    issuer_private_key: |2\n${PEM.map((line) => `        ${line}\n`).join('')}`,
      undefined,
    ],
    ['in quotes', `    'issuer_private_key': "${PEM.join('\\n')}\\n"  # inline\n`, undefined],
    ['in quotes over lines', `    issuer_private_key: "${PEM.join('\\n\\\n      ')}"\n`, undefined],
  ])('%s becomes the first of jwks, to the character, and nothing is left to do', (_, text, wanted) => {
    const before = inOidc(text);
    const old = oidcOf(before);
    const done = rename(before);
    const after = made(done)[0]!.text;
    const now = oidcOf(after);
    expect(now['jwks']).toEqual([
      wanted ?? {
        key: old['issuer_private_key'],
        ...(old['issuer_certificate_chain'] === undefined
          ? {}
          : { certificate_chain: old['issuer_certificate_chain'] }),
      },
    ]);
    expect(after).not.toContain('issuer_');
    for (const comment of before.match(/#.*/g) ?? []) expect(after).toContain(comment.trimEnd());
    expect(made(rename(after))[0]!.text).toBe(after);
    // The way back is exact.
    let [back, shift] = [after, 0];
    for (const { at, length, text: inserted } of inOrder(done.files[0]!.edits)) {
      back = back.slice(0, at) + before.slice(at, at + length) + back.slice(at + inserted.length);
      shift += inserted.length - length;
    }
    expect(back).toBe(before);
    expect(after.length - before.length).toBe(shift);
  });

  it.each([
    ['from a template', `    issuer_private_key: {{ secret "/k" | mindent 6 "|" | msquote }}\n`],
    ['beside a list', `${key}    jwks:\n      - key: other\n`],
    ['empty', `    issuer_private_key: ''\n`],
    ['shared', `    issuer_private_key: &k "x"\n    other: *k\n`],
  ])('%s stays, and is told', (_, text) => {
    const done = rename(inOidc(text));
    expect(made(done)[0]!.text).toContain(text);
    expect(done.notes.join()).toContain('issuer_private_key of before 4.38 stays');
  });
});

describe('cross-origin requests', () => {
  const world = planOf({
    cloud: { kind: 'opencloud', client_id: 'cloud', url: 'https://cloud.example.com' },
  });
  const corsOf = (text: string) => oidcOf(made(merged(here(text), {}, world))[0]!.text)['cors'];
  const all = ['authorization', 'token', 'revocation', 'userinfo'];

  it('are allowed for an app whose page sends them', () => {
    expect(corsOf(ONE)).toEqual({ endpoints: all, allowed_origins_from_client_redirect_uris: true });
  });

  it('keep what is there, and “*” stays alone', () => {
    expect(corsOf(file('cors-star.yml').text)).toEqual({
      endpoints: ['authorization', 'token', 'revocation', 'introspection', 'userinfo'],
      allowed_origins: ['*'],
    });
    expect(corsOf(file('cors-some.yml').text)).toEqual({
      endpoints: ['token', 'authorization', 'revocation', 'userinfo'],
      allowed_origins: ['https://other.example.com'],
      allowed_origins_from_client_redirect_uris: true,
    });
    const allowed = ONE.replace(
      '    clients:',
      '    cors: { allowed_origins: [https://cloud.example.com] }\n    clients:',
    );
    expect(corsOf(allowed)).toEqual({ allowed_origins: ['https://cloud.example.com'], endpoints: all });
  });
});

describe('a client', () => {
  it('keeps what the workspace does not state: its name, its policy and how it asks for consent', () => {
    const client = (oidcOf(made(merged([file('other-values.yml')]))[0]!.text)['clients'] as Tree[])[0];
    expect(client).toMatchObject({
      client_name: 'My notes',
      authorization_policy: 'one_factor',
      consent_mode: 'implicit',
      audience: [],
      requested_audience_mode: 'explicit',
    });
    const stated = planOf({
      memos: { client_id: 'memos', client_name: 'Notes', policy: 'two_factor', consent: 'always' },
    });
    const changed = (
      oidcOf(made(merged([file('other-values.yml')], {}, stated))[0]!.text)['clients'] as Tree[]
    )[0];
    expect(changed).toMatchObject({
      client_name: 'Notes',
      authorization_policy: 'two_factor',
      consent_mode: 'explicit',
    });
  });

  it('loses our own policy once the workspace states no groups any more', () => {
    const world = planOf({ romm: { kind: 'romm', client_id: 'romm' } });
    const client = (
      oidcOf(made(merged([file('all-there.yml')], {}, world))[0]!.text)['clients'] as Tree[]
    )[1];
    expect(client).toMatchObject({ client_id: 'romm', authorization_policy: 'two_factor' });
  });

  it('that becomes public is left to the person as long as it has a secret', () => {
    const world = planOf({
      cloud: { kind: 'opencloud', client_id: 'wiki', url: 'https://cloud.example.com' },
    });
    const done = merged(here(ONE), {}, world);
    expect(done.files[0]!.edits).toEqual([]);
    expect(done.byHand.map(({ reason }) => reason).join()).toContain('take the line out');
  });

  it('of the same address under another id is named', () => {
    expect(merged([file('same-address.yml')]).notes.join()).toContain('client_id: notes');
  });
});

describe('further clients of an app', () => {
  const cloud = (programs: boolean) =>
    planOf({
      cloud: {
        kind: 'opencloud',
        client_id: 'web',
        url: 'https://cloud.example.com',
        ...(programs ? {} : { settings: { programs: false } }),
      },
    });
  const idsOf = (text: string) => (oidcOf(text)['clients'] as Tree[]).map((one) => one['client_id']);

  it('are added beside the app’s own, and named once nothing needs them', () => {
    const all = made(merged(here(ONE), {}, cloud(true)))[0]!;
    expect(idsOf(all.text).length).toBeGreaterThan(3);
    const fewer = merged([all], {}, cloud(false));
    const gone = idsOf(all.text).filter((id) =>
      fewer.notes.join().includes(`nothing in the workspace needs the client “${String(id)}”`),
    );
    expect(gone.length).toBe(idsOf(all.text).length - 2);
    expect(idsOf(made(fewer)[0]!.text)).toEqual(idsOf(all.text));
  });
});

describe('a long file', () => {
  it('of 10,000 lines keeps every one of them', () => {
    const client = (index: number): string =>
      `      # ${index}\n      - client_id: "app${index}"   # app\n        client_secret: '${DIGEST}'\n        redirect_uris:\n          - https://a${index}.example.com/cb\n\n`;
    const text = `theme: dark\nidentity_providers:\n  oidc:\n    clients:\n${Array.from({ length: 1666 }, (_, index) => client(index)).join('')}log:\n  level: info\n`;
    const done = merged(here(text));
    const now = made(done)[0]!.text;
    expect(done.files[0]!.edits.every(({ length }) => length === 0)).toBe(true);
    expect(text.split('\n').length).toBeGreaterThan(10_000);
    expect((oidcOf(now)['clients'] as Tree[]).length).toBe(1668);
    // What was there, with pieces put between.
    let from = 0;
    for (const line of text.split('\n')) {
      const at = now.indexOf(line, from);
      expect(at).toBeGreaterThanOrEqual(0);
      from = at + line.length;
    }
  });
});

describe('hostile files', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join()}]`)
    .join('\n')}\n`;
  it.each([
    ['ten megabytes', 'a: b\n'.repeat(2 << 20), 'existing-too-big'],
    ['a million lines', 'a:\n'.repeat(600_000), 'existing-too-big'],
    ['deep nesting', '['.repeat(50_000), 'existing-not-yaml'],
    [
      'deep nesting in blocks',
      Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      'existing-not-yaml',
    ],
    ['nothing but mistakes', '}: [\n'.repeat(20_000), 'existing-not-yaml'],
    ['control characters', 'a: \u0000\n', 'existing-not-yaml'],
    ['many templates', '{{ if x }}'.repeat(100_000), 'existing-template'],
  ])('%s are refused within a second', (_, text, code) => {
    const work = () => mergeInto(here(text));
    const done = work();
    expect(done.ok ? 'merged' : done.error.code).toBe(code);
    expect(timeOf(work, 1000)).toBeLessThan(1000);
  });

  it.each([
    ['a chain of aliases', bomb],
    ['a circle', 'a: &a [*a]\n'],
    ['a circle of clients', 'identity_providers:\n  oidc:\n    clients: &c\n      - *c\n'],
    ['a circle of merge keys', 'identity_providers: &i\n  <<: *i\n  oidc: {}\n'],
    [
      'names of every object',
      '__proto__: { oidc: {} }\nconstructor: 1\ntoString: 2\nidentity_providers: { oidc: { __proto__: { x: 1 }, clients: [ { client_id: __proto__ } ] } }\n',
    ],
    ['an alias without an anchor', 'identity_providers:\n  oidc: *nowhere\n'],
    [
      'as many lines as it takes',
      `identity_providers:\n  oidc:\n    clients:\n${'      - { client_id: x, scopes: [a, b] }\n'.repeat(9000)}`,
    ],
  ])('%s ends within a second', (_, text) => {
    const work = () => mergeInto(here(text));
    const done = work();
    if (done.ok) expect(made(done.value)[0]!.text).toContain(text.slice(0, 10));
    else expect(done.error.message).toContain('configuration.yml');
    expect(timeOf(work, 1000)).toBeLessThan(1000);
    expect(({} as Tree)['x']).toBeUndefined();
  });
});

describe('the diff', () => {
  it('is one that patch understands, where no secret is hidden', () => {
    const [before] = [here(ONE.replace('client_secret', 'client_hidden'))];
    const diff = unifiedDiff(merged(before).files[0]!, () => []);
    expect(diff.split('\n').slice(0, 3)).toEqual([
      '--- configuration.yml',
      '+++ configuration.yml',
      expect.stringMatching(/^@@ -4,3 \+4,\d+ @@$/),
    ]);
  });

  it('hides what is secret around a change, also in comments and on one line', () => {
    const text = `# encryption_key: hunter2-old
identity_providers: { oidc: { hmac_secret: hunter2-hmac, clients: [ { client_id: x, client_secret: hunter2-plain } ] } } # secret: hunter2-comment
storage:
  encryption_key: hunter2-key
  postgres: { address: 'tcp://ada:hunter2-url@db', password: "hunter2-password" }
`;
    const diff = unifiedDiff(merged(here(text)).files[0]!, yamlSecrets);
    expect(diff).not.toContain('hunter2-');
    expect(diff).toContain('client_id: x');
  });
});
