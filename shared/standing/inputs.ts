import type { Connection } from '../client/types.ts';

/** When a secret of the app was last set. The value itself is not needed to notice a change. */
export interface SecretMark {
  readonly purpose: string;
  readonly changed_at: string;
}

/**
 * Everything that the outcome of a test of this app depends on, as text: two connections with the same text
 * behave alike. Whatever is added to a connection later counts too, unless it is left out here: names for
 * people, the catalog's explanations, and the address of the test login, which is removed after a good test
 * without any effect on the app (`sameInputs` compares it where it is stated). `caContent` stands for what is in
 * the provider's CA file, of which a connection holds the path only.
 */
export function testInputs(
  connection: Connection,
  secrets: readonly SecretMark[],
  caContent?: string,
): string {
  const {
    workspace: _name,
    notices: _notices,
    test_redirect_uri: _test,
    key: _key,
    further_clients: further,
    unwanted_clients: _unwanted,
    provider,
    app,
    ...rest
  } = connection;
  const { test_redirect_uri: _stated, ...entry } = app.entry;
  return canonical({
    ...rest,
    // Absent where there are none, so that results from before there could be some still count.
    further:
      further.length === 0 ? undefined : further.map(({ key, client, pkce }) => ({ key, client, pkce })),
    provider: { ...provider, definition: definitionOf(provider.definition), traits: provider.traits.value },
    app: { ...app, entry, definition: definitionOf(app.definition), traits: app.traits.value },
    secrets: [...secrets]
      .sort((a, b) => (a.purpose < b.purpose ? -1 : a.purpose > b.purpose ? 1 : 0))
      .map(({ purpose, changed_at }) => [purpose, changed_at]),
    ca_content: caContent,
  });
}

/** A profile beside the workspace may change at any time, and all of it says how the app is set up and tested. */
const definitionOf = ({ kind, is_own, profile }: Connection['app' | 'provider']['definition']) =>
  is_own ? [kind, profile] : kind;

/** What a result was made with: a digest of `testInputs`, and the address of the test login, if there was one. */
export interface Basis {
  readonly digest: string;
  readonly test_redirect_uri?: string | undefined;
}

/** True if a result made with `then` still speaks of what is set up `now`. */
export const sameInputs = (then: Basis, now: Basis): boolean =>
  then.digest === now.digest &&
  (now.test_redirect_uri === undefined || now.test_redirect_uri === then.test_redirect_uri);

/** Explanations for people, which change nothing. */
const EXPLANATIONS: ReadonlySet<string> = new Set(['why', 'source']);

/** JSON with the keys of every object in order, so that the same content is always the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, one: unknown) => {
    if (EXPLANATIONS.has(key)) return undefined;
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(
      Object.entries(one)
        .filter(([, member]) => member !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
}
