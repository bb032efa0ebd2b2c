import { allApps } from '../../../shared/catalog/apps/index.ts';
import { PROVIDERS } from '../../../shared/catalog/providers/index.ts';
import type { CatalogView } from '../../../shared/host/connection.ts';
import { ok } from '../../../shared/result.ts';
import type { CallHandlers } from '../gate.ts';

/** The catalog in the form for the screens, without facts and functions. */
export const catalogView = (): CatalogView => ({
  providers: Object.values(PROVIDERS).map(({ kind, name, versions, sources }) => ({
    kind,
    name,
    versions: versionsView(versions),
    version_matters: versions.lines.length > 1,
    sources: [...sources],
  })),
  apps: allApps().map(({ kind, name, description, versions, editions, settings, sources, profile }) => ({
    kind,
    name,
    description,
    ...(profile === undefined ? {} : { known: { how: profile.tested.how, version: profile.tested.version } }),
    versions: versionsView(versions),
    version_matters: versions.lines.length > 1,
    ...(editions === undefined ? {} : { editions: editions.map((edition) => ({ ...edition })) }),
    settings: settings.map(({ choices, ...setting }) => ({
      ...setting,
      ...(choices === undefined ? {} : { choices: [...choices] }),
    })),
    sources: [...sources],
  })),
});

export const catalogHandlers = (): Pick<CallHandlers, 'catalog.view'> => ({
  'catalog.view': async () => ok(catalogView()),
});

const versionsView = ({
  lines,
  released,
  tooOld,
}: (typeof PROVIDERS)[keyof typeof PROVIDERS]['versions']) => ({
  lines: [...lines],
  released: released ?? lines[lines.length - 1]!,
  ...(tooOld === undefined ? {} : { tooOld: { ...tooOld } }),
});
