import { canParseUrl } from '../can-parse-url.ts';
import type { ProviderMetadata } from '../catalog/types.ts';
import type { ProviderEntry } from '../workspace/types.ts';

/** The endpoints that the files of an app may hold, and that a discovery document announces. */
export const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/** One endpoint that is written differently from what the provider announces. */
export interface EndpointDifference {
  readonly name: Endpoint;
  /** What the files hold. */
  readonly written: string;
  readonly announced: string;
}

/** The endpoints that a document announces, only web addresses. */
export function announcedEndpoints(
  document: Readonly<Record<string, unknown>>,
): Partial<Record<Endpoint, string>> {
  return Object.fromEntries(
    ENDPOINTS.flatMap((name) => {
      const value = Object.hasOwn(document, name) ? document[name] : undefined;
      return typeof value === 'string' && /^https?:\/\/[!-~]+$/i.test(value) && canParseUrl(value)
        ? [[name, value] as const]
        : [];
    }),
  );
}

/** Where these endpoints differ from what is announced. Addresses that browsers read alike are the same. */
export function endpointDifferences(
  written: Readonly<Partial<Record<Endpoint, string>>>,
  announced: Readonly<Partial<Record<Endpoint, string>>>,
): EndpointDifference[] {
  return ENDPOINTS.flatMap((name) => {
    const [here, there] = [written[name], announced[name]];
    return here === undefined || there === undefined || normal(here) === normal(there)
      ? []
      : [{ name, written: here, announced: there }];
  });
}

/**
 * The entry of a provider with the announced endpoints where it states none. What it states stays, also where the
 * provider announces something else; `differs` names that. Endpoints that follow from the product are not changed.
 *
 * @param open those that do not follow from the product (`open_endpoints` of its definition)
 */
export function adoptAnnounced(
  entry: ProviderEntry,
  open: readonly Endpoint[],
  announced: Readonly<Partial<Record<Endpoint, string>>>,
): {
  readonly entry: ProviderEntry;
  readonly adopted: readonly Endpoint[];
  readonly differs: readonly EndpointDifference[];
} {
  const stated: Readonly<Partial<Record<Endpoint, string>>> = entry.metadata ?? {};
  const differs = endpointDifferences(stated, announced);
  const adopted = open.filter((name) => stated[name] === undefined && announced[name] !== undefined);
  if (adopted.length === 0) return { entry, adopted, differs };
  const metadata = Object.fromEntries(
    ENDPOINTS.flatMap((name) => {
      const value = stated[name] ?? (open.includes(name) ? announced[name] : undefined);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  return { entry: { ...entry, metadata }, adopted, differs };
}

/** The endpoints of a connection's metadata. */
export const endpointsOf = (metadata: ProviderMetadata): Record<Endpoint, string> => ({
  authorization_endpoint: metadata.authorization_endpoint,
  token_endpoint: metadata.token_endpoint,
  userinfo_endpoint: metadata.userinfo_endpoint,
  jwks_uri: metadata.jwks_uri,
});

const normal = (url: string): string => (canParseUrl(url) ? new URL(url).href : url);
