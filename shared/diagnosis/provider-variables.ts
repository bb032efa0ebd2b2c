import { appOf } from '../catalog/apps/index.ts';
import { resolveVersion } from '../version.ts';
import { APP_KINDS } from '../workspace/kinds.ts';

let known: ReadonlySet<string> | undefined;

/** True for a variable by which an app of the catalogue, at its newest version, is told the provider's address. */
export function tellsProvider(variable: string): boolean {
  known ??= new Set(
    APP_KINDS.flatMap((kind) => {
      const { setAt, versions } = appOf(kind);
      const { effective } = resolveVersion(undefined, versions);
      const entry = { kind, url: 'https://app.invalid', provider: 'provider' };
      return setAt('issuer', entry, effective, false, 'oidc').flatMap(({ name, way, alone }) =>
        way === 'env' && alone ? name : [],
      );
    }),
  );
  return known.has(variable);
}
