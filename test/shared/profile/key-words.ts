import type * as z from 'zod';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import { allProviders } from '../../../shared/catalog/providers/index.ts';
import { DEFAULT_CONSENT } from '../../../shared/client/defaults.ts';
import { MAX_OWN_PROFILES } from '../../../shared/workspace/rules.ts';
import type {
  AppSchema,
  MetadataSchema,
  ProviderSchema,
  WorkspaceSchema,
} from '../../../shared/workspace/schema.ts';

const named = (some: readonly { readonly name: string }[]): string => some.map(({ name }) => name).join(', ');
/** Apps of which only the app itself knows the redirect URI. */
const makeTheirOwn = allApps().filter(({ profile }) =>
  profile?.callbacks.some((one) => typeof one !== 'string' && 'later' in one),
);
const secondFactor = allProviders().filter(({ default_policy }) => default_policy === 'two_factor');

/** What docs/workspace.md says of a key beyond what the schema knows, in Markdown. */
export interface KeyWords {
  readonly meaning: string;
  /** What counts if the key is missing. Only keys that must be there have none. */
  readonly absent?: string;
  /** As it is written in the file. Only keys whose value has a table of its own have none. */
  readonly example?: string;
}

/** Every key of a schema, and no other: the compiler asks for the words of a new one. */
type WordsOf<T extends z.ZodObject> = Readonly<Record<keyof z.infer<T>, KeyWords>>;

export const WORKSPACE_WORDS: WordsOf<typeof WorkspaceSchema> = {
  latchkey: { meaning: 'Version of the file format.', example: '1' },
  id: {
    meaning:
      'Part of the names of the keychain entries: 1 to 64 of a-z, 0-9 and hyphen. Each file has its own: if the key is missing, Latchkey makes an id at the first use and writes it into the file. If you change it, the secrets stored under the old id are no longer found. A copy of the file has the same id and shares them, until you give it another.',
    absent: 'made at the first use',
    example: '6f1c0d9e',
  },
  name: { meaning: 'Name of the workspace on screens.', absent: 'none', example: 'Family server' },
  profiles: {
    meaning: `Files with [profiles](profiles.md) of apps and providers that Latchkey doesn't know, beside this file or below its folder. Each brings one \`kind\`. At most ${MAX_OWN_PROFILES}.`,
    absent: 'none',
    example: '[./my-app.profile.yaml]',
  },
  providers: { meaning: 'Providers by their id.', absent: 'none' },
  apps: { meaning: 'Apps by their id.', absent: 'none' },
};

export const PROVIDER_WORDS: WordsOf<typeof ProviderSchema> = {
  declare: {
    meaning:
      'How clients are declared there, where its profile lists several ways (VoidAuth): `labels` on the container of the app, the `environment` of the provider, or its `screen`. The files and the guide follow from it.',
    absent: 'the first that the profile lists (VoidAuth: `environment`)',
    example: 'labels',
  },
  kind: {
    meaning:
      'One of [the providers](apps.md#the-providers), one that a file under `profiles` describes, or `oidc` for any other that conforms to OpenID Connect.',
    example: 'authelia',
  },
  url: {
    meaning:
      "Public root URL: Authelia's portal, the base URL of authentik, or the issuer for `oidc`. No query, fragment or credentials. A known page of a product, such as authentik's login page or the issuer of one app, is refused, and its root is named.",
    example: 'https://auth.example.com',
  },
  version: { meaning: 'Version, as the product shows it.', absent: 'the newest known', example: '"4.39"' },
  setup: {
    meaning:
      'Authelia only. `new`: OpenID Connect is not configured yet; the complete block is written. `existing`: it has clients already; only the entries to add to their list are written, because a second list would replace the first. If the key is missing, Latchkey warns, and takes `existing` where the provider is seen to answer with OpenID Connect metadata (`render --discover`).',
    absent: '`new`',
    example: 'existing',
  },
  ca_file: {
    meaning:
      "Path of a PEM file with the certificate authority of the provider's certificate, for Latchkey's own requests. Each app's guide then says how the app is told to trust it.",
    absent: "the system's authorities",
    example: 'ca/home.pem',
  },
  metadata: {
    meaning:
      '`oidc` only. Endpoints, so that Latchkey can write configuration without contacting the provider.',
    absent: 'from its discovery document',
  },
};

export const METADATA_WORDS: WordsOf<typeof MetadataSchema> = {
  authorization_endpoint: {
    meaning: 'Where the browser is sent to sign in.',
    absent: 'discovered',
    example: 'https://id.example.com/authorize',
  },
  token_endpoint: {
    meaning: 'Where a code is exchanged for tokens.',
    absent: 'discovered',
    example: 'https://id.example.com/token',
  },
  userinfo_endpoint: {
    meaning: 'Where claims are read with an access token.',
    absent: 'discovered',
    example: 'https://id.example.com/userinfo',
  },
  jwks_uri: {
    meaning: 'Where the signing keys are.',
    absent: 'discovered',
    example: 'https://id.example.com/jwks.json',
  },
};

export const APP_WORDS: WordsOf<typeof AppSchema> = {
  kind: {
    meaning:
      'One of [the table below](#what-each-kind-adds), one that a file under `profiles` describes, or `custom` for any other.',
    example: 'memos',
  },
  url: {
    meaning:
      "Public root URL as the browser sees it, including the sub-path if there is one. Not the provider's URL, and not a login, settings or callback page.",
    example: 'https://example.com/notes',
  },
  provider: { meaning: 'The id of a provider in this file.', example: 'home' },
  version: {
    meaning: 'Version, as the product shows it, with the patch number; a missing patch number counts as 0.',
    absent: 'the newest known',
    example: '"0.30.0"',
  },
  edition: {
    meaning:
      'For an app whose editions differ, one that [the table below](#what-each-kind-adds) names; [its page](apps.md) says which of them have the login.',
    absent: 'one that has the login',
    example: 'enterprise',
  },
  client_id: {
    meaning: "The app's id at the provider. Two apps at one provider can't share one.",
    absent: 'generated once, kept in the keychain',
    example: 'notes-web',
  },
  client_name: {
    meaning: 'The name the provider shows when it asks for consent.',
    absent: "the product's name; for a custom app its id",
    example: 'Notes of the family',
  },
  redirect_uris: {
    meaning: `Addresses to which the provider may send the browser back: absolute, no fragment. Private-use schemes such as \`kitchenowl:/signin/redirect\` are allowed. Required where the app makes the address itself (${named(makeTheirOwn)}): copy it from there.`,
    absent: "from the app's URL",
    example: '[https://notes.example.com/auth/callback]',
  },
  scopes: {
    meaning: 'What the app requests; must include `openid`.',
    absent: 'from the app',
    example: '[openid, profile, email]',
  },
  token_endpoint_auth_method: {
    meaning: 'How the app sends its secret. `none` is a public client.',
    absent: 'what the app does',
    example: 'client_secret_post',
  },
  access_token_signed_response_alg: {
    meaning:
      "How Authelia signs the app's access tokens: `none` for opaque ones, `RS256` for JWTs that the app reads itself.",
    absent: "the provider's own",
    example: 'RS256',
  },
  require_pkce: {
    meaning: 'Whether the provider requires PKCE.',
    absent: 'what the app does',
    example: 'true',
  },
  slug: {
    meaning: 'Slug of the application in authentik; part of the issuer.',
    absent: "the app's id",
    example: 'notes',
  },
  policy: {
    meaning: 'Who may sign in: `one_factor`, `two_factor`, or the name of a policy at the provider.',
    absent: `\`two_factor\` at ${named(secondFactor)}, otherwise \`one_factor\``,
    example: 'one_factor',
  },
  groups: {
    meaning: 'Only members of one of these groups may sign in.',
    absent: 'everyone the policy allows',
    example: '[family]',
  },
  consent: {
    meaning:
      'How often the provider asks for consent: `always`, `never`, or remembered for minutes, hours, days or weeks (`30m`, `12h`, `7d`, `4w`).',
    absent: `\`${DEFAULT_CONSENT}\``,
    example: 'always',
  },
  trusts_ca: {
    meaning:
      "That the app's container trusts the authority in the provider's `ca_file`, so that nothing has to be said of it any more.",
    absent: '`false`',
    example: 'true',
  },
  test_redirect_uri: {
    meaning: 'Also registered, for the test login on this machine; remove it afterwards.',
    absent: 'none',
    example: 'http://127.0.0.1:8765/callback',
  },
  settings: { meaning: 'Settings that only this kind of app has.', absent: 'none' },
};
