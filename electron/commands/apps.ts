import { allApps, appOf } from '../../shared/catalog/apps/index.ts';
import { allProviders, providerOf } from '../../shared/catalog/providers/index.ts';
import type { AppDefinition, ProviderDefinition } from '../../shared/catalog/types.ts';
import type { ProviderProfile } from '../../shared/profile/provider-schema.ts';
import type { AppProfile } from '../../shared/profile/schema.ts';
import { templatesOf } from '../../shared/profile/value.ts';
import { testedLines } from '../../shared/render/profiled/tested.ts';
import { APP_KINDS, PROVIDER_KINDS } from '../../shared/workspace/kinds.ts';
import { EXIT, readOptions, refuse } from './common.ts';

/** The options that the command reads. */
export const OPTIONS = { json: { type: 'boolean' } } as const;

/** `latchkey apps`: lists the apps and providers that Latchkey knows, or says what it knows of one. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('apps', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  if (positionals.length > 1)
    return refuse({ code: 'wrong-use', message: 'apps takes one word at most. See latchkey apps --help.' });
  const word = positionals[0]?.trim().toLowerCase();
  if (word !== undefined && (APP_KINDS.includes(word) || PROVIDER_KINDS.includes(word))) {
    // The others' profiles are not read for it.
    const one = APP_KINDS.includes(word) ? asApp(appOf(word)) : asProduct(providerOf(word));
    process.stdout.write(values.json ? `${JSON.stringify(asJson(one), null, 2)}\n` : details(one));
    return EXIT.well;
  }
  const all = [...allApps().map(asApp), ...allProviders().map(asProduct)];
  const found = word === undefined ? all : all.filter((app) => searched(app).includes(word));
  if (values.json)
    process.stdout.write(
      `${JSON.stringify(
        {
          apps: found.filter(({ side }) => side === 'app').map(listed),
          providers: found.filter(({ side }) => side === 'provider').map(listed),
        },
        null,
        2,
      )}\n`,
    );
  else if (found.length === 0)
    process.stdout.write(
      `No app and no provider has “${word}” in its name. Use kind: custom for it, or describe it once: latchkey profile new ${word?.replace(/[^a-z0-9-]/g, '') || 'my-app'}\n`,
    );
  else process.stdout.write(tables(found));
  return found.length === 0 ? EXIT.inconclusive : EXIT.well;
}

/** What the list needs of either side. */
type Product = Pick<AppDefinition, 'kind' | 'name' | 'description' | 'versions' | 'sources'> & {
  readonly side: 'app' | 'provider';
  readonly settings: AppDefinition['settings'];
  readonly editions?: AppDefinition['editions'];
  readonly profile?: AppProfile | ProviderProfile;
};

const asApp = (app: AppDefinition): Product => ({ ...app, side: 'app' });

const asProduct = ({ kind, name, versions, sources, profile }: ProviderDefinition): Product => ({
  side: 'provider',
  kind,
  name,
  description: profile?.about ?? 'Any other one that conforms to OpenID Connect',
  versions,
  settings: [],
  ...(profile === undefined ? {} : { profile }),
  sources,
});

const searched = ({ kind, name, description }: Product): string =>
  `${kind} ${name} ${description}`.toLowerCase();

const listed = ({ side, kind, name, description, versions, profile }: Product) => ({
  kind,
  side,
  name,
  description,
  versions: versions.lines,
  ...(profile === undefined ? {} : { tested: profile.tested }),
});

const asJson = (app: Product) => ({
  ...listed(app),
  settings: app.settings,
  ...(app.editions === undefined ? {} : { editions: app.editions }),
  ...(app.profile === undefined ? {} : { profile: app.profile }),
  sources: app.sources,
});

/** Both sides, one after the other. */
function tables(found: readonly Product[]): string {
  const apps = found.filter(({ side }) => side === 'app');
  const providers = found.filter(({ side }) => side === 'provider');
  return [
    ...(apps.length === 0 ? [] : [table(apps)]),
    ...(providers.length === 0 ? [] : [`Providers:\n${table(providers)}`]),
  ].join('\n');
}

function table(apps: readonly Product[]): string {
  const kinds = Math.max(...apps.map(({ kind }) => kind.length));
  const names = Math.max(...apps.map(({ name }) => name.length));
  return apps
    .map(({ kind, name, description }) => `${kind.padEnd(kinds)}  ${name.padEnd(names)}  ${description}\n`)
    .join('');
}

function details(app: Product): string {
  const { name, kind, description, versions, settings, profile, editions = [] } = app;
  const of = profile?.versions.of;
  const clients =
    profile !== undefined && 'callbacks' in profile ? Object.entries(profile.clients ?? {}) : [];
  const lines = [
    `${name} (${app.side === 'app' ? 'kind' : 'provider, kind'}: ${kind})`,
    `${description}.`,
    `Versions that differ: ${versions.lines.join(', ')}${of === undefined ? '' : ` (of ${of})`}`,
    ...(profile === undefined ? [] : testedLines(profile)),
    ...editions.map(
      (one) => `Edition ${one.id}: ${one.supported ? 'supported' : (one.reason ?? 'not supported')}`,
    ),
    ...(profile === undefined
      ? []
      : ['', 'Its side:', ...new Set(sideOf(profile).map((line) => `  ${line}`))]),
    ...(clients.length === 0 ? [] : ['', 'Further clients, of its own programs:']),
    ...clients.map(
      ([key, one]) =>
        `  ${key}: ${one.title}, ${one.id === undefined ? '' : `always ${one.id}, `}${one.method === 'none' ? 'public' : one.method}`,
    ),
    ...(settings.length === 0 ? [] : ['', 'Settings:']),
    ...settings.map(
      (one) =>
        `  ${one.key}: ${one.help}${one.default === undefined ? '' : ` Default: ${String(one.default)}.`}`,
    ),
    ...(profile?.notices?.length
      ? ['', 'To know first:', ...profile.notices.map(({ text }) => `  ${text}`)]
      : []),
    '',
    'Sources:',
    ...app.sources.map(({ ref, certainty }) => `  ${ref} (${certainty})`),
  ];
  return `${lines.join('\n')}\n`;
}

/** What this side is set by, in a few words each. */
const sideOf = (profile: AppProfile | ProviderProfile): readonly string[] =>
  'hook' in profile && profile.hook !== undefined ? profile.hook.makes : profile.targets.map(targetLine);

/** How one part of the app's side is set, in a few words. */
function targetLine(target: AppProfile['targets'][number]): string {
  if ('env' in target)
    return `environment (${target.env}, and for Docker Compose): ${Object.keys(target.keys).length} variables`;
  if ('file' in target) return `${target.file} (${target.format}), merged into ${target.place}`;
  if ('command' in target)
    return `a command${target.inside === undefined ? '' : ` in the container ${target.inside}`}${target.title === undefined ? '' : `: ${target.title}`}`;
  if ('screen' in target) return `on a screen: ${target.screen}`;
  return `a request to its API: ${target.http} ${templatesOf(target.url).at(-1)}`;
}
