import type { AutheliaConfiguration } from '../authelia/configuration.ts';
import { secretForm } from '../authelia/digest.ts';
import { appOf } from '../authelia/rules-clients.ts';
import { type AuthentikFiles, labelOf } from '../authentik/objects.ts';
import { appOfClient, type KnownApp } from '../known-app.ts';
import { type AppSide, callbacksOf, type Stated } from '../settings/app-side.ts';
import { child, isDynamic, itemsOf, type Node, type Place, textAt } from '../tree.ts';

/** A client as the provider's file has it. */
export interface ProviderClient {
  readonly product: 'Authelia' | 'authentik';
  readonly label: string;
  readonly at: Place;
  readonly id?: Stated;
  readonly redirects: readonly Stated[];
  /** True if every redirect URI is known here and compared character by character. */
  readonly redirectsKnown: boolean;
  readonly scopes?: readonly string[];
  readonly method?: Stated;
  readonly isPublic: boolean;
  readonly digest?: Stated;
  readonly clear?: Stated;
  /** What the issuer may be: whole addresses, or the end of one. */
  readonly issuers: readonly string[];
  readonly issuerPath?: string;
  readonly app?: KnownApp;
}

/** A client of the provider and the app that belongs to it. */
export interface Pair<Client = ProviderClient> {
  readonly client: Client;
  readonly side: AppSide;
}

/** What of a client says to which app it belongs. */
interface Pairable {
  readonly id?: { readonly value: string };
  readonly redirects: readonly { readonly value: string }[];
  readonly app?: KnownApp;
}

const stated = (name: string, node: Node | undefined): Stated | undefined => {
  const value = textAt(node);
  return node === undefined || value === undefined || value === '' ? undefined : { value, at: node, name };
};

const maybe = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });

/** `$plaintext$` says how the rest is meant; it is no part of the secret. */
const withoutPrefix = (secret: Stated | undefined): Stated | undefined =>
  secret === undefined ? undefined : { ...secret, value: secret.value.replace(/^\$plaintext\$/, '') };

export function autheliaClients({ clients, root }: AutheliaConfiguration): ProviderClient[] {
  const issuers = itemsOf(child(root, 'session', 'cookies')).flatMap(
    (cookie) => textAt(child(cookie, 'authelia_url'))?.replace(/\/+$/, '') ?? [],
  );
  return clients.map((client): ProviderClient => {
    const secret = stated('client_secret', client.get('client_secret'));
    const form = secret === undefined ? undefined : secretForm(secret.value);
    return {
      product: 'Authelia',
      label: client.label,
      at: client.at,
      ...maybe('id', stated('client_id', client.get('client_id'))),
      redirects: client.redirects.flatMap((node) => stated('redirect_uris', node) ?? []),
      redirectsKnown: client.redirects.every((node) => !isDynamic(node)),
      ...(isDynamic(client.get('scopes')) ? {} : { scopes: client.scopes }),
      ...maybe('method', stated('token_endpoint_auth_method', client.get('token_endpoint_auth_method'))),
      isPublic: client.isPublic,
      ...maybe('digest', form === 'digest' ? secret : undefined),
      ...maybe('clear', form === 'clear' ? withoutPrefix(secret) : undefined),
      issuers,
      ...maybe('app', appOf(client)),
    };
  });
}

export function authentikClients({ providers, applicationOf }: AuthentikFiles): ProviderClient[] {
  return providers.map((provider): ProviderClient => {
    const application = applicationOf.get(provider);
    const slug = application?.text('slug') ?? provider.text('assigned_application_slug');
    const list = provider.get('redirect_uris');
    const items = list?.type === 'list' ? list.items : [];
    const strict = items.filter((item) => textAt(child(item, 'matching_mode')) !== 'regex');
    const redirects = strict.flatMap((item) => stated('redirect_uris', child(item, 'url')) ?? []);
    const secret = stated('client_secret', provider.get('client_secret'));
    return {
      product: 'authentik',
      label: labelOf(provider),
      at: provider.at,
      ...maybe('id', stated('client_id', provider.get('client_id'))),
      redirects,
      redirectsKnown: redirects.length === items.length && items.length > 0,
      isPublic: provider.text('client_type') === 'public',
      ...maybe('clear', secret !== undefined && secretForm(secret.value) === 'clear' ? secret : undefined),
      issuers: [],
      ...maybe('issuerPath', slug === undefined ? undefined : `/application/o/${slug}/`),
      ...maybe(
        'app',
        appOfClient(
          [
            application?.text('name'),
            application?.text('slug'),
            provider.text('name')?.replace(/^Provider for /i, ''),
            provider.text('client_id'),
          ],
          redirects.map(({ value }) => value),
        ),
      ),
    };
  });
}

/** Which client belongs to which app: by its id, by an address that both have, or by the app's name if there is one of each. */
export function pairsOf<Client extends Pairable>(
  clients: readonly Client[],
  sides: readonly AppSide[],
): readonly Pair<Client>[] {
  const byId = new Map<string, Client>();
  const byUri = new Map<string, Client[]>();
  const byApp = new Map<KnownApp, Client[]>();
  const put = <K>(map: Map<K, Client[]>, key: K, client: Client): void => {
    const there = map.get(key);
    if (there === undefined) map.set(key, [client]);
    else if (there.at(-1) !== client) there.push(client);
  };
  for (const client of clients) {
    if (client.id !== undefined && !byId.has(client.id.value)) byId.set(client.id.value, client);
    for (const { value } of client.redirects) put(byUri, value, client);
    if (client.app !== undefined) put(byApp, client.app, client);
  }
  const ofApp = new Map<KnownApp, number>();
  for (const { app } of sides) ofApp.set(app, (ofApp.get(app) ?? 0) + 1);
  return sides.flatMap((side): Pair<Client>[] => {
    const known = byId.get(side.said['client_id']?.value ?? '');
    if (known !== undefined) return [{ client: known, side }];
    const byAddress = [...new Set(callbacksOf(side).exact.flatMap((uri) => byUri.get(uri) ?? []))];
    if (byAddress.length === 1) return [{ client: byAddress[0]!, side }];
    const byName = byApp.get(side.app) ?? [];
    // A further file of the app that names no client belongs to its only one.
    const isAlone = ofApp.get(side.app) === 1 || side.said['client_id'] === undefined;
    return byName.length === 1 && isAlone ? [{ client: byName[0]!, side }] : [];
  });
}

/** A clear secret and a digest that can be compared. */
export interface SecretPair {
  readonly clear: string;
  readonly digest: string;
}

/** The scopes that an app asks for, as far as its files say it. */
export function scopesOf({ app, said }: AppSide): readonly string[] {
  const told = said['scopes'];
  if (told === undefined) return [];
  const scopes = told.value
    .replace(/["'[\]]/g, ' ')
    .split(/[\s,+]+/)
    .filter((scope) => scope !== '');
  return app.traits.scopes.includes('openid') && !scopes.includes('openid') ? ['openid', ...scopes] : scopes;
}
