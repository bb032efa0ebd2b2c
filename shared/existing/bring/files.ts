import { appOf } from '../../catalog/apps/index.ts';
import { providerOf } from '../../catalog/providers/index.ts';
import { builtInProvider, PROVIDER_PROFILE_KINDS } from '../../profile/built-in.ts';
import { type KnownApp, knownApps } from '../doctor/known-app.ts';
import { kindsInTree } from '../doctor/provider-tree.ts';
import type { Reading } from '../doctor/reading.ts';
import type { Finding } from '../doctor/rule.ts';
import { keysOf } from '../doctor/settings/app-side.ts';
import { isOfFile } from './findings.ts';

/** What a file is, as far as it was read. */
export interface FileState {
  readonly name: string;
  /**
   * `read`: something in it is known. `partly`: something is, and something else can't be read. `broken`: it can't be read.
   * `unknown`: nothing in it is known.
   */
  readonly state: 'read' | 'partly' | 'broken' | 'unknown';
  /** The products that it is about, by name. */
  readonly products: readonly string[];
  /** What keeps it, or a part of it, from being read. */
  readonly faults: readonly Finding[];
}

/** What each file is: the products that it is about, and what keeps it from being read. */
export function fileStates(
  names: readonly string[],
  reading: Reading,
  findings: readonly Finding[],
): readonly FileState[] {
  const products = productsByFile(reading);
  const environments = new Set(reading.environments.map(({ file }) => file.name));
  return names.map((name): FileState => {
    const faults = findings.filter((finding) => finding.file === name && isOfFile(finding));
    const known = [...(products.get(name) ?? [])];
    const isRead = known.length > 0 || environments.has(name);
    const stops = faults.some(({ rule }) => rule !== 'file-not-recognised' && rule !== 'file-empty');
    return {
      name,
      state: isRead ? (faults.length > 0 ? 'partly' : 'read') : stops ? 'broken' : 'unknown',
      products: known,
      faults,
    };
  });
}

function productsByFile(reading: Reading): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  const put = (file: string, product: string): void => {
    const there = all.get(file);
    if (there === undefined) all.set(file, new Set([product]));
    else there.add(product);
  };
  const { authelia, authentik, keycloak, pocketId, declared, kestra, sides } = reading;
  for (const { file } of authelia?.files ?? []) put(file.name, providerOf('authelia').name);
  for (const { root } of authentik?.roots ?? []) put(root.file.name, providerOf('authentik').name);
  for (const { file } of keycloak) put(file.name, providerOf('keycloak').name);
  for (const { file } of pocketId) put(file.name, providerOf('pocket-id').name);
  for (const root of declared)
    for (const kind of kindsInTree(root)) put(root.file.name, providerOf(kind).name);
  for (const { root } of kestra) put(root.file.name, appOf('kestra').name);
  for (const { app, file } of sides) put(file.name, app.name);
  return all;
}

/** The products whose files can be read, by name. */
export function readableProducts(): {
  readonly providers: readonly string[];
  readonly apps: readonly string[];
} {
  // Those whose clients are only made on a screen have no such file.
  const kinds = PROVIDER_PROFILE_KINDS.filter((kind) =>
    builtInProvider(kind)!.targets.some((target) => 'keys' in target),
  );
  const providers = ['authelia', 'authentik', 'keycloak', ...kinds];
  return {
    providers: [...new Set(providers.map((kind) => providerOf(kind).name))],
    apps: [
      ...new Set(
        knownApps()
          .filter(hasFile)
          .map(({ name }) => name),
      ),
    ].sort((a, b) => a.localeCompare(b, 'en')),
  };
}

/** True for an app that is set in a file or an environment, and not only on its own screens. */
const hasFile = (app: KnownApp): boolean => keysOf(app, 'env').length > 0 || keysOf(app, 'file').length > 0;
