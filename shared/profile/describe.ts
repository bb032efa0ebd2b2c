import { stringify } from 'yaml';
import { entrySlug } from '../workspace/rules.ts';
import type { AppProfile } from './schema.ts';
import { namedCallbacks, namedSettings, settingLine } from './setting-words.ts';

/** What a person says of an app that no profile describes: six answers. */
export interface Description {
  readonly name: string;
  readonly version: string;
  /** Redirect URIs, one a line. */
  readonly callbacks: string;
  readonly method: 'client_secret_basic' | 'client_secret_post' | 'none' | 'unknown';
  readonly pkce: 'S256' | 'none' | 'unknown';
  /** With blanks between them. */
  readonly scopes: string;
  readonly way: 'env' | 'screen';
  /** Where the screen is in the app. */
  readonly place: string;
  /** The names of the variables or fields, one a line (`namedSettings`). */
  readonly settings: string;
}

const NO_VERSION = 'an unstated version';
const NO_METHOD = 'How it sends its secret was not said; HTTP Basic is the default of the standard.';
const NO_PKCE = 'Whether it uses PKCE was not said.';

const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  profile: ['preferred_username', 'name'],
  email: ['email'],
  groups: ['groups'],
};

/** The kind that an app of this name gets. Empty if the name has no letter that a kind may have. */
export const kindOfName = (name: string): string => entrySlug(name);

/**
 * Writes a profile from the answers, to be checked like any other (`readAppProfile`). What was not said is taken as
 * the standards have it, and stands under `unsure`.
 *
 * @param today in the form 2026-01-31
 */
export function describedProfile(said: Description, today: string): string {
  const kind = kindOfName(said.name);
  const settings = namedSettings(said.settings);
  const isPublic = said.method === 'none';
  const held = settings.filter(({ value }) => !(isPublic && value === '{client_secret}'));
  const keys = Object.fromEntries(held.map(({ name, value }) => [name, value ?? '']));
  const endpoints = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'].filter(
    (one) => held.some(({ value }) => value === `{${one}}`),
  );
  const scopes = [...new Set(['openid', ...said.scopes.split(/[\s,]+/).filter((one) => one !== '')])];
  const version = said.version.trim();
  const profile = {
    profile: 1,
    kind,
    name: said.name.trim(),
    about: 'Described beside the workspace',
    versions: { lines: [version || '1.0'] },
    tested: { how: 'guide', version: version || NO_VERSION, date: today },
    sources: {
      stated: {
        title: 'Said by the person who set it up',
        ref: 'answers in the wizard',
        certainty: 'inferred',
      },
    },
    traits: {
      method: said.method === 'unknown' ? 'client_secret_basic' : said.method,
      pkce: said.pkce === 'unknown' ? 'none' : said.pkce,
      discovery: !endpoints.includes('authorization_endpoint'),
      claims_from: 'id_token',
      nonce: false,
      scopes,
      checks_issuer: true,
      source: 'stated',
    },
    callbacks: namedCallbacks(said.callbacks),
    claims: scopes.flatMap((scope) =>
      (Object.hasOwn(CLAIMS, scope) ? CLAIMS[scope]! : []).map((claim) => ({
        claim,
        scope,
        level: 'optional',
        ...(claim === 'groups' ? { type: 'array' } : {}),
        why: 'Belongs to a scope that it requests; whether it reads it was not said.',
      })),
    ),
    ...(endpoints.length > 0 ? { endpoints } : {}),
    trust: 'system',
    targets: [
      said.way === 'env'
        ? { env: `${kind}.env`, service: kind, keys }
        : { screen: said.place.trim(), fields: keys },
    ],
    after: {
      restart:
        said.way === 'env'
          ? `docker compose up -d --force-recreate ${kind} (or however it is started): the environment is read at start.`
          : 'Save the form. Some apps have to be started again.',
      check: ['{app.url} offers to sign in through the provider.'],
    },
    unsure: [
      ...(version === '' ? ['Its version was not said; 1.0 stands for any.'] : []),
      ...(said.method === 'unknown' ? [NO_METHOD] : []),
      ...(said.pkce === 'unknown' ? [NO_PKCE] : []),
      'Where it reads claims, and which of them, was not said: all of its scopes are put where it can read them.',
    ],
  };
  return `${HEAD}${stringify(profile, { lineWidth: 0, version: '1.2' })}`;
}

/**
 * The answers that a profile was written from. Undefined if `describedProfile` would not write exactly this text: a
 * person has changed it since, and what they wrote would be lost.
 */
export function descriptionIn(text: string, profile: AppProfile): Description | undefined {
  const { traits, tested, callbacks, unsure = [] } = profile;
  const [target] = profile.targets;
  const keys =
    target === undefined ? {} : 'env' in target ? target.keys : 'screen' in target ? target.fields : {};
  const said = {
    name: profile.name,
    version: tested.version === NO_VERSION ? '' : tested.version,
    callbacks: callbacks.filter((one) => typeof one === 'string').join('\n'),
    method: unsure.includes(NO_METHOD) ? 'unknown' : traits.method,
    pkce: unsure.includes(NO_PKCE) ? 'unknown' : traits.pkce,
    scopes: Array.isArray(traits.scopes) ? traits.scopes.join(' ') : '',
    way: target !== undefined && 'screen' in target ? 'screen' : 'env',
    place: target !== undefined && 'screen' in target ? target.screen : '',
    settings: Object.entries(keys)
      .map(([name, value]) => settingLine(name, String(value)))
      .join('\n'),
  } as Description;
  return describedProfile(said, tested.date) === text ? said : undefined;
}

const HEAD = `# Written by Latchkey from what was said in the wizard. It is yours: docs/profiles.md says what else can stand here,
# and how to contribute it, so that others find the app in the list. Name the pages that you read under “sources”.
`;
