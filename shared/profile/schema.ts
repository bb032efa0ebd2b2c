import * as z from 'zod';
import { parseVersion } from '../version.ts';
import { RESERVED_IDS } from '../workspace/rules.ts';
import { CATEGORIES } from './categories.ts';
import { CONDITIONS, isCondition, PROVIDER_CONDITIONS } from './condition.ts';
import { TREE_FORMATS } from './formats.ts';
import { hasInvisible } from './names.ts';
import { templateFlaw } from './template.ts';

/** The format of profiles. Counted up only when an older Latchkey could no longer read them. */
export const PROFILE_FORMAT = 1;

export const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !hasInvisible(text), 'must be one line without control characters');
export const prose = line(400);
const version = z
  .string()
  .refine((text) => parseVersion(text) !== undefined, 'is no version; write it in quotes, such as "1.20"');
/** A table that is read by such a name would find what every object has by itself. */
const notReserved = (name: string): boolean => !RESERVED_IDS.includes(name);
const RESERVED = 'is reserved';
export const kind = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and hyphen, beginning with a letter')
  .refine(notReserved, RESERVED);
export const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and underscore')
  .refine(notReserved, RESERVED);
export const sourceId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,29}$/, 'must be the name of an entry under “sources”')
  .refine(notReserved, RESERVED);
const causeId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{2,50}$/, 'must be the name of a diagnosis in docs/diagnoses.md');
const condition = z.string().check((ctx) => {
  if (!isCondition(ctx.value))
    ctx.issues.push({
      code: 'custom',
      input: ctx.value,
      message: `is no condition; write settings.KEY, settings.KEY=VALUE, edition=ID, ${CONDITIONS.join(', ')}, or for a provider ${PROVIDER_CONDITIONS.join(', ')}, scope=NAME, method=NAME, policy=NAME or declare=WAY`,
    });
});
/** One condition, or several of which one is enough. */
const clause = z.union([condition, z.strictObject({ any: z.array(condition).min(2).max(6) })]);
/** All of them must hold. */
const conditions = z.union([clause.transform((one) => [one]), z.array(clause).min(1).max(6)]);
/** None of them may hold. */
const exceptions = z.union([condition.transform((one) => [one]), z.array(condition).min(1).max(6)]);

/** A text with variables in braces, e.g. `{app.url}/login`. */
export const template = z
  .string()
  .max(2000)
  .check((ctx) => {
    const flaw =
      templateFlaw(ctx.value) ??
      (hasInvisible(ctx.value.replace(/[\t\n]/g, '')) ? 'holds a character that can’t be seen' : undefined);
    if (flaw !== undefined) ctx.issues.push({ code: 'custom', input: ctx.value, message: flaw });
  });

/** When a part of a profile counts: all of it must hold. */
const WHEN = {
  when: conditions.exactOptional(),
  unless: exceptions.exactOptional(),
  /** The first version it is true for. */
  since: version.exactOptional(),
  /** The first version it is no longer true for. */
  before: version.exactOptional(),
} as const;

export const CERTAINTIES = ['ran', 'code', 'docs', 'issue', 'inferred'] as const;

const FACT = {
  ...WHEN,
  source: sourceId.exactOptional(),
  /** How certain this is, where it does not stand in the source but was concluded from it. */
  certainty: z.enum(CERTAINTIES).exactOptional(),
  note: prose.exactOptional(),
} as const;

/** One value for all versions, or a list of values with the versions and settings they are true for. */
export const factsOf = <T extends z.ZodType>(value: T) =>
  z.union([
    value,
    z
      .array(z.strictObject({ value, ...FACT }))
      .min(1)
      .max(12),
  ]);

/** `1.20` without quotes would be written as 1.2. */
const whole = z.number().refine(Number.isSafeInteger, 'is no whole number; write it in quotes');

const scalar = z.union([template, whole, z.boolean()]);
type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([template, whole, z.boolean(), z.array(json).max(50), z.record(z.string(), json)]),
);

const choice = z.strictObject({
  value: scalar.exactOptional(),
  /** A tree, written as the target's own structure, or as JSON text where it has only text. */
  json: json.exactOptional(),
  ...WHEN,
  /** Extends a list that may exist: the value is added to what is there and never replaces it. */
  merge: z.enum(['comma', 'space']).exactOptional(),
  why: prose.exactOptional(),
  /** Stands above it in the file. */
  comment: prose.exactOptional(),
  source: sourceId.exactOptional(),
});

/** A value, or the first of several whose conditions hold. One that is empty drops its line. */
const value = z.union([scalar, choice, z.array(choice).min(1).max(12)]);
const keys = z.record(z.string().min(1).max(120), value);

/** A text, or the first of several whose conditions hold. */
export const texts = z.union([
  template,
  z
    .array(z.strictObject({ value: template, ...WHEN }))
    .min(1)
    .max(6),
]);

/** A sentence as it is, or the first of several whose conditions hold. */
const notes = z.union([
  prose,
  z
    .array(z.strictObject({ value: prose, ...WHEN }))
    .min(1)
    .max(6),
]);

/** Sentences, each of them for itself. */
export const sentences = z
  .array(z.union([template, z.strictObject({ value: template, ...WHEN })]))
  .min(1)
  .max(8);

/** A path below the app's address or a whole URI, and when it counts. */
const addressIf = z.union([
  template,
  z.strictObject({ uri: template, ...WHEN, source: sourceId.exactOptional() }),
]);

const target = {
  ...WHEN,
  title: prose.exactOptional(),
  /** One sentence for the step, or the first of several whose conditions hold. */
  note: notes.exactOptional(),
  /** Its step comes after all other steps of both sides, when a login has worked. */
  order: z.literal('last').exactOptional(),
  /** The reason of the step, in place of the usual one. */
  why: prose.exactOptional(),
  /** What the file is and what it is for, in place of the usual words. */
  file_title: line(80).exactOptional(),
  purpose: texts.exactOptional(),
  /** Another way to what an earlier target says already: it is written, but nothing is said to be set there. */
  instead: z.literal(true).exactOptional(),
  source: sourceId.exactOptional(),
} as const;

/** A variable in the name of a file: a few letters, digits and hyphens, whatever it stands for, and never nothing. */
const SLUG = /(?<=[A-Za-z0-9_][-_])\{[a-z][a-z0-9_.]*\|slug\|or [a-z0-9]+\}/g;

/** A rule for the name of a file, with a word or a number in place of each variable. */
const named = (isRight: (name: string) => boolean) => (name: string) =>
  [name.replace(SLUG, 'x'), name.replace(SLUG, '2')].every(isRight);

const FILE = z
  .string()
  .refine(
    named((name) => /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._-]{0,60}(?<!\.)$/.test(name)),
    'must be a file name without a folder; a variable in it stands after a hyphen and ends in |slug|or and a word',
  )
  .refine(
    named((name) => !/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name)),
    'must not be the name of a device on Windows',
  )
  .refine(
    named(
      (name) => !/^(?:guide\.|compose(?:-.*)?\.yaml$|(?:command|request)(?:-\d+)?\.(?:sh|json)$)/i.test(name),
    ),
    'must not be a name that Latchkey gives: guide, compose.yaml, command.sh, request.sh, request.json',
  );

/** The service's usual name in compose files. */
const service = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,60}$/, 'must be the name of a compose service');

/** Environment variables, written as an env file and for Docker Compose. */
const envTarget = z.strictObject({
  env: FILE,
  service,
  keys,
  /** The comment in the first line of the env file, in place of the usual one. */
  head: texts.exactOptional(),
  ...target,
});

/** A file. A key is a path with slashes: `oauth/clientId`; a number is a place in a list. */
const fileTarget = z.strictObject({
  file: FILE,
  format: z.enum(TREE_FORMATS),
  /** Where the file is on the app's side. */
  place: prose,
  /** Taken as a whole, such as by an import; else merged into a file that exists. */
  whole: z.boolean().exactOptional(),
  keys,
  /** The comment in the first line, in place of the usual one. */
  head: texts.exactOptional(),
  /** What the app would replace in a value that it reads, and what it makes that text of. */
  escapes: z.record(line(10), line(60)).exactOptional(),
  /** The variable that takes the same text from the app's service in Docker Compose. */
  compose: z
    .strictObject({
      service,
      variable: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,60}$/, 'must be the name of a variable'),
      why: prose.exactOptional(),
      source: sourceId.exactOptional(),
    })
    .exactOptional(),
  ...target,
});

const containerName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/, 'must be the name of a container');

/** What a product's own compose file calls its container. */
export const container = z.strictObject({
  name: containerName,
  /** Its image has no shell for a command: what to do instead. */
  no_shell: prose.exactOptional(),
  source: sourceId,
});

/** A command, shown and never run. Each argument is one list entry; nothing passes a shell. */
const commandTarget = z.strictObject({
  command: z
    .array(z.union([template, choice]))
    .min(1)
    .max(60),
  /** The container or service it runs in. */
  inside: containerName.exactOptional(),
  /** The user it runs as. */
  as: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,59}$/, 'must be the name or number of a user')
    .exactOptional(),
  /** Run once for each of these, which is `{each}` then. */
  each: z.enum(['callbacks', 'groups']).exactOptional(),
  /** How the secret reaches it. `argument` is visible in the process list, and the step says so. */
  secret: z.enum(['argument', 'none']).default('none'),
  ...target,
});

/** A form on a screen of the app. */
const screenTarget = z.strictObject({
  screen: prose,
  url: template.exactOptional(),
  fields: keys,
  ...target,
});

/** Below the product's own address, because a token is sent there. */
const callUrl = template
  .refine(
    (text) => /^\{(?:app|provider)\.(?:url|origin)\}(?:\/|$)/.test(text),
    'must begin with {app.url}/ or {app.origin}/, in the profile of a provider with {provider.url}/ or {provider.origin}/, and not with another port, which may be another program',
  )
  .refine(
    // A filter may have a blank before its word.
    (text) => !/[\s\\]/.test(text.replace(/\{[^{}]*\}/g, '')),
    'must have no blank, line break or backslash; write a blank as %20',
  );

/** One call of the app's API. The token is asked for when it is run. */
const httpTarget = z.strictObject({
  http: z.enum(['POST', 'PUT', 'PATCH']),
  url: z.union([
    callUrl,
    z
      .array(z.strictObject({ value: callUrl, ...WHEN }))
      .min(1)
      .max(6),
  ]),
  /** What is sent, as JSON. A key is a path with slashes. */
  body: keys,
  /** Asks for the client secret, too, so that it is in no file. */
  asks: z
    .strictObject({
      /** Whose token it is: `an admin`. */
      role: texts,
      /** Why a good answer is not shown. */
      quiet: z.strictObject({ why: prose, source: sourceId.exactOptional() }).exactOptional(),
      /** What a refusal says where there is such a provider already, beside HTTP 409; and what is told then. */
      taken: z
        .strictObject({
          words: z.array(line(80)).min(1).max(6),
          says: line(120),
          why: prose.exactOptional(),
          source: sourceId.exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
  /** What the script that asks is called, and the comment in its first line, in place of the usual ones. */
  script: FILE.refine((name) => name.endsWith('.sh'), 'must end in .sh').exactOptional(),
  head: texts.exactOptional(),
  /** Where the token comes from, and the header it stands in: `Authorization: Bearer {token}`. */
  token: prose,
  header: line(200)
    .regex(/^[A-Za-z0-9-]+: ?[^{}]*\{token\}[^{}]*$/, 'must be a header with {token} in it')
    .exactOptional(),
  ...target,
});

const setting = z.strictObject({
  label: line(60),
  type: z.enum(['text', 'boolean', 'list', 'choice']),
  choices: z.array(line(60)).min(2).max(20).exactOptional(),
  default: z.union([line(200), z.boolean()]).exactOptional(),
  /** A default that depends on the workspace. */
  default_from: z.enum(['provider.word', 'provider.name', 'provider.id', 'provider.kind']).exactOptional(),
  since: version.exactOptional(),
  before: version.exactOptional(),
  /** What an older version lacks, for the warning that it is left out there, and where that stands. */
  too_new: line(80).exactOptional(),
  source: sourceId.exactOptional(),
  help: prose,
  /** A regular expression for the whole text. */
  pattern: line(200).exactOptional(),
  /** What a text is: one word without blanks, an address, a regular expression of Go. */
  form: z.enum(['word', 'url', 'go_pattern']).exactOptional(),
  example: line(200).exactOptional(),
  /** Can't be changed later without harm. */
  fixed: z.boolean().exactOptional(),
  /** Its value is also requested as a scope, or what is made of it. */
  scope: z.union([z.boolean(), template]).exactOptional(),
});

/** The runtimes whose way to trust an own certificate authority is known. */
export const RUNTIMES = ['node', 'go', 'python', 'java', 'dotnet', 'php', 'ruby', 'rust', 'system'] as const;

/** Which versions differ. */
export const versions = z.strictObject({
  lines: z.array(version).min(1).max(40),
  released: version.exactOptional(),
  patches: z.array(version).max(40).exactOptional(),
  too_old: z.strictObject({ before: version, reason: prose }).exactOptional(),
  /** Whose versions these are, where they aren't the app's. */
  of: line(60).exactOptional(),
});

/** How well it is known that this works. */
export const tested = z.strictObject({
  how: z.enum(['run', 'code', 'guide']),
  version: line(40),
  /** Which of the versions above these are, oldest first, where `version` is not just one of them. */
  at: z.array(version).min(1).max(8).exactOptional(),
  with: line(80).exactOptional(),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as "2026-11-25"'),
});

export const sources = z
  .record(
    sourceId,
    z.strictObject({ title: prose.exactOptional(), ref: line(300), certainty: z.enum(CERTAINTIES) }),
  )
  .refine((all) => Object.keys(all).length > 0, 'must name at least one source');

/** What somebody says who has nothing to do in a step that is not for everyone. As long as a button. */
const notHere = line(28);

/** What is done by hand, in order. */
export const steps = z
  .array(
    z.strictObject({
      title: line(100),
      where: prose,
      note: notes,
      not_here: notHere.exactOptional(),
      ...WHEN,
      source: sourceId.exactOptional(),
    }),
  )
  .max(8);

/** By the key that tells what a target is. */
export const TARGET_KINDS = ['env', 'file', 'command', 'screen', 'http'] as const;

/** A step of the app's guide, or those that the engine makes of a part of the profile. */
const guideStep = z.union([
  z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9 and hyphen'),
    title: line(100),
    where: prose,
    url: template.exactOptional(),
    /** What is entered or looked up, by the words that stand before it. */
    fields: keys.exactOptional(),
    note: texts.exactOptional(),
    /** Sentences after it: every one that holds. */
    notes: sentences.exactOptional(),
    why: prose.exactOptional(),
    source: sourceId.exactOptional(),
    /** The kind of the target whose own step it stands for: the first of that kind that counts. */
    of_target: z.enum(TARGET_KINDS).exactOptional(),
    /** True: nothing is entered, it is only looked whether something is so. */
    check: z.literal(true).exactOptional(),
    /** It waits for the test login, so it is no part of applying. */
    after: z.literal('test').exactOptional(),
    not_here: notHere.exactOptional(),
    ...WHEN,
  }),
  z.strictObject({ steps_of: z.enum(['before', 'trust', 'targets', 'after', 'last']), ...WHEN }),
]);

export const targets = z
  .array(z.union([envTarget, fileTarget, commandTarget, screenTarget, httpTarget]))
  .min(1)
  .max(12);

export const notice = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{2,50}$/, 'must be words with hyphens'),
  severity: z.enum(['error', 'warning', 'info']),
  side: z.enum(['provider', 'app', 'proxy', 'host']).default('app'),
  text: template,
  fix: template.exactOptional(),
  /** What it is about in the workspace: url, or settings.KEY. */
  path: z
    .string()
    .regex(/^(?:url|settings\.[a-z0-9_]+)$/, 'must be url or settings.KEY')
    .exactOptional(),
  source: sourceId.exactOptional(),
  ...WHEN,
});
const notices = z
  .array(
    notice.extend({
      /** The id of the step of the guide that does what it says, so that it is said there. */
      step: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the id of a step of the guide')
        .exactOptional(),
    }),
  )
  .max(16);

/** True if one part of a message, between the gaps, is long enough to be no part of just any text. */
const saysEnough = (text: string): boolean =>
  text.split('…').some((part) => part.replace(/\s+/g, '').length >= 8);

/** The product’s own words for what went wrong. */
export const errors = z
  .array(
    z.strictObject({
      text: line(300).refine(
        saysEnough,
        'is found in too many texts; write at least eight letters or signs of the message in a row',
      ),
      where: z.enum(['page', 'address', 'json', 'log']),
      means: prose,
      /** Where it is mended. */
      side: z.enum(['provider', 'app', 'proxy', 'host']).default('app'),
      /** The diagnosis in docs/diagnoses.md that it is a sign of; or several, where the product says the same of them. */
      cause: z.union([causeId.transform((one) => [one]), z.array(causeId).min(1).max(5)]).exactOptional(),
      since: version.exactOptional(),
      before: version.exactOptional(),
    }),
  )
  .max(24);

const endpoint = z.enum(['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri']);
const runtime = z.enum(RUNTIMES);

/** One way in which an app is told to trust an own certificate authority. */
const trust = {
  name: line(80),
  value: template,
  mount: template,
  /** Commands that make the mounted file from the PEM file, if it isn't the PEM file itself. */
  make: z.array(line(300)).min(1).max(6).exactOptional(),
  note: line(800),
  /** All of it in a clause, if it takes more than a mounted file and a variable with its path. */
  in_short: template.exactOptional(),
  /** The setting that holds the path. */
  key: key.exactOptional(),
  runtime: runtime.exactOptional(),
  source: sourceId.exactOptional(),
} as const;

const loginStart = z.union([
  z.strictObject({
    path: template,
    kind: z.enum(['redirect', 'json', 'page', 'post']),
    note: prose.exactOptional(),
    source: sourceId.exactOptional(),
    ...WHEN,
  }),
  z.strictObject({ none: prose, source: sourceId.exactOptional(), ...WHEN }),
]);

/** Where a value stands in a JSON answer: names with a dot between them; `*` is each entry of a list or an object. */
const place = z
  .string()
  .max(120)
  .regex(
    /^(?:\*|[\w@$-]+)(?:\.(?:\*|[\w@$-]+))*$/,
    'must be names with a dot between them, such as auth.providers',
  );

const loginList = z.strictObject({
  path: template,
  /** Names and values, sent as JSON by POST, where an interface that only reads has no other way. */
  post: z.record(line(40), template).exactOptional(),
  /** What is true or filled where a login through a provider is offered. */
  on: place.exactOptional(),
  /** The list of its providers. Absent: the whole answer is about one. */
  entries: place.exactOptional(),
  /** Which of the entries count: what stands at a place of them. */
  only: z.record(place, template).exactOptional(),
  /** Where in an entry, or in the whole answer, a value stands. */
  reads: z.strictObject({
    name: place.exactOptional(),
    /** A whole authorization request. */
    request: place.exactOptional(),
    client_id: place.exactOptional(),
    authorization_endpoint: place.exactOptional(),
    token_endpoint: place.exactOptional(),
    userinfo_endpoint: place.exactOptional(),
    redirect_uri: place.exactOptional(),
    scopes: place.exactOptional(),
  }),
  note: prose.exactOptional(),
  source: sourceId,
  ...WHEN,
});
/** Where a product answers by its API; a token is sent there. `:client` in it is the key of the thing `client`. */
const apiUrl = template
  .refine(
    (text) => /^\{(?:app\.url|app\.origin|provider\.url|provider\.origin|url\.base)\}(?:\/|$)/.test(text),
    'must begin with {app.url}/, {app.origin}/, {provider.url}/, {provider.origin}/ or {url.base}/, because a token is sent there',
  )
  .refine(
    (text) => !/[\s\\]/.test(text.replace(/\{[^{}]*\}/g, '')),
    'must have no blank, line break or backslash',
  );

/** Something that is there already and has a key that is needed, such as a group by its name. */
const apiFind = z.strictObject({
  id: kind,
  title: template,
  /** A list, such as `{groups|list}`: one for each of its entries, which is `{each}` here. */
  each: template.exactOptional(),
  url: apiUrl,
  /** As in `read`. */
  list: place.exactOptional(),
  where: z.record(place, template),
  /** The member that is its key. */
  key: place,
  /** What a person does where it is not there. */
  lacks: template,
  /** Where it is not there: `stop`, which is the default, sends nothing at all; `leave` does the rest without it. */
  without: z.enum(['stop', 'leave']).exactOptional(),
  ...WHEN,
});

/** One thing that a product keeps, and the requests that read, make, change and remove it. */
const apiThing = z.strictObject({
  id: kind,
  title: template,
  /** The thing above that it belongs to, so that it is there as soon as that one is. */
  part_of: kind.exactOptional(),
  read: z.strictObject({
    url: apiUrl,
    /** Where in the answer the things stand, each of them by a `*`. Absent: the answer is the thing. */
    list: place.exactOptional(),
    /** Which of them it is: what stands at a place of it. */
    where: z.record(place, template).exactOptional(),
    /** Where the product shows the first letters of a secret: those of this member of what is sent. */
    begins: z.strictObject({ at: place, of: line(60), letters: z.int().min(3).max(8) }).exactOptional(),
    /** Members of the body that the answer shows under other names, and where. Nothing else of it is compared then. */
    shows: z.record(line(60), place).exactOptional(),
  }),
  /** The member that addresses name it by. */
  key: place.exactOptional(),
  make: z.strictObject({ http: z.enum(['POST', 'PUT']), url: apiUrl }).exactOptional(),
  /** `whole`: what is not sent is emptied, so that everything that is there is sent again; or these members of it. */
  change: z
    .strictObject({
      http: z.enum(['PUT', 'PATCH', 'POST']),
      url: apiUrl,
      whole: z.union([z.boolean(), z.array(line(60)).min(1).max(6)]).exactOptional(),
    })
    .exactOptional(),
  /** Where DELETE removes it. */
  remove: apiUrl.exactOptional(),
  /** Paths of what no request changes once it is there: where it differs, it is to be removed by hand. */
  fixed: z.array(line(120)).min(1).max(6).exactOptional(),
  /** Paths of lists whose further entries stay. */
  includes: z.array(line(120)).min(1).max(6).exactOptional(),
  /** Paths of what has to be said also where it is empty, because nothing at all means something else. */
  stated: z.array(line(120)).min(1).max(6).exactOptional(),
  /**
   * In place of make, change and remove: it is one entry of the list at this path of what stands at `url`, and the list
   * is sent as a whole. `by_place`: what an entry doesn't show stays with its place, so that only the last may go.
   */
  entry: z
    .strictObject({
      http: z.enum(['PUT', 'PATCH', 'POST']),
      url: apiUrl,
      at: line(120),
      by_place: z.literal(true).exactOptional(),
    })
    .exactOptional(),
  /**
   * How a secret is answered: as it is, or as a mask, a regular expression for the whole text that stands for the secret
   * also where it is sent. Then an empty one is none. Absent: never, so that nobody knows.
   */
  secrets: z.union([z.literal('shown'), z.strictObject({ masked: line(60) })]).exactOptional(),
  /** What it is to be: as a file or a request of the targets says, by its name or place; */
  as: z
    .union([z.strictObject({ file: line(80) }), z.strictObject({ http: z.int().min(0).max(11) })])
    .exactOptional(),
  /** or by itself. */
  body: keys.exactOptional(),
  /** Paths in the body where keys stand: of a thing above, or of what is found if that is looked up; or of several as a list. */
  keys: z.record(line(60), z.union([kind, z.strictObject({ list: kind })])).exactOptional(),
  ...WHEN,
});

/** A list that an API answers in pages. The size of a page stands in `url` already. */
const apiList = z.strictObject({
  url: apiUrl,
  /** Where in the answer its entries stand. */
  list: place,
  pages: z.strictObject({
    /** What says in the query which page it is: its number from 1 on, or how many entries come before it, from 0 on. */
    query: line(60).regex(/^[\w[\].-]+$/, 'must be the name of a parameter'),
    counts: z.enum(['pages', 'entries']),
    /** How many entries a page has that is not the last. */
    size: z.int().min(1).max(1000),
    /** Where the answer says how many entries there are in all. */
    total: place.exactOptional(),
  }),
});

/** How a product is asked to hold what its targets say, in place of a person. */
export const api = z.strictObject({
  /** The first version whose API was read or run, and the first whose API is another. */
  since: version.exactOptional(),
  before: version.exactOptional(),
  token: z.strictObject({
    /** The least right that is enough, and how a person makes a token with it, screen by screen. */
    right: prose,
    /** The least right that is enough where everything is only read, if that is a smaller one. */
    reads: prose.exactOptional(),
    how: prose,
    /** The header it stands in. Default: `Authorization: Bearer {token}`. */
    header: line(200)
      .regex(/^[A-Za-z0-9-]+: ?[^{}]*\{token\}[^{}]*$/, 'must be a header with {token} in it')
      .exactOptional(),
    /** Further headers of every request. */
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,40}$/, 'must be the name of a header'), line(60))
      .exactOptional(),
    /** What the person has is `NAME:PASSWORD`, which stands in the header as HTTP Basic writes it (RFC 7617). */
    encoded: z.literal('basic').exactOptional(),
    /** What the person has is the id and the secret of a client of its own, `ID:SECRET`, which get a token here (RFC 6749 §4.4). */
    by_client: apiUrl.exactOptional(),
  }),
  /** What stays to be done by hand. */
  leaves: sentences.exactOptional(),
  /** What is looked up before anything is sent. */
  finds: z.array(apiFind).min(1).max(8).exactOptional(),
  /** Where a provider answers with all its clients, to be read as an export of them is (`shared/existing/import/`). */
  clients: z.array(apiList).min(1).max(8).exactOptional(),
  /** In the order in which they are made. Absent where a hook says it. */
  things: z.array(apiThing).min(1).max(8).exactOptional(),
  source: sourceId,
});
export type ProfileApi = z.output<typeof api>;
export type ProfileThing = z.output<typeof apiThing>;
export type ProfileFind = z.output<typeof apiFind>;

/** Why a product takes nothing from a program with a token, as a sentence. */
export const noApi = z.strictObject({ none: prose, source: sourceId });
export type ProfileNoApi = z.output<typeof noApi>;

/** What makes the app's log say more. */
const debugWay = {
  source: sourceId,
  since: version.exactOptional(),
  before: version.exactOptional(),
} as const;
const debug = z.union([
  z.strictObject({
    variable: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,60}$/, 'must be the name of a variable'),
    value: line(60),
    ...debugWay,
  }),
  /** A clause: what is set, and where. */
  z.strictObject({ where: line(160), ...debugWay }),
]);

const trustWay = z.union([
  z.strictObject({ ...trust, ...WHEN }),
  /** As every program of this runtime is told. */
  z.strictObject({ like: runtime, ...WHEN }),
]);

export const AppProfileSchema = z.strictObject({
  profile: z.literal(PROFILE_FORMAT),
  kind,
  name: line(40),
  about: line(80),
  /** Absent: it stands with those that people described themselves. */
  category: z.enum(CATEGORIES).exactOptional(),
  /** Where the login comes from a third-party plug-in. */
  plugin: z
    .strictObject({ name: line(60), url: z.url({ protocol: /^https?$/ }), state: prose })
    .exactOptional(),
  versions,
  editions: z
    .array(
      z.strictObject({ id: kind, name: line(60), supported: z.boolean(), reason: prose.exactOptional() }),
    )
    .min(2)
    .max(6)
    .exactOptional(),
  /** How well it is known that this works. */
  tested,
  sources,
  traits: z.strictObject({
    /** `auto`: HTTP Basic first, and the form after a refusal. `auto_post`: the same, registered for the form. */
    method: factsOf(z.enum(['client_secret_basic', 'client_secret_post', 'none', 'auto', 'auto_post'])),
    pkce: factsOf(z.enum(['none', 'S256', 'S256-https', 'S256-advertised'])),
    discovery: factsOf(z.boolean()).default(true),
    claims_from: factsOf(z.enum(['id_token', 'userinfo'])),
    nonce: factsOf(z.boolean()),
    scopes: factsOf(z.array(line(60)).min(1).max(20)),
    checks_issuer: factsOf(z.boolean()).default(true),
    /** How many characters the app's state and nonce have, where that is known. */
    random: z
      .strictObject({
        state: z.int().positive(),
        nonce: z.int().positive().exactOptional(),
        source: sourceId.exactOptional(),
      })
      .exactOptional(),
    source: sourceId,
  }),
  /** Redirect URIs: a path below the app's address, or a whole URI. */
  callbacks: z
    .array(
      z.union([
        addressIf,
        /** Known only after the app made it: where the person reads it. */
        z.strictObject({ later: prose, example: line(200), ...WHEN }),
      ]),
    )
    .min(1)
    .max(12),
  /** Programs of the app that sign in with a client of their own, such as its command line, by name. */
  clients: z
    .record(
      z
        .string()
        .regex(/^[a-z]{1,20}$/, 'must be 1 to 20 of a-z')
        .refine(notReserved, RESERVED),
      z.strictObject({
        /** What uses it, as it follows the app's name: `desktop app`. */
        title: line(40),
        /** The id that the program always has. Without it, one is made from the app's own. */
        id: template.exactOptional(),
        method: z.enum(['client_secret_basic', 'client_secret_post', 'none']).default('none'),
        pkce: z.enum(['none', 'S256']).default('S256'),
        /** Default: those of the app. */
        scopes: factsOf(z.array(line(60)).min(1).max(20)).exactOptional(),
        /** As the app's own; also on the machine of the person, where an address without a port means any port. */
        callbacks: z.array(addressIf).min(1).max(12),
        source: sourceId.exactOptional(),
        note: prose.exactOptional(),
        ...WHEN,
      }),
    )
    .refine((all) => Object.keys(all).length <= 8, 'may have at most 8 clients')
    .exactOptional(),
  /** Where the app's own login begins, without a person; or why nowhere. Of a list, the first that holds counts. */
  login_start: z.union([loginStart, z.array(loginStart).min(1).max(4)]).exactOptional(),
  /** What the app tells everyone of its providers, for its login page. Of a list, the first that holds counts. */
  login_list: z.union([loginList, z.array(loginList).min(1).max(6)]).exactOptional(),
  /** A secret that only the app has: made as long as stated, and kept beside the client secret. */
  app_secret: z.strictObject({ length: z.int().min(32).max(128), about: prose }).exactOptional(),
  /** The page for the provider's list of apps. */
  launch: addressIf.exactOptional(),
  /** Where the person comes back to after signing out at the provider, and where the provider says that a session ended. */
  logout: z
    .strictObject({
      post: addressIf.exactOptional(),
      backchannel: addressIf.exactOptional(),
      frontchannel: addressIf.exactOptional(),
    })
    .exactOptional(),
  settings: z.record(key, setting).exactOptional(),
  claims: z
    .array(
      z.strictObject({
        claim: template,
        scope: template,
        level: z.enum(['required', 'optional']),
        type: z.enum(['string', 'boolean', 'array']).default('string'),
        rule: z.enum(['verified']).exactOptional(),
        /** What the app's own settings accept: one of these values, or a text that a Go regular expression is found in. */
        accepts: z.array(template).min(1).max(6).exactOptional(),
        accepts_pattern: template.exactOptional(),
        /** The setting that says so, and how it lets everyone in. */
        accepts_by: key.exactOptional(),
        accepts_all: prose.exactOptional(),
        why: template,
        source: sourceId.exactOptional(),
        ...WHEN,
      }),
    )
    .max(20),
  /** Which role the claims give a person. Of several that count, the first one says it. */
  roles: z
    .array(
      z.strictObject({
        /** The claim whose values decide; a step in it is a part of a map. Absent: no claim decides. */
        claim: template.exactOptional(),
        /** The first of these that fits decides. `by` is the setting with the values that give the role. */
        grants: z
          .array(
            z.strictObject({
              role: line(60),
              by: key,
              /** The values where the setting is empty. */
              default: z.array(line(60)).min(1).max(6).exactOptional(),
              /** A value of the setting that gives everyone this role. */
              everyone: line(10).exactOptional(),
              ...WHEN,
            }),
          )
          .min(1)
          .max(8)
          .exactOptional(),
        /** The setting with a JMESPath expression that makes the role from all claims, and the roles that there are. */
        expression: z.strictObject({ by: key, roles: z.array(line(60)).min(1).max(12) }).exactOptional(),
        /** The role of everyone else. Absent: such a person is refused. */
        otherwise: line(120).exactOptional(),
        /** What happens where the claim is not there, if not the same as with other values. */
        absent: z.enum(['kept', 'refused']).exactOptional(),
        /** True if only new people get a role here, and others keep theirs. */
        new_only: z.literal(true).exactOptional(),
        source: sourceId.exactOptional(),
        ...WHEN,
      }),
    )
    .min(1)
    .max(8)
    .exactOptional(),
  /** The endpoints that are typed into the app, where it doesn't read them from discovery. */
  endpoints: z
    .array(z.union([endpoint, z.strictObject({ endpoint, ...WHEN })]))
    .max(8)
    .exactOptional(),
  /** How the app is told to trust an own certificate authority; or the first of several ways whose conditions hold. */
  trust: z.union([runtime, z.strictObject(trust), z.array(trustWay).min(1).max(6)]),
  /** What is done before the app's side is written, in order. */
  before: steps.exactOptional(),
  targets,
  api: z.union([api, noApi]).exactOptional(),
  notices: notices.exactOptional(),
  after: z.strictObject({
    /**
     * What makes the settings count: a sentence. What stands between backticks is to be typed or read as it is. Left out, or
     * none that holds: they count at once, and there is no such step.
     */
    restart: texts.exactOptional(),
    /** Where that is done, if it isn't the host that runs the app. */
    where: texts.exactOptional(),
    check: sentences,
    /** How to get in when the login through the provider fails. */
    way_back: texts.exactOptional(),
  }),
  /** The app's guide, where other steps or words than the usual ones are needed. */
  guide: z
    .strictObject({
      title: texts.exactOptional(),
      purpose: texts.exactOptional(),
      intro: texts.exactOptional(),
      steps: z.array(guideStep).min(1).max(24).exactOptional(),
    })
    .exactOptional(),
  /** The app's own words for what went wrong. */
  errors: errors.exactOptional(),
  /** How its log is set to debug: a variable of its environment, or where. Of a list, the first of that version. */
  debug: z.union([debug, z.array(debug).min(1).max(4)]).exactOptional(),
  /** What its own compose file calls the container that signs people in. */
  container: container.exactOptional(),
  /** What the app is told in another way than by a target: where that is. */
  told: z
    .partialRecord(
      z.enum(['redirect_uri', 'auth_method']),
      z.union([
        line(80),
        z.strictObject({ name: template, way: z.enum(['env', 'file', 'command', 'screen', 'http']) }),
      ]),
    )
    .exactOptional(),
  /** What the app says of a diagnosis, in place of its general words. */
  words: z
    .array(
      z.strictObject({
        cause: causeId,
        /** In place of the sentence on the cause, or after it. */
        says: template.exactOptional(),
        also: template.exactOptional(),
        /** In place of what is to be done, with the app's name of the setting and what to write there. */
        fix: template.exactOptional(),
        setting: line(120).exactOptional(),
        value: line(200).exactOptional(),
        /** The setting of the workspace that leads to it. */
        key: key.exactOptional(),
        source: sourceId.exactOptional(),
        ...WHEN,
      }),
    )
    .max(24)
    .exactOptional(),
  /** What nobody has confirmed, as sentences. Screens and guides show them. */
  unsure: z.array(prose).max(12).exactOptional(),
});

export type AppProfile = z.output<typeof AppProfileSchema>;
export type ProfileChoice = z.output<typeof choice>;
export type ProfileValue = z.output<typeof value>;
export type ProfileJson = Json;
export type TrustWay = z.output<typeof trustWay>;
export type ProfileTexts = z.output<typeof texts>;
export type ProfileSentences = z.output<typeof sentences>;
export type ProfileStep = z.output<typeof guideStep>;
export type ProfileTarget = AppProfile['targets'][number];
export type ProfileSetting = z.output<typeof setting>;
