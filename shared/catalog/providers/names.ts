import { PROVIDER_KINDS } from '../../workspace/kinds.ts';
import type { ProviderKind } from '../../workspace/types.ts';
import { providerOf } from './index.ts';

/** How texts and identifiers name a provider. A kind that means any provider goes by its id in the workspace. */
export function providerNames(
  id: string,
  kind: ProviderKind | undefined,
): Readonly<
  Record<'provider.id' | 'provider.word' | 'provider.name', string> & { 'provider.kind'?: string }
> {
  // The name of a file of somebody’s own is not repeated in what others read: like any provider it goes by its id.
  const product = kind !== undefined && kind !== 'oidc' && PROVIDER_KINDS.includes(kind);
  return {
    'provider.id': id,
    'provider.word': product ? kind : id,
    'provider.name': product ? providerOf(kind).name : id,
    ...(kind === undefined ? {} : { 'provider.kind': kind }),
  };
}
