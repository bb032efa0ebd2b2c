import { hostOf } from './host-of.ts';
import type { Wiring } from './use-connection.ts';

/** A provider's name for a sentence: its product, or its host if the product isn't known. */
export const providerNameOf = (
  kind: string | undefined,
  product: string | undefined,
  url: string | undefined,
): string => (kind === 'oidc' && url ? hostOf(url) : (product ?? ''));

/** The name of the wizard's provider for a sentence. */
export const providerName = (wiring: Wiring): string =>
  wiring.practiceProvider ||
  providerNameOf(wiring.providerForm['kind'], wiring.providerKind?.name, wiring.providerForm['url']) ||
  wiring.providerId;

/** The name of the wizard's app for a sentence. */
export const appName = (wiring: Wiring): string =>
  wiring.appForm['client_name'] || wiring.appKind?.name || wiring.appId;
