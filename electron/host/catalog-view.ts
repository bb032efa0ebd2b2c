import { allApps } from '../../shared/catalog/apps/index.ts';
import { allProviders } from '../../shared/catalog/providers/index.ts';
import type { AppDefinition, ProviderDefinition } from '../../shared/catalog/types.ts';
import type { AppKindView, CatalogView, ProviderKindView } from '../../shared/host/connection.ts';
import type { AppProfile } from '../../shared/profile/schema.ts';
import type { KnownVersions } from '../../shared/version.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';

/** The catalog in the form for the screens, without facts and functions. */
export const catalogView = (): CatalogView => ({
  providers: allProviders().map(providerKindView),
  apps: allApps().map(appKindView),
});

/** One kind of provider in the same form. */
export const providerKindView = ({
  kind,
  name,
  versions,
  sources,
  profile,
  ...is
}: ProviderDefinition): ProviderKindView => ({
  kind,
  name,
  versions: versionsView(versions),
  version_matters: versions.lines.length > 1,
  sources: [...sources],
  one_list: is.one_list_of_clients,
  open_endpoints: [...is.open_endpoints],
  default_policy: is.default_policy,
  ...(profile === undefined
    ? {}
    : {
        described: {
          about: profile.about,
          example: profile.url.example,
          url_help: profile.url.help,
          known: { how: profile.tested.how, version: profile.tested.version },
        },
      }),
});

/** One kind of app in the same form. */
export const appKindView = (app: AppDefinition): AppKindView => {
  const { kind, name, description, versions, editions, settings, sources, profile, is_own, is_undescribed } =
    app;
  return {
    kind,
    name,
    description,
    ...(is_own === undefined ? {} : { is_own }),
    ...(is_undescribed === undefined ? {} : { is_undescribed }),
    ...(profile === undefined ? {} : { known: { ...profile.tested }, glance: glanceOf(app, profile) }),
    ...(profile?.category === undefined ? {} : { category: profile.category }),
    versions: versionsView(versions),
    version_matters: versions.lines.length > 1,
    ...(editions === undefined ? {} : { editions: editions.map((edition) => ({ ...edition })) }),
    settings: settings.map(({ choices, ...setting }) => ({
      ...setting,
      ...(choices === undefined ? {} : { choices: [...choices] }),
    })),
    sources: [...sources],
  };
};

type Glance = NonNullable<AppKindView['glance']>;

/** What is said of an app before anything of it is known but its kind. */
function glanceOf(app: AppDefinition, { targets, versions }: AppProfile): Glance {
  const version = app.versions.released ?? app.versions.lines.at(-1)!;
  // Any address does: what stands below it is shown without it.
  const root = 'https://app.invalid';
  const entry: AppEntry = { kind: app.kind, url: root, provider: 'provider' };
  const paths = app.redirectPaths(entry, 'oidc', version);
  const below = (path: string) => (path.startsWith(root) ? path.slice(root.length) || '/' : path);
  const claims = app.claims(entry, version).map(({ claim }) => claim);
  return {
    ...(versions.too_old === undefined ? {} : { needs: versions.too_old.before }),
    way_back: [...new Set(paths.filter((path) => !path.startsWith(`${root}:`)).map(below))],
    reads: [...new Set(claims)],
    set_by: [...new Set(targets.map(wayOf))],
  };
}

const wayOf = (target: AppProfile['targets'][number]): Glance['set_by'][number] =>
  (['env', 'file', 'command', 'screen'] as const).find((way) => way in target) ?? 'http';

const versionsView = ({ lines, released, tooOld }: KnownVersions) => ({
  lines: [...lines],
  released: released ?? lines[lines.length - 1]!,
  ...(tooOld === undefined ? {} : { tooOld: { ...tooOld } }),
});
