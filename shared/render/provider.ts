import type { Connection } from '../client/types.ts';
import type { ProviderHook } from '../profile/provider-schema.ts';
import type { SecretBag } from '../secrets.ts';
import { renderAutheliaProvider } from './authelia/provider.ts';
import { renderAuthentikProvider } from './authentik/provider.ts';
import { renderOidcProvider } from './generic/guide.ts';
import { renderProfiledProvider } from './profiled/provider.ts';
import { makeAnew, type Reuse } from './reuse.ts';
import type { Deliverable } from './types.ts';

export { providerRestart } from './profiled/provider.ts';

type Renderer = (connections: readonly Connection[], secrets: SecretBag, reuse: Reuse) => Deliverable[];

/** What is written where a profile names a hook. */
const HOOKS: Readonly<Record<ProviderHook, Renderer>> = {
  authelia: renderAutheliaProvider,
  authentik: renderAuthentikProvider,
};

/**
 * The provider's side for all apps of one provider, in the order of the connections. Pure. Throws if the bag
 * lacks a secret that the provider's files need.
 */
export function renderProvider(
  connections: readonly Connection[],
  secrets: SecretBag,
  reuse: Reuse = makeAnew,
): Deliverable[] {
  const first = connections[0];
  if (first === undefined) return [];
  const { profile } = first.provider.definition;
  if (profile === undefined) return renderOidcProvider(connections, secrets);
  return profile.hook === undefined
    ? renderProfiledProvider(profile, connections, secrets)
    : HOOKS[profile.hook.renders](connections, secrets, reuse);
}

/**
 * The same in parts, as many deliverables at a time as belong together. Leaves out what belongs to apps that
 * are not `wanted`.
 */
export function* renderProviderInParts(
  connections: readonly Connection[],
  secrets: SecretBag,
  wanted: ReadonlySet<string>,
  reuse: Reuse,
): Generator<readonly Deliverable[], void, undefined> {
  const first = connections[0];
  if (first === undefined) return;
  // Where each client is registered by itself, every deliverable belongs to one app.
  if (first.provider.definition.one_list_of_clients) {
    const all = renderProvider(connections, secrets, reuse);
    yield all.filter(({ app }) => app === undefined || wanted.has(app));
    return;
  }
  for (const connection of connections)
    if (wanted.has(connection.app.id))
      yield reuse(connection, 'provider', () => renderProvider([connection], secrets, reuse));
}
