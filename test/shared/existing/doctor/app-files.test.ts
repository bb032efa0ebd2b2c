import { describe, expect, test } from 'vitest';
import { deriveConnections } from '../../../../shared/client/derive.ts';
import { examine } from '../../../../shared/existing/doctor/doctor.ts';
import { fixed } from '../../../../shared/existing/doctor/fix.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';
import { filesOf, renderDeliverables } from '../../../../shared/render/render.ts';
import { bagFor } from '../../render/provider-support.ts';
import { DIGEST } from './authelia-cases.ts';

/** Both sides as Latchkey writes them: Authelia's file, and that of the app in the format that it has. */
function bothSides(kind: string) {
  const connections = deriveConnections(
    {
      latchkey: 1,
      id: 'test',
      providers: { home: { kind: 'authelia', url: 'https://auth.example.com' } },
      apps: { [kind]: { kind, url: `https://${kind}.example.com`, provider: 'home' } },
    },
    { [kind]: `${kind}-client` },
  );
  return renderDeliverables(connections, bagFor(connections))
    .flatMap(filesOf)
    .map(({ path, content }) => ({ name: path, text: content }));
}

const FILES: Readonly<Record<string, RegExp>> = {
  gitlab: /gitlab\.rb$/,
  jupyterhub: /jupyterhub_config\.py$/,
  pgadmin: /config_local\.py$/,
  seafile: /seahub_settings\.py$/,
};

describe('settings of apps that are neither YAML nor an environment', () => {
  test.each(Object.entries(FILES))('%s: what its file says of the login is read', (kind, name) => {
    const file = bothSides(kind).find((one) => name.test(one.name))!;
    const { sides, unread } = readExisting([file]);
    expect(unread).toEqual([]);
    expect(sides.map(({ app }) => app.kind)).toEqual([kind]);
    expect(sides[0]!.said['client_id']?.value).toBe(`${kind}-client`);
    // The place is that of the value.
    const { at } = sides[0]!.said['client_id']!;
    expect(file.text.slice(at.start, at.start + 40)).toContain(`${kind}-client`);
  });

  test.each(Object.entries(FILES))(
    '%s: another id than at the provider, character by character',
    (kind, name) => {
      const all = bothSides(kind);
      const provider = all.find((one) => /authelia-oidc\.yml$/.test(one.name))!;
      const file = all.find((one) => name.test(one.name))!;
      const wrong = { ...file, text: file.text.replace(`${kind}-client`, `${kind}-clients`) };
      const rules = (one: typeof file) =>
        examine(readExisting([provider, one])).map(({ rule, file: where }) => [rule, where]);
      expect(rules(file)).toEqual([]);
      expect(rules(wrong)).toEqual([['across-client-id', file.name]]);
    },
  );

  test.each(Object.entries(FILES))('%s: a digest where the clear secret belongs', (kind, name) => {
    const file = bothSides(kind).find((one) => name.test(one.name))!;
    const said = readExisting([file]).sides[0]!.said['client_secret']!;
    const text = file.text.replace(said.value, () => DIGEST);
    const found = examine(readExisting([{ ...file, text }]));
    expect(found.map(({ rule }) => rule)).toContain('app-secret-is-digest');
    expect(JSON.stringify(found)).not.toContain(DIGEST.slice(0, 40));
  });

  test('a misspelt key is mended', () => {
    const file = bothSides('seafile').find((one) => FILES['seafile']!.test(one.name))!;
    const text = file.text.replace('OAUTH_REDIRECT_URL', 'OAUTH_REDIRECT_URI');
    const files = [{ ...file, text }];
    expect(examine(readExisting(files)).map(({ rule }) => rule)).toEqual(['app-name-misspelt']);
    expect(fixed(files, () => undefined).changes[0]!.merged.after).toBe(file.text);
  });

  test.each([
    [
      'config.yaml',
      (key: string) =>
        `server_url: https://vpn.example.com\noidc:\n  issuer: https://auth.example.com\n  client_id: vpn # mine\n  client_secret: ClearSecretOfTheApp0123456789\n  ${key}: [example.com]\n`,
    ],
    [
      'config.json',
      (key: string) =>
        `{"server_url": "https://vpn.example.com", "oidc": {"issuer": "https://auth.example.com", "client_id": "vpn", "client_secret": "ClearSecretOfTheApp0123456789",\n  "${key}": ["example.com"]}}\n`,
    ],
  ])(
    'in %s a key that is one letter off is found and mended at its place, and one of another kind is not',
    (name, text) => {
      const found = (key: string) =>
        examine(readExisting([{ name, text: text(key) }])).filter(({ rule }) => rule === 'app-name-misspelt');
      expect(found('allowed_domain')).toMatchObject([
        { line: name.endsWith('json') ? 2 : 6, fix: expect.stringContaining('allowed_domains') },
      ]);
      expect(found('allowed_domains')).toEqual([]);
      expect(found('own_note')).toEqual([]);
      const { changes } = fixed([{ name, text: text('allowed_domain') }], () => undefined);
      expect(changes[0]!.merged.after).toContain('allowed_domains');
    },
  );
});
