import type { AppKindView, ProviderKindView } from '../../shared/host/connection.ts';
import type { AppState } from './state.ts';

/** What is known of a kind of app: Latchkey's, or one that only the open workspace has. */
export const appKindOf = (
  { catalog, view }: Pick<AppState, 'catalog' | 'view'>,
  kind: string | undefined,
): AppKindView | undefined =>
  catalog?.apps.find((one) => one.kind === kind) ?? view?.own_apps.find((one) => one.kind === kind);

/** The same of a kind of provider. */
export const providerKindOf = (
  { catalog, view }: Pick<AppState, 'catalog' | 'view'>,
  kind: string | undefined,
): ProviderKindView | undefined =>
  catalog?.providers.find((one) => one.kind === kind) ?? view?.own_providers.find((one) => one.kind === kind);
