import { allApps } from '../../../shared/catalog/apps/index.ts';
import { traitsAt } from '../../../shared/catalog/fact.ts';
import { allProviders } from '../../../shared/catalog/providers/index.ts';
import type { AppDefinition, SettingDefinition } from '../../../shared/catalog/types.ts';
import type { AppProfile } from '../../../shared/profile/schema.ts';
import { testedLines } from '../../../shared/render/profiled/tested.ts';
import { code, prose, cell as tableCell } from '../../../shared/render/text/markdown.ts';

/** docs/apps.md: every app, how its side is set, how well that is known, and what to know first. */
export function appsPage(): string {
  const apps = allApps().filter(({ kind }) => kind !== 'custom');
  return `${[
    '# The apps',
    `Latchkey knows ${apps.length} apps. This page is made from their profiles ([how to add one](profiles.md)); \`latchkey apps KIND\` says the same for one. Any other app is \`kind: custom\`. “Run” means that a real login went through what is written here; “code”, that the app’s source was read; “guide”, that somebody else’s guide says so.`,
    [
      '| app | kind | versions | its side is set by | known from |',
      '| --- | --- | --- | --- | --- |',
      ...apps.map(
        (app) =>
          `| [${cell(app.name)}](#${anchor(app.name)}) | ${code(app.kind)} | ${versionsOf(app)} | ${cell(setBy(app))} | ${app.profile?.tested.how ?? 'run'} |`,
      ),
    ].join('\n'),
    ...applied(apps),
    ...apps.map(section),
    ...providers(),
  ].join('\n\n')}\n`;
}

/** Which apps `apply` sets up through their API, and why the others have none for it. */
function applied(apps: readonly AppDefinition[]): string[] {
  const known = apps.flatMap(({ name, profile }) =>
    profile?.api === undefined
      ? []
      : [{ name, api: profile.api, source: profile.sources[profile.api.source]! }],
  );
  const link = (name: string) => `[${cell(name)}](#${anchor(name)})`;
  return [
    '## Apply',
    'The app’s side of these is set up by `latchkey apply` where a person wants it. “Run” means that the product itself took it, was read back and took it back; “code”, that its source was read.',
    [
      '| app | from version | with | known from |',
      '| --- | --- | --- | --- |',
      ...known.flatMap((one) =>
        'none' in one.api
          ? []
          : [
              `| ${link(one.name)} | ${one.api.since ?? 'the first'} | ${cell(general(one.api.token.right))} | ${one.source.certainty === 'ran' ? 'run' : one.source.certainty}: ${code(one.source.ref)} |`,
            ],
      ),
    ].join('\n'),
    'The others it doesn’t set up, because:',
    [
      '| app | why | known from |',
      '| --- | --- | --- |',
      ...known.flatMap((one) =>
        'none' in one.api
          ? [
              `| ${link(one.name)} | ${cell(general(one.api.none))} | ${one.source.certainty}: ${code(one.source.ref)} |`,
            ]
          : [],
      ),
    ].join('\n'),
  ];
}

/** The providers, and the sections of those that a profile describes. */
function providers(): string[] {
  const known = allProviders().filter(({ kind }) => kind !== 'oidc');
  return [
    '# The providers',
    `Latchkey knows ${known.length} providers. Any other one is \`kind: oidc\`.`,
    [
      '| provider | kind | versions | a client is registered by | id and secret are made by | known from |',
      '| --- | --- | --- | --- | --- | --- |',
      ...known.map((one) => {
        const { traits, profile } = one;
        const newest = traitsAt(traits, one.versions.released ?? one.versions.lines.at(-1)!).value;
        const by = (who: string) => (who === 'us' ? 'Latchkey' : one.name);
        return `| ${profile === undefined ? cell(one.name) : `[${cell(one.name)}](#${anchor(one.name)})`} | ${code(one.kind)} | ${versionsOf(one)} | ${[...new Set(profile?.hook?.makes ?? profile?.targets.map(wayOf))].join(', ')} | ${[...new Set([by(newest.client_id_by), by(newest.secret_by)])].join(', ')} | ${profile?.tested.how ?? 'run'} |`;
      }),
    ].join('\n'),
    ...known.flatMap(({ profile, sources }) =>
      profile === undefined
        ? []
        : [
            `## ${profile.name}`,
            `${prose(profile.about)}. ${testedLines(profile).map(prose).join('\n\n')}`,
            ...(profile.notices?.length ? [noticeList(profile.notices)] : []),
            `Sources: ${sources.map(({ ref }) => code(ref)).join(', ')}.`,
          ],
    ),
  ];
}

const noticeList = (notices: NonNullable<AppProfile['notices']>): string =>
  notices
    .map(
      ({ severity, text, fix }) =>
        `- ${severity}: ${general(text)}${fix === undefined ? '' : ` ${general(fix)}`}`,
    )
    .join('\n');

type LoginStart = Exclude<NonNullable<AppProfile['login_start']>, readonly unknown[]>;

type LoginList = Exclude<NonNullable<AppProfile['login_list']>, readonly unknown[]>;

export const cell = (text: string): string => tableCell(prose(text));
/** As GitHub makes the anchor of a heading. */
export const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const versionsOf = ({ versions: { lines } }: Pick<AppDefinition, 'versions'>): string =>
  lines.length === 1 ? lines[0]! : `${lines[0]} to ${lines.at(-1)}`;

/** A sentence of a profile for a page that is about no workspace in particular. */
const general = (text: string): string =>
  prose(
    text
      .replace(/\{app\.name\}/g, 'the app')
      .replace(/(slug|policy) “\{(?:app\.slug|policy)\}”/g, '$1')
      .replace(/“\{policy\}”/g, 'it')
      .replace(/\{app\.[a-z]+[^}]*\}/g, 'the app’s address')
      .replace(/\{provider\.(?:url|origin)[^}]*\}/g, 'the provider’s address')
      .replace(/\{provider\.[a-z]+[^}]*\}/g, 'the provider’s name')
      .replace(/\{client_id[^}]*\}/g, 'the client id')
      .replace(/“?\{settings\.([a-z0-9_]+)[^}]*\}”?/g, '“$1”'),
  );

function setBy({ profile }: AppDefinition): string {
  if (profile === undefined) return 'see below';
  return [...new Set(profile.targets.map(wayOf))].join(', ');
}

function wayOf(target: AppProfile['targets'][number]): string {
  if ('env' in target) return 'environment';
  if ('file' in target) return `file (${target.format})`;
  if ('command' in target) return 'command';
  return 'screen' in target ? 'screen' : 'its API';
}

function section(app: AppDefinition): string {
  const { profile } = app;
  return [
    `## ${app.name}`,
    `${prose(app.description)}. ${profile === undefined ? 'Written in code, and run by us with real programs ([how](interop.md)).' : testedLines(profile).map(prose).join('\n\n')}`,
    ...(profile?.plugin === undefined
      ? []
      : [
          `The login comes from a plug-in: [${prose(profile.plugin.name)}](${profile.plugin.url}). ${prose(profile.plugin.state)}`,
        ]),
    ...(app.editions === undefined
      ? []
      : [
          app.editions
            .map(
              (one) =>
                `- Edition ${code(one.id)}: ${one.supported ? 'has the login' : prose(one.reason ?? 'has no login')}`,
            )
            .join('\n'),
        ]),
    ...(profile?.login_start === undefined ? [] : [loginStart([profile.login_start].flat())]),
    ...(profile?.login_list === undefined ? [] : [loginList([profile.login_list].flat())]),
    ...(profile?.clients === undefined ? [] : [clientList(profile.clients)]),
    ...(profile === undefined || app.settings.length === 0 ? [] : [settingsTable(app)]),
    ...(profile?.notices?.length ? [noticeList(profile.notices)] : []),
    `Sources: ${app.sources.map(({ ref }) => code(ref)).join(', ')}.`,
  ].join('\n\n');
}

const ASKED_BY = {
  redirect: 'leads to the provider',
  json: 'answers with the provider’s address',
  page: 'leads to the provider by a script or a button',
  post: 'leads to the provider by a POST',
} as const;

/** Where the app's login begins, or why nowhere. */
const loginStart = (starts: readonly LoginStart[]): string =>
  `Start of the login: ${starts
    .map((one) => {
      const versions = rangeOf(one);
      return `${versions === '' ? '' : `${versions}, `}${'none' in one ? `none. ${prose(one.none)}` : `${code(one.path)} ${ASKED_BY[one.kind]}.${one.note === undefined ? '' : ` ${prose(one.note)}`}`}`;
    })
    .join(' Else ')}`;

const READ = {
  client_id: 'client ID',
  authorization_endpoint: 'authorization endpoint',
  token_endpoint: 'token endpoint',
  userinfo_endpoint: 'userinfo endpoint',
  redirect_uri: 'redirect URI',
  scopes: 'scopes',
} as const;

/** What the app tells everyone, and what is read of it. */
const loginList = (lists: readonly LoginList[]): string =>
  `Told to everyone: ${lists
    .map((one) => {
      const range = rangeOf(one);
      const read =
        one.reads.request !== undefined
          ? 'the whole request'
          : [
              'whether there is such a login',
              ...Object.entries(READ).flatMap(([name, text]) => (name in one.reads ? text : [])),
            ].join(', ');
      return `${range === '' ? '' : `${range}, `}${code(one.path)}${one.post === undefined ? '' : ' (POST)'}: ${read}.${one.note === undefined ? '' : ` ${prose(one.note)}`}`;
    })
    .join(' Else ')}`;

/** The clients of the app's own programs. */
const clientList = (clients: NonNullable<AppProfile['clients']>): string =>
  `Its programs have clients of their own: ${Object.values(clients)
    .map(
      ({ title, id, method }) =>
        `${prose(title)} (${id === undefined ? '' : `always ${code(id)}, `}${method === 'none' ? 'public' : code(method)})`,
    )
    .join(', ')}.`;

/** The settings of an app, as they stand in a workspace. */
export function settingsTable({ settings, profile }: AppDefinition): string {
  return [
    '| setting | type | meaning | default | versions |',
    '| --- | --- | --- | --- | --- |',
    ...settings.map(
      (one) =>
        `| ${code(one.key)} | ${typeOf(one)} | ${cell(one.label)}. ${cell(one.help)}${one.example === undefined ? '' : ` Such as ${code(one.example)}.`} | ${defaultOf(one, profile)} | ${rangeOf(one) || 'all'} |`,
    ),
  ].join('\n');
}

const typeOf = ({ type, choices = [] }: SettingDefinition): string =>
  type === 'boolean'
    ? `${code('true')} or ${code('false')}`
    : type === 'choice'
      ? choices.map((one) => tableCell(code(one))).join(', ')
      : type;

const FROM_PROVIDER = {
  'provider.id': 'the provider’s id',
  'provider.kind': 'the provider’s kind',
  'provider.word': `the provider’s kind; its id if that is ${code('oidc')}`,
  'provider.name': `the product’s name; the provider’s id if that is ${code('oidc')}`,
} as const;

function defaultOf({ key, default: preset }: SettingDefinition, profile: AppProfile | undefined): string {
  if (preset !== undefined) return tableCell(code(String(preset)));
  const from = profile?.settings?.[key]?.default_from;
  return from === undefined ? 'none' : FROM_PROVIDER[from];
}

const rangeOf = ({ since, before }: Pick<SettingDefinition, 'since' | 'before'>): string =>
  [
    ...(since === undefined ? [] : [`from ${since}`]),
    ...(before === undefined ? [] : [`before ${before}`]),
  ].join(', ');
