import type { Diagnosis } from '../../shared/diagnosis/types.ts';
import { type Route, sideFocus } from '../route.ts';

/**
 * Where in the screens to fix a diagnosed cause; undefined if it is elsewhere (a proxy, this machine).
 *
 * @param from where one goes on afterwards. Default: the test of the app
 */
export function whereToMend(
  diagnosis: Diagnosis,
  handle: string,
  app: string,
  from?: 'explain',
): Extract<Route, { at: 'connect' | 'provider' }> | undefined {
  const { fix, side } = diagnosis;
  const at = 'connect';
  const path = fix.workspace_path;
  if (path !== undefined) {
    const [group, id = '', ...rest] = path.split('.');
    const key = rest.join('.');
    if (group === 'providers')
      return { at: 'provider', handle, id, part: 'change', focus: path, back: from ?? { app, step: 'test' } };
    const step = ['version', 'edition', 'kind'].includes(key) ? 'app' : 'addresses';
    return { at, handle, app, step, focus: path };
  }
  if (side !== 'provider' && side !== 'app') return undefined;
  const focus = fix.setting ?? fix.deliverable;
  return { at, handle, app, step: 'apply', ...(focus ? { focus } : {}) };
}

/** Both sides of a cause that may lie at either, as steps of Apply. Empty for one whose side is known, or whose place is. */
export function bothSides(
  { either, side, fix }: Diagnosis,
  handle: string,
  app: string,
): readonly { readonly side: 'provider' | 'app'; readonly to: Extract<Route, { at: 'connect' }> }[] {
  if (either !== true || fix.workspace_path !== undefined || (side !== 'provider' && side !== 'app'))
    return [];
  return (['provider', 'app'] as const).map((one) => ({
    side: one,
    to: { at: 'connect', handle, app, step: 'apply', focus: sideFocus(one) },
  }));
}

/** What the place is called on the button that leads there. */
export type MendPlace = 'provider' | 'app' | 'addresses' | 'apply';

export const placeToMend = (route: Extract<Route, { at: 'connect' | 'provider' }>): MendPlace =>
  route.at === 'provider'
    ? 'provider'
    : route.step === 'app' || route.step === 'addresses'
      ? route.step
      : 'apply';
