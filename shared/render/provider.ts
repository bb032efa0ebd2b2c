import type { Connection } from '../client/types.ts';
import type { SecretBag } from '../secrets.ts';
import type { ProviderKind } from '../workspace/types.ts';
import { renderAutheliaProvider } from './authelia/provider.ts';
import { renderAuthentikProvider } from './authentik/provider.ts';
import { renderOidcProvider } from './generic/guide.ts';
import type { Deliverable } from './types.ts';

type Renderer = (connections: readonly Connection[], secrets: SecretBag) => Deliverable[];

const RENDERERS: Readonly<Record<ProviderKind, Renderer>> = {
  authelia: renderAutheliaProvider,
  authentik: renderAuthentikProvider,
  oidc: renderOidcProvider,
};

/**
 * The provider's side for all apps of one provider, in the order of the connections. Pure. Throws if the bag
 * lacks a secret that the provider's files need.
 */
export function renderProvider(connections: readonly Connection[], secrets: SecretBag): Deliverable[] {
  const first = connections[0];
  return first === undefined ? [] : RENDERERS[first.provider.entry.kind](connections, secrets);
}
