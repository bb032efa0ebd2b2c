import { createHash } from 'node:crypto';

/**
 * The libraries, by language, as they were planned before any message had been recorded. The choice below is made
 * from this list, and it stays as it was chosen: a library that is added later is not in it, and its messages may be read.
 */
export const PLANNED = {
  c: ['mod-auth-openidc'],
  go: ['go-oidc', 'goth', 'oauth2-proxy', 'zitadel-oidc'],
  java: ['micronaut', 'nimbus', 'pac4j', 'spring-security', 'vertx'],
  javascript: [
    'auth-js',
    'express-openid-connect',
    'openid-client-5',
    'openid-client-6',
    'passport-oauth2',
    'passport-openidconnect',
  ],
  php: ['openid-connect-php'],
  python: [
    'authlib',
    'django-allauth',
    'mozilla-django-oidc',
    'pyoidc',
    'python-social-auth',
    'requests-oauthlib',
  ],
  ruby: ['omniauth-openid-connect', 'openid-connect'],
  rust: ['openid', 'openidconnect'],
} as const;

const digest = (id: string) => createHash('sha256').update(id).digest('hex');

/**
 * The rule, chosen before there was any result: of each language with several libraries, the third (rounded, at
 * least one) whose ids have the smallest SHA-256. Their messages are recorded apart and only measured: whoever
 * writes a recogniser does not read them.
 */
export const leftOutOf = (planned: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.values(planned).flatMap((ids) =>
    ids.length === 1
      ? []
      : [...ids]
          .sort((a, b) => (digest(a) < digest(b) ? -1 : 1))
          .slice(0, Math.max(1, Math.round(ids.length / 3))),
  );

/** What the rule gave, written down so that nobody has to compute it. A test compares the two. */
export const LEFT_OUT_BY_RULE: readonly string[] = [
  'oauth2-proxy',
  'micronaut',
  'nimbus',
  'openid-client-6',
  'passport-openidconnect',
  'django-allauth',
  'authlib',
  'omniauth-openid-connect',
  'openid',
];

/**
 * The second left-out group, added on 2026-11-27: libraries that nobody had looked at when their messages were measured for
 * the first time, because those of the rule had been measured many times by then. All of them are left out.
 */
export const ADDED = {
  go: ['hashicorp-cap'],
  java: ['quarkus'],
  javascript: ['fastify-oauth2', 'grant'],
  perl: ['lemonldap-ng'],
  python: ['httpx-oauth', 'jupyterhub'],
} as const;

/**
 * The third left-out group, added on 2026-11-28: whole programs that people host themselves, set up as their own pages say,
 * because a small program says little besides what its library says. After the first run Headscale, Node-RED and Synapse were read,
 * the three whose ids have the largest SHA-256; the other four are only measured.
 */
export const PROGRAMS = {
  go: ['gitea', 'headscale'],
  javascript: ['directus', 'node-red'],
  php: ['roundcube'],
  python: ['flask-appbuilder', 'synapse'],
} as const;

export type Language = keyof typeof PLANNED | keyof typeof ADDED | keyof typeof PROGRAMS;
export const LANGUAGES: readonly string[] = [PLANNED, ADDED, PROGRAMS].flatMap((group) => Object.keys(group));

/** The libraries of the second group and the programs of the third. */
export const LEFT_OUT_ADDED: readonly string[] = Object.values(ADDED).flat();
export const WHOLE_PROGRAMS: readonly string[] = Object.values(PROGRAMS).flat();
/** All three groups: those whose messages are only measured. */
export const LEFT_OUT: readonly string[] = [...LEFT_OUT_BY_RULE, ...LEFT_OUT_ADDED, ...WHOLE_PROGRAMS];
