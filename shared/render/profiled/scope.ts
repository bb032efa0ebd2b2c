import { canParseUrl } from '../../can-parse-url.ts';
import { circumstancesOf, entryLookup } from '../../catalog/apps/circumstances.ts';
import type { Source } from '../../catalog/fact.ts';
import { profileSource } from '../../catalog/facts-of.ts';
import { furtherKey } from '../../client/further.ts';
import type { Connection } from '../../client/types.ts';
import type { DeliverableKind } from '../../deliverable-kinds.ts';
import { type Circumstances, holds } from '../../profile/condition.ts';
import { isPlace } from '../../profile/names.ts';
import { isSecretVariable } from '../../profile/rules.ts';
import type {
  AppProfile,
  ProfileChoice,
  ProfileJson,
  ProfileSentences,
  ProfileTexts,
  ProfileValue,
} from '../../profile/schema.ts';
import {
  clientVariable,
  type Filled,
  fill,
  hasVariable,
  type Lookup,
  textOf,
} from '../../profile/template.ts';
import { chosenOf, contentOf, namesIn } from '../../profile/value.ts';
import type { FilledJson, FilledValue, Remark } from '../../targets/values.ts';
import type { Version } from '../../version.ts';
import { appDeliverable, providerLabel } from '../apps/base.ts';
import type { FileDeliverable } from '../types.ts';

/** What every profile has that targets name. */
interface Product {
  readonly kind: string;
  readonly name: string;
}

/** Everything that a profile's targets are filled in from: those of an app, or those of a provider. */
export interface Scope<P extends Product = Product> {
  readonly profile: P;
  /** The version of the product that is written for. */
  readonly version: Version;
  /** What the files are for, in their first line. */
  readonly subject: string;
  /** What a file of this side is called in the export. */
  readonly fileName: (name: string) => string;
  /** What every deliverable of this side has in common. */
  readonly deliverable: (
    file: string,
    kind: DeliverableKind,
    secret: boolean,
    title: string,
    purpose: string,
  ) => Omit<FileDeliverable, 'form' | 'language' | 'lines' | 'blocks'>;
  readonly connection: Connection;
  readonly at: Circumstances;
  readonly lookup: Lookup;
  readonly source: (id: string | undefined) => Source;
}

/** What a variable stands for on either side. */
export const commonValues = ({
  app,
  client,
  provider,
  provider_metadata: metadata,
}: Connection): Readonly<Record<string, Filled>> => ({
  client_id: client.client_id,
  callback: client.redirect_uris[0],
  scopes: client.scopes,
  method: client.token_endpoint_auth_method,
  'app.url': app.url,
  issuer: metadata.issuer,
  discovery_url: metadata.discovery_url,
  authorization_endpoint: metadata.authorization_endpoint,
  token_endpoint: metadata.token_endpoint,
  userinfo_endpoint: metadata.userinfo_endpoint,
  jwks_uri: metadata.jwks_uri,
  end_session_endpoint: metadata.end_session_endpoint,
  'provider.ca_file': provider.entry.ca_file,
});

/** The secrets of an app's further clients, by their keys. */
export type FurtherSecrets = Readonly<Record<string, string>>;

/** A value of a further client. Empty if the app has no such client with these settings. */
function furtherValue({ app, further_clients }: Connection, secrets: FurtherSecrets, name: string): Filled {
  const { client: of, what } = clientVariable(name)!;
  const { key, client } = further_clients.find((one) => one.key === furtherKey(app.id, of)) ?? {};
  if (key === undefined || client === undefined) return undefined;
  switch (what) {
    case 'client_id':
      return client.client_id;
    case 'client_secret':
      return client.token_endpoint_auth_method === 'none' ? undefined : secrets[key];
    case 'callback':
      return client.redirect_uris[0];
    case 'callbacks':
      return client.redirect_uris;
    case 'scopes':
      return client.scopes;
  }
}

export function scopeOf(
  profile: AppProfile,
  connection: Connection,
  secret: string,
  appSecret = '',
  furtherSecrets: FurtherSecrets = {},
): Scope<AppProfile> {
  const { app, client, provider, provider_metadata: metadata } = connection;
  const base = `${metadata.issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const own = entryLookup(profile, app.entry, app.version.effective, provider.entry.kind);
  const common = commonValues(connection);
  const lookup: Lookup = (name, stated): Filled => {
    switch (name) {
      case 'client_secret':
        // A public client has none, even if one was kept from the time before it was public.
        return client.token_endpoint_auth_method === 'none' ? undefined : secret;
      case 'app_secret':
        return appSecret;
      case 'callbacks':
        return client.redirect_uris;
      case 'app.id':
        return app.id;
      case 'provider.host':
        return canParseUrl(metadata.issuer) ? new URL(metadata.issuer).host : undefined;
      default:
        if (Object.hasOwn(common, name)) return common[name];
        return clientVariable(name) ? furtherValue(connection, furtherSecrets, name) : own(name, stated);
    }
  };
  const at = circumstancesOf(profile, app.entry, app.version.effective, {
    'client.public': client.token_endpoint_auth_method === 'none',
    'client.other_scopes':
      client.scopes.length !== app.traits.value.scopes.length ||
      client.scopes.some((scope) => !app.traits.value.scopes.includes(scope)),
    'provider.end_session':
      metadata.end_session_endpoint !== undefined && provider.traits.value.end_session !== false,
    'provider.no_end_session': provider.traits.value.end_session === false,
    'provider.ca_file': provider.entry.ca_file !== undefined,
    'provider.discovery_below_issuer': metadata.discovery_url === base,
  });
  return {
    profile,
    connection,
    version: app.version.effective,
    subject: `login through ${providerLabel(connection)}`,
    fileName: (name) => name,
    deliverable: (file, kind, ...rest) =>
      appDeliverable(connection, file, app.definition.kinds?.[kind] ?? kind, ...rest),
    at,
    lookup,
    source: (id) => profileSource(profile, id),
  };
}

/** The sentences that count here, not filled in. */
export const holdingOf = (all: ProfileSentences, { at }: Scope): string[] =>
  all.flatMap((one) => (typeof one === 'string' ? one : holds(one, at) ? one.value : []));

/** A sentence of the profile, filled in. Undefined if a variable in it is empty. */
export const sentence = (template: string, { lookup }: Scope): string | undefined => {
  const filled = fill(template, lookup);
  return filled === undefined ? undefined : textOf(filled);
};

/** The text that counts here. */
export const choiceOf = (texts: ProfileTexts | undefined, { at }: Scope): string | undefined =>
  typeof texts === 'object' ? texts.find((one) => holds(one, at))?.value : texts;

/** The same, filled in. Undefined if none holds, or if a variable in it is empty. */
export function textAt(texts: ProfileTexts | undefined, scope: Scope): string | undefined {
  const chosen = choiceOf(texts, scope);
  return chosen === undefined ? undefined : sentence(chosen, scope);
}

/** The values that count here, in the profile's order. One that is empty is left out. */
export function valuesOf(keys: Readonly<Record<string, ProfileValue>>, scope: Scope): FilledValue[] {
  return Object.entries(keys).flatMap(([key, value]) => {
    const path = pathOf(key, scope);
    const chosen = chosenOf(value, scope.at);
    const raw = chosen === undefined ? undefined : contentOf(chosen);
    if (path === undefined || chosen === undefined || raw === undefined) return [];
    const filled = fillJson(raw, scope.lookup);
    if (filled === undefined) return [];
    const names = namesIn(raw);
    return [
      {
        name: path.join('/'),
        path,
        value: filled,
        secret: [...names, ...namesIn(key)].some(isSecretVariable),
        holds: names,
        ...(chosen.merge === undefined ? {} : { merge: chosen.merge }),
        ...remarkOf(chosen, scope),
      },
    ];
  });
}

const remarkOf = ({ why, comment, source }: ProfileChoice, scope: Scope): Remark => ({
  ...(why === undefined ? {} : { why: { text: why, source: scope.source(source) } }),
  ...(comment === undefined ? {} : { comment }),
});

/** What is said of a path: of a value, or of all that lies below it. */
export function remarksOf(
  keys: Readonly<Record<string, ProfileValue>>,
  scope: Scope,
): ReadonlyMap<string, Remark> {
  return new Map(
    Object.entries(keys).flatMap(([key, value]) => {
      const path = pathOf(key, scope);
      const chosen = chosenOf(value, scope.at);
      return path === undefined || chosen === undefined ? [] : [[path.join('/'), remarkOf(chosen, scope)]];
    }),
  );
}

/**
 * The steps of a name. A step is filled in only where it holds a variable, such as the client's own name, and is then
 * never a place in a list. Undefined if one is empty.
 */
function pathOf(key: string, { lookup }: Scope): FilledValue['path'] | undefined {
  const steps = key.split('/').map((step) => {
    if (!hasVariable(step)) return isPlace(step) ? Number(step) : step;
    const filled = fill(step, lookup);
    return filled === undefined ? undefined : textOf(filled);
  });
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

/** Fills a tree in. What is empty in it is left out; a tree that has nothing left is empty itself. */
export function fillJson(node: ProfileJson, lookup: Lookup): FilledJson | undefined {
  if (typeof node === 'string') return node === '' ? '' : (fill(node, lookup) as FilledJson | undefined);
  if (typeof node !== 'object') return node;
  if (Array.isArray(node)) {
    const items = node.flatMap((one) => {
      const filled = fillJson(one, lookup);
      // `{scopes|list}` inside a list gives its own entries; a list that is written there is one.
      return filled === undefined ? [] : typeof one === 'string' && Array.isArray(filled) ? filled : [filled];
    });
    return items.length === 0 && node.length > 0 ? undefined : items;
  }
  const entries = Object.entries(node).flatMap(([key, one]) => {
    const filled = fillJson(one, lookup);
    return filled === undefined ? [] : [[key, filled] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
