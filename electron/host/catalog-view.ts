import { isDeepStrictEqual } from 'node:util';
import { circumstancesOf, isKnownAt } from '../../shared/catalog/apps/circumstances.ts';
import { allApps } from '../../shared/catalog/apps/index.ts';
import { allProviders } from '../../shared/catalog/providers/index.ts';
import type { AppDefinition, ProviderDefinition } from '../../shared/catalog/types.ts';
import type { AppKindView, CatalogView, ProviderKindView } from '../../shared/host/connection.ts';
import { holds } from '../../shared/profile/condition.ts';
import type { AppProfile } from '../../shared/profile/schema.ts';
import { compareVersions, type KnownVersions, parseVersion, type Version } from '../../shared/version.ts';
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
  ...(is.no_second_factor === undefined ? {} : { no_second_factor: is.no_second_factor }),
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
    ...(profile === undefined ? {} : { known: knownOf(profile), glances: glancesOf(app, profile) }),
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

type Glance = NonNullable<AppKindView['glances']>[number];

/** How it is known, and of which versions: `at`, or the version that stands there alone. */
function knownOf({ tested, versions }: AppProfile): NonNullable<AppKindView['known']> {
  const { at, ...said } = tested;
  return {
    ...said,
    at: [...(at ?? (parseVersion(said.version) ? [said.version] : []))],
    ...(versions.of === undefined ? {} : { of: versions.of }),
  };
}

/** What is said of an app before anything of it is known but its kind: for each version from which on something is different. */
function glancesOf(app: AppDefinition, profile: AppProfile): Glance[] {
  const { lines, patches = [], released } = profile.versions;
  const steps = [...new Set([...lines, ...patches, ...(released === undefined ? [] : [released])])].sort(
    compareVersions,
  );
  const ofEdition = (edition: string | undefined): Glance[] => {
    const glances: Glance[] = [];
    for (const since of steps) {
      const glance = { since, ...glanceOf(app, profile, since, edition) };
      if (!isDeepStrictEqual({ ...glances.at(-1), since }, glance)) glances.push(glance);
    }
    return glances;
  };
  const plain = ofEdition(undefined);
  const own = (app.editions ?? []).flatMap(({ id }) => {
    const glances = ofEdition(id);
    return isDeepStrictEqual(glances, plain) ? [] : glances.map((one) => ({ ...one, edition: id }));
  });
  return [...plain, ...own];
}

function glanceOf(
  app: AppDefinition,
  profile: AppProfile,
  version: Version,
  edition: string | undefined,
): Omit<Glance, 'since' | 'edition'> {
  const { targets, versions } = profile;
  // Any address does: what stands below it is shown without it.
  const root = 'https://app.invalid';
  const entry: AppEntry = {
    kind: app.kind,
    url: root,
    provider: 'first',
    ...(edition === undefined ? {} : { edition }),
  };
  const of = app.redirectPaths(entry, 'oidc', version);
  const ofOther = app.redirectPaths({ ...entry, provider: 'second' }, 'authentik', version);
  const paths = of.map((path, at) => common(path, ofOther[at] ?? path));
  const below = (path: string) => (path.startsWith(root) ? path.slice(root.length) || '/' : path);
  const claims = app.claims(entry, version).map(({ claim }) => claim);
  const known = targets.filter((one) => isKnownAt(one, version));
  // Of two ways that a setting chooses between, the one that counts as it is.
  const counted = known.filter((one) => holds(one, circumstancesOf(profile, entry, version)));
  return {
    ...(versions.too_old === undefined ? {} : { needs: versions.too_old.before }),
    way_back: [...new Set(paths.filter((path) => !path.startsWith(`${root}:`)).map(below))],
    reads: [...new Set(claims)],
    set_by: [...new Set((counted.length > 0 ? counted : known).map(wayOf))],
  };
}

/** What two texts share at their beginning and end, with “…” for what differs between: here, how the provider is called. */
function common(one: string, other: string): string {
  if (one === other) return one;
  let [start, end] = [0, 0];
  while (one[start] === other[start]) start++;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return `${one.slice(0, start)}…${end === 0 ? '' : one.slice(-end)}`;
}

const wayOf = (target: AppProfile['targets'][number]): Glance['set_by'][number] =>
  (['env', 'file', 'command', 'screen'] as const).find((way) => way in target) ?? 'http';

const versionsView = ({ lines, released, tooOld }: KnownVersions) => ({
  lines: [...lines],
  released: released ?? lines[lines.length - 1]!,
  ...(tooOld === undefined ? {} : { tooOld: { ...tooOld } }),
});
