import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderAutheliaProvider } from '../../../shared/render/authelia/provider.ts';
import { APP_KINDS } from '../../../shared/workspace/kinds.ts';
import type { AppEntry, AppKind } from '../../../shared/workspace/types.ts';
import differences from '../../fixtures/authelia-guide-differences.json' with { type: 'json' };
import fixture from '../../fixtures/authelia-guides.json' with { type: 'json' };
import { bagFor, connect, fileAt, read, textOf } from '../render/provider-support.ts';

/**
 * The client that Latchkey writes for Authelia, beside the one in Authelia's guide for the same app. Where they
 * differ, the table of differences says why; a reason for what no longer differs is refused, too.
 */

interface Client {
  readonly client_id: string;
  readonly redirect_uris: readonly string[];
  readonly scopes: readonly string[];
  readonly public?: boolean;
  readonly token_endpoint_auth_method: string;
  readonly require_pkce?: boolean;
  readonly pkce_challenge_method?: string;
  readonly grant_types?: readonly string[];
  readonly response_types?: readonly string[];
  readonly access_token_signed_response_alg?: string;
  readonly userinfo_signed_response_alg?: string;
  readonly id_token_signed_response_alg?: string;
  readonly id_token_claims?: readonly string[];
  readonly custom_claims?: readonly string[];
}

interface Guide {
  readonly path: string;
  readonly tested: Readonly<Record<string, string>>;
  readonly clients: readonly Client[];
}

interface Difference {
  readonly kind: string;
  /** `other_client`: one of the guide that ours is not compared with. */
  readonly field: string;
  /** Which client of the guide, by its place. Default: the first that is compared. */
  readonly client?: number;
  readonly ours?: unknown;
  readonly why: string;
  readonly source: string;
}

const GUIDES: Readonly<Record<string, Guide>> = fixture.guides;
const DIFFERENCES: readonly Difference[] = differences.differences;
/** What a guide switches on in the app. */
const SET_UP: Readonly<Record<string, Partial<AppEntry>>> = differences.set_up as never;
const APP = 'https://app.example.com';
const AUTHELIA = 'https://auth.example.com';

const sorted = (list: readonly string[] = []): readonly string[] => [...list].sort();

/** The facts of a client, with Authelia's own defaults where nothing is written. Order has no meaning there. */
const facts = (client: Client) => ({
  redirect_uris: sorted(client.redirect_uris),
  scopes: sorted(client.scopes),
  public: client.public ?? false,
  token_endpoint_auth_method: client.token_endpoint_auth_method,
  demanded_pkce: client.require_pkce === true ? client.pkce_challenge_method : 'none',
  grant_types: sorted(client.grant_types ?? ['authorization_code']),
  response_types: sorted(client.response_types ?? ['code']),
  access_token_signed_response_alg: client.access_token_signed_response_alg ?? 'none',
  userinfo_signed_response_alg: client.userinfo_signed_response_alg ?? 'none',
  id_token_signed_response_alg: client.id_token_signed_response_alg ?? 'RS256',
  id_token_claims: sorted(client.id_token_claims),
  custom_claims: sorted(client.custom_claims),
});

/** The clients in what is rendered for Authelia 4.39 and the newest version of the app, the app's own first. */
function rendered(kind: string): Client[] {
  const connections = connect(
    { kind: 'authelia', url: AUTHELIA, version: '4.39' },
    { app: { kind: kind as AppKind, url: APP, ...SET_UP[kind] } },
  );
  const file = fileAt(renderAutheliaProvider(connections, bagFor(connections)), 'home/authelia-oidc.yml');
  const { oidc } = read(textOf(file)).identity_providers;
  return oidc.clients.map((client: Client & { readonly claims_policy?: string }) => ({
    ...client,
    redirect_uris: client.redirect_uris.map((uri: string) =>
      uri.replace(APP, '{app}').replace(AUTHELIA, '{authelia}'),
    ),
    id_token_claims: oidc.claims_policies?.[client.claims_policy ?? '']?.id_token,
  }));
}

/** Ours that is reached at one of the same addresses; else the app's own. */
const oursFor = (ours: readonly Client[], { redirect_uris }: Client): Client =>
  ours.find((one) => one.redirect_uris.some((uri) => redirect_uris.includes(uri))) ?? ours[0]!;

/** What differs between ours and the guide's, by field. */
function differing(kind: string, client: Client): Record<string, unknown> {
  const theirs = facts(client);
  return Object.fromEntries(
    Object.entries(facts(oursFor(rendered(kind), client))).filter(
      ([field, value]) => !isDeepStrictEqual(value, theirs[field as keyof typeof theirs]),
    ),
  );
}

const of = (kind: string) => DIFFERENCES.filter((one) => one.kind === kind);

describe('Authelia’s guides', () => {
  it('are of apps that Latchkey has', () => {
    const looked = [...Object.keys(GUIDES), ...fixture.without_guide];
    expect(looked.filter((kind) => !APP_KINDS.includes(kind as AppKind))).toEqual([]);
    expect(new Set(looked).size).toBeGreaterThanOrEqual(43);
  });

  it('differ only for a reason that is a sentence with a source', () => {
    for (const kind of Object.keys(SET_UP)) expect(GUIDES).toHaveProperty([kind]);
    for (const { kind, why, source } of DIFFERENCES) {
      expect(GUIDES).toHaveProperty([kind]);
      expect(why, kind).toMatch(/^[A-Z].{20,}\.$/);
      expect(source.length, kind).toBeGreaterThan(5);
    }
  });

  describe.each(Object.keys(GUIDES))('%s', (kind) => {
    const { clients } = GUIDES[kind]!;
    const others = of(kind).flatMap(({ field, client }) => (field === 'other_client' ? [client] : []));
    const compared = clients.flatMap((client, index) => (others.includes(index) ? [] : [{ client, index }]));

    it('has one client for each of ours', () => {
      const ours = rendered(kind);
      expect(new Set(compared.map(({ client }) => oursFor(ours, client))).size).toBe(compared.length);
      expect(ours).toHaveLength(compared.length);
      expect(others.filter((index) => clients[index!] === undefined)).toEqual([]);
    });

    it('says the same as ours, or the table says why not', () => {
      for (const { client, index } of compared) {
        const told = of(kind).filter(
          (one) => one.field !== 'other_client' && (one.client ?? compared[0]!.index) === index,
        );
        expect(new Set(told.map(({ field }) => field)).size).toBe(told.length);
        expect(Object.fromEntries(told.map(({ field, ours }) => [field, ours]))).toEqual(
          differing(kind, client),
        );
      }
    });
  });
});
