import * as z from 'zod';
import { TOKEN_ENDPOINT_AUTH_METHODS } from '../workspace/auth-methods.ts';
import { DECLARE_WAYS } from '../workspace/declare-ways.ts';
import {
  api,
  container,
  errors,
  factsOf,
  key,
  kind,
  line,
  notice,
  PROFILE_FORMAT,
  prose,
  sentences,
  sourceId,
  sources,
  steps,
  targets,
  template,
  tested,
  texts,
  versions,
} from './schema.ts';

const PLACES = ['id_token', 'userinfo'] as const;
const word = line(60);
/** A member of a discovery document. */
const member = z.string().regex(/^[a-z][a-z0-9_]{2,79}$/, 'must be a member of a discovery document');
const below = z.string().regex(/^\/[A-Za-z0-9/_-]{1,80}$/, 'must be a path that begins with /');

/** The hooks: what code writes of a provider's side, because no target carries it. Only built-in profiles name one. */
export const HOOKS = ['authelia', 'authentik'] as const;
export type ProviderHook = (typeof HOOKS)[number];

/** What a person must know first. */
const notices = z
  .array(
    notice.extend({
      /** Of the provider itself, whatever the client is. */
      about: z.enum(['provider', 'client']).default('client'),
      /** What it is about in the workspace: a key of the provider, or of the app. */
      path: z.enum(['url', 'client_id', 'policy', 'groups', 'slug']).exactOptional(),
    }),
  )
  .max(16);

/** What a provider of this kind is like, the way to register a client there, and how well both are known. */
export const ProviderProfileSchema = z.strictObject({
  profile: z.literal(PROFILE_FORMAT),
  side: z.literal('provider'),
  kind,
  name: line(40),
  about: line(80),
  versions,
  tested,
  sources,
  /** Its address in a workspace. */
  url: z.strictObject({
    example: z.url(),
    help: prose,
    /** A regular expression for the whole address. A named group is a variable: `(?<realm>…)` is `url.realm`. */
    pattern: line(200).exactOptional(),
  }),
  issuer: template,
  /** Absent: below the issuer, as the standard says. */
  discovery_url: template.exactOptional(),
  /** An endpoint that isn't here is read from discovery, and assumed until then. */
  endpoints: z.strictObject({
    authorization_endpoint: template.exactOptional(),
    token_endpoint: template.exactOptional(),
    userinfo_endpoint: template.exactOptional(),
    jwks_uri: template.exactOptional(),
    end_session_endpoint: template.exactOptional(),
  }),
  /**
   * How its discovery document is told from those of others: by the ends of its `endpoints`, and by what else stands in
   * it or never does.
   */
  signs: z
    .strictObject({
      /** `sure`: no other product has these addresses. */
      certainty: z.enum(['sure', 'likely']),
      has: z.array(member).min(1).max(8).exactOptional(),
      lacks: z.array(member).min(1).max(8).exactOptional(),
      /** What the document shows of the version: the first that it has, or that asks for nothing. */
      versions: z
        .array(z.strictObject({ has: member.exactOptional(), version: word }))
        .min(1)
        .max(8)
        .exactOptional(),
      /** A page below its address that shows the product where there is no document: it leads there, or says this. */
      page: z
        .strictObject({ path: below, leads_to: z.array(below).min(1).max(4), says: line(40) })
        .exactOptional(),
      source: sourceId.exactOptional(),
    })
    .exactOptional(),
  traits: z.strictObject({
    scope_claims: factsOf(z.record(word, z.array(word))),
    claims_placement: factsOf(z.array(z.enum(PLACES))),
    id_token_claims_by: factsOf(z.enum(['default', 'claims_policy', 'nothing'])),
    email_verified: factsOf(z.enum(['true', 'false', 'per-user', 'unknown'])),
    methods: factsOf(z.array(z.enum(TOKEN_ENDPOINT_AUTH_METHODS)).min(1)),
    enforces_method: factsOf(z.boolean()),
    decodes_basic: factsOf(z.union([z.boolean(), z.literal('unknown')])),
    pkce: factsOf(z.enum(['per-client', 'always', 'none', 'unknown'])),
    unknown_scope: factsOf(z.enum(['refused', 'dropped', 'unknown'])),
    loopback_any_port: factsOf(z.union([z.boolean(), z.literal('unknown')])),
    http_refused_for: factsOf(z.enum(['nobody', 'public-clients', 'unknown'])),
    https: factsOf(z.union([z.boolean(), z.literal('beyond-loopback')])),
    end_session: factsOf(z.union([z.boolean(), z.literal('unknown')])),
    state_length: factsOf(z.number().int().min(0).max(128)),
    stores_digest: factsOf(z.boolean()),
    sends_iss: factsOf(z.union([z.boolean(), z.literal('unknown')])),
    id_token_alg: factsOf(line(20)),
    client_id_by: factsOf(z.enum(['us', 'provider'])),
    secret_by: factsOf(z.enum(['us', 'provider'])),
    secrets_at_once: factsOf(z.number().int().min(1).max(100)),
    by_group: factsOf(z.boolean()),
    saves_first_redirect: factsOf(z.boolean()),
    source: sourceId,
  }),
  /** What a client id may be: a regular expression for the whole text, and the same in words. */
  client_id: z.strictObject({ pattern: line(200), help: prose }).exactOptional(),
  /** Words that no slug of an application may be. */
  slugs: z.strictObject({ reserved: z.array(word).min(1).max(40) }).exactOptional(),
  /** Where its clients are kept. */
  clients: z.strictObject({
    where: prose,
    url: template.exactOptional(),
    /** The ways in which a client is declared, where a workspace may choose: the first is the default. */
    declare: z.array(z.enum(DECLARE_WAYS)).min(2).max(3).exactOptional(),
    /** All clients stand in one list, so that a file with some of them replaces the others. */
    one_list: z.boolean().exactOptional(),
    /** How one client's access tokens are signed can be set. */
    access_token_alg: z.boolean().exactOptional(),
    /** What it answers to wrong requests was seen, so that one such answer is a proof by itself. */
    every_answer_seen: z.boolean().exactOptional(),
  }),
  access: z
    .strictObject({
      /** The policy of a client for which the workspace states none. */
      policy: z.enum(['one_factor', 'two_factor']).exactOptional(),
      /** What else a person must know where somebody loses access. */
      loss: prose.exactOptional(),
      /** What meets a person who has no second factor yet where one is asked for. */
      no_second_factor: z.strictObject({ text: prose, source: sourceId }).exactOptional(),
    })
    .exactOptional(),
  /** What its own compose file calls its container. */
  container: container.exactOptional(),
  secrets: z
    .strictObject({
      /** The provider is told a digest of the client secret, not the secret. */
      told: z.enum(['digest']).exactOptional(),
      /** Secrets that only the provider has, made for a new set-up. */
      own: z.array(z.enum(['hmac_secret', 'jwks_key'])).exactOptional(),
    })
    .exactOptional(),
  /** What writes its side in place of targets, and what that is. */
  hook: z.strictObject({ renders: z.enum(HOOKS), makes: z.array(word).min(1).max(4) }).exactOptional(),
  /** What the hook reads: its names and defaults, by version. */
  dialect: z
    .record(key, factsOf(z.union([line(200), z.number().int(), z.boolean(), z.array(word).max(20)])))
    .exactOptional(),
  /** Where the person reads what the provider makes. */
  take: z
    .strictObject({ client_id: prose.exactOptional(), client_secret: prose.exactOptional() })
    .exactOptional(),
  /** How to replace a client secret there. */
  rotate: prose.exactOptional(),
  /** What lets an app sign in that sends no PKCE, where PKCE is demanded. */
  without_pkce: prose.exactOptional(),
  before: steps.exactOptional(),
  /** How a client is registered; none where a hook says it. */
  targets: targets.default([]),
  /** How it is asked to register a client. */
  api: api.exactOptional(),
  notices: notices.exactOptional(),
  after: z.strictObject({ restart: texts, check: sentences }),
  /** How a client is removed, where more is to be said than where its clients are. */
  remove: z.strictObject({ title: line(100).exactOptional(), note: template }).exactOptional(),
  errors: errors.exactOptional(),
  unsure: z.array(prose).max(12).exactOptional(),
});

export type ProviderProfile = z.output<typeof ProviderProfileSchema>;
