import { hostOf } from './host-of.ts';
import type { Wiring } from './use-connection.ts';

/** What to call a provider in a sentence: its product, or its host where no product is known. */
export const providerNameOf = (
  kind: string | undefined,
  product: string | undefined,
  url: string | undefined,
): string => (kind === 'oidc' && url ? hostOf(url) : (product ?? ''));

/** The wizard's provider in a sentence. */
export const providerName = (wiring: Wiring): string =>
  providerNameOf(wiring.providerForm['kind'], wiring.providerKind?.name, wiring.providerForm['url']) ||
  wiring.providerId;

/** The wizard's app in a sentence. */
export const appName = (wiring: Wiring): string =>
  wiring.appForm['client_name'] || wiring.appKind?.name || wiring.appId;
