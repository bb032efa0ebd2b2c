import { describe, expect, it } from 'vitest';
import { deriveConnections } from '../../shared/client/derive.ts';
import { fitsAlg } from '../../shared/diagnosis/judges/keys.ts';
import { filesOf, renderDeliverables } from '../../shared/render/render.ts';
import { parseWorkspace } from '../../shared/workspace/parse.ts';
import { bagFor, HMAC, PEM } from './render/provider-support.ts';

/** Names that every object inherits. In a file of a person or an answer of a server they are names like any other. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

const workspaceWith = (name: string): string => `latchkey: 1
id: inherited
providers:
  one: { kind: authelia, url: https://auth.example.com, version: '4.39' }
  two: { kind: authentik, url: https://id.example.com }
  three: { kind: oidc, url: https://sso.example.com }
apps:
  romm:
    kind: romm
    url: https://romm.example.com
    provider: one
    groups: ['${name}']
    settings: { role_claim: '${name}', role_viewer: '${name}', username_claim: '${name}' }
  memos:
    kind: memos
    url: https://memos.example.com
    provider: two
    groups: ['${name}']
    settings: { identifier_claim: '${name}' }
  wiki:
    kind: custom
    url: https://wiki.example.com
    provider: three
    redirect_uris: [https://wiki.example.com/callback]
    scopes: [openid, '${name}']
    settings: { required_claims: ['${name}'] }
`;

describe.each(INHERITED)('the name %s, which every object inherits', (name) => {
  it('is a claim, a scope and a group like any other', () => {
    const parsed = parseWorkspace(workspaceWith(name));
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    if (!parsed.ok) return;
    const connections = deriveConnections(parsed.workspace, {});
    const bag = { ...bagFor(connections), providers: { one: { hmac_secret: HMAC, jwks_key: PEM } } };
    for (const connection of connections) {
      const files = renderDeliverables([connection], bag).flatMap(filesOf);
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect(file.content).not.toContain('[native code]');
    }
    const plans = connections.flatMap(({ claims }) => claims).filter(({ claim }) => claim === name);
    expect(plans.length).toBeGreaterThan(0);
    for (const { scope, type, provided_in } of plans) {
      expect([typeof scope, typeof type]).toEqual(['string', 'string']);
      expect(provided_in).toEqual([]);
    }
  });

  it('is no algorithm of a key', () => {
    expect(fitsAlg({ kty: 'EC', crv: 'P-256', private_members: [], usable: true }, name)).toBe(false);
  });
});
