import { allApps } from '../../shared/catalog/apps/index.ts';
import { allProviders } from '../../shared/catalog/providers/index.ts';
import type { AppDefinition, ProviderDefinition } from '../../shared/catalog/types.ts';
import type { AppKindView, CatalogView, ProviderKindView } from '../../shared/host/connection.ts';
import type { KnownVersions } from '../../shared/version.ts';

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
export const appKindView = ({
  kind,
  name,
  description,
  versions,
  editions,
  settings,
  sources,
  profile,
  is_own,
  is_undescribed,
}: AppDefinition): AppKindView => ({
  kind,
  name,
  description,
  ...(is_own === undefined ? {} : { is_own }),
  ...(is_undescribed === undefined ? {} : { is_undescribed }),
  ...(profile === undefined ? {} : { known: { how: profile.tested.how, version: profile.tested.version } }),
  versions: versionsView(versions),
  version_matters: versions.lines.length > 1,
  ...(editions === undefined ? {} : { editions: editions.map((edition) => ({ ...edition })) }),
  settings: settings.map(({ choices, ...setting }) => ({
    ...setting,
    ...(choices === undefined ? {} : { choices: [...choices] }),
  })),
  sources: [...sources],
});

const versionsView = ({ lines, released, tooOld }: KnownVersions) => ({
  lines: [...lines],
  released: released ?? lines[lines.length - 1]!,
  ...(tooOld === undefined ? {} : { tooOld: { ...tooOld } }),
});
