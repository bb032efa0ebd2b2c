// biome-ignore-all lint/suspicious/noTemplateCurlyInString: env files hold such text
import { describe, expect, it } from 'vitest';
import { builtInProfile } from '../../../shared/profile/built-in.ts';
import { readTargets } from '../../../shared/targets/read-targets.ts';
import type { SourceFormat } from '../../../shared/targets/sources.ts';

const read = (kind: string, version: string, ...texts: readonly (readonly [SourceFormat, string])[]) =>
  readTargets(
    builtInProfile(kind)!,
    texts.map(([format, text], index) => ({ name: `file ${index + 1}`, format, text })),
    { version },
  );
const SECRET = 'Sup3rSecretValue';

describe('what a person wrote by hand', () => {
  it('is understood, with the place of the secret and never the secret', () => {
    const text = `# mine\nexport GF_SERVER_ROOT_URL="https://g.example.com/"\nGF_AUTH_GENERIC_OAUTH_CLIENT_ID=abc\nGF_AUTH_GENERIC_OAUTH_CLIENT_SECRET='${SECRET}'\n`;
    const { said, secrets } = read('grafana', '12.0', ['env', text]);
    expect(secrets).toEqual({ client_secret: SECRET });
    expect(JSON.stringify(said)).not.toContain(SECRET);
    const [place] = said.secrets;
    expect(text.slice(place!.place.span.offset).startsWith(`'${SECRET}'`)).toBe(true);
    expect(place!.place.span.line).toBe(4);
    expect(said.values['client_id']?.value).toBe('abc');
  });

  it('contradicts itself where two files differ, and both places are known', () => {
    const { said } = read(
      'miniflux',
      '2.2',
      ['env', 'OAUTH2_CLIENT_ID=abc\nOAUTH2_PROVIDER=oidc\n'],
      [
        'compose',
        'services:\n  miniflux:\n    environment:\n      OAUTH2_CLIENT_ID: other\n      OAUTH2_PROVIDER: oidc\n',
      ],
    );
    expect(said.contradictions.map(({ place }) => [place.source, place.name, place.span.line])).toEqual([
      ['file 2', 'OAUTH2_CLIENT_ID', 4],
    ]);
    expect(said.values['client_id']?.places.map(({ source }) => source)).toEqual(['file 1']);
  });

  it('is not guessed: variables of the environment, values that the profile lacks, two entries alike', () => {
    const codes = (...texts: readonly (readonly [SourceFormat, string])[]) =>
      read('miniflux', '2.2', ...texts).said.not_understood.map(({ code, place }) => [code, place.name]);
    expect(codes(['env', 'OAUTH2_CLIENT_ID=${ID}\nOAUTH2_PROVIDER=oidc\n'])).toEqual([
      ['not-literal', 'OAUTH2_CLIENT_ID'],
    ]);
    expect(codes(['env', 'OAUTH2_CLIENT_ID=abc\nOAUTH2_PROVIDER=google\n'])).toEqual([
      ['value-not-known', 'OAUTH2_PROVIDER'],
    ]);
    const item = '{ idp_id: a, client_id: x, client_secret: y }';
    const two = read('synapse', '1.163', [
      'yaml',
      `public_baseurl: https://m.example.com/\noidc_providers: [${item}, ${item}]\n`,
    ]).said;
    expect(two.not_understood.map(({ code, place }) => [code, place.span.line])).toEqual([
      ['several-entries', 2],
    ]);
    expect(two.values['client_id']).toBeUndefined();
  });

  it('may leave open what more than one value leads to', () => {
    const { said } = read('romm', '4.0', [
      'env',
      'OIDC_CLIENT_ID=abc\nOIDC_SERVER_APPLICATION_URL=https://a.example.com\n',
    ]);
    expect(said.values['issuer']).toBeUndefined();
    expect(said.ambiguous.filter(({ variable }) => variable === 'issuer')).toMatchObject([
      {
        candidates: ['https://a.example.com', 'https://a.example.com/'],
        places: [{ name: 'OIDC_SERVER_APPLICATION_URL' }],
      },
    ]);
  });
});
