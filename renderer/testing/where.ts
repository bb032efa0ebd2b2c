import type { Diagnosis } from '../../shared/diagnosis/types.ts';
import { type Route, sideFocus } from '../route.ts';
import type { useSpeaker } from '../store/react.tsx';

/** What is edited: a side by hand, or an entry of Latchkey that a side follows from. */
export type MendAt = Diagnosis['side'] | 'provider-entry' | 'app-entry' | 'addresses' | 'elsewhere';

/** A way to where something is mended. */
export interface MendWay {
  readonly at: MendAt;
  readonly to: Extract<Route, { at: 'connect' | 'provider' }>;
  /** True where nobody said that it is about this app: then it is only offered. */
  readonly offer?: true;
}

/** Where a cause is mended. The badge and the button both take their words from `at`, so they name the same. */
export interface Mend {
  /** Undefined where either side may be the one. */
  readonly at: MendAt | undefined;
  /** More than one only where `at` is undefined. */
  readonly ways: readonly MendWay[];
}

/** What is known of whom the cause is about. */
export interface MendContext {
  readonly handle: string;
  /** The app that it is about, if somebody said so. */
  readonly app?: string | undefined;
  /** The only app and the only provider of the workspace, where there is one. */
  readonly only?: { readonly app?: string | undefined; readonly provider?: string | undefined };
  /** Where one goes on afterwards. Default: the test of the app. */
  readonly from?: 'explain';
}

/** Where to mend a cause, and the ways there; no way where it is outside of Latchkey, or where it isn't known whose it is. */
export function mendOf(diagnosis: Diagnosis, context: MendContext): Mend {
  const { either, side, fix } = diagnosis;
  const { handle, from, only } = context;
  const app = context.app ?? only?.app;
  const offer = context.app === undefined ? { offer: true as const } : {};
  const path = fix.workspace_path;
  if (diagnosis.elsewhere) return { at: 'elsewhere', ways: [] };
  if (path !== undefined) {
    const [group, id = '', ...rest] = path.split('.');
    const to: MendWay | undefined =
      group === 'providers'
        ? {
            at: 'provider-entry',
            to: {
              at: 'provider',
              handle,
              id,
              part: 'change',
              focus: path,
              ...(from ? { back: from } : app === undefined ? {} : { back: { app, step: 'test' as const } }),
            },
          }
        : app === undefined
          ? undefined
          : ['version', 'edition', 'kind'].includes(rest.join('.'))
            ? { at: 'app-entry', to: { at: 'connect', handle, app, step: 'app', focus: path }, ...offer }
            : {
                at: 'addresses',
                to: { at: 'connect', handle, app, step: 'addresses', focus: path },
                ...offer,
              };
    if (to) return { at: either ? undefined : to.at, ways: [to] };
  }
  if (side !== 'provider' && side !== 'app') return { at: side, ways: [] };
  const wayTo = (one: 'provider' | 'app', what?: string): readonly MendWay[] => {
    // Without an app there are no steps; the provider's own screen needs none.
    if (context.app === undefined && one === 'provider') {
      const id = only?.provider;
      if (id === undefined) return [];
      return [{ at: one, to: { at: 'provider', handle, id, ...(from ? { back: from } : {}) } }];
    }
    if (app === undefined) return [];
    return [
      { at: one, to: { at: 'connect', handle, app, step: 'apply', focus: sideFocus(one, what) }, ...offer },
    ];
  };
  return either
    ? { at: undefined, ways: [...wayTo('provider'), ...wayTo('app')] }
    : { at: side, ways: wayTo(side, fix.setting ?? fix.deliverable) };
}

/** The names of both products, as far as they are known. */
export type MendNames = Readonly<Partial<Record<'provider' | 'app', string | undefined>>>;
type Words = Pick<ReturnType<typeof useSpeaker>, 't'>;

/** What the badge says: which side or entry is edited. */
export function badgeOf(at: MendAt, side: Diagnosis['side'], names: MendNames, { t }: Words): string {
  if (at === 'provider-entry' || at === 'app-entry' || at === 'addresses')
    // Of a proxy or a machine it is only the place in which to look.
    return side === 'proxy' || side === 'host' ? t(`test.mend.look.${at}`) : t(`test.mend.edit.${at}`);
  if (at === 'proxy' || at === 'host' || at === 'elsewhere') return t(`side.${at}`);
  const name = names[at];
  if (name === undefined) return t(`side.plain.${at}`);
  return at === 'provider' ? t('side.provider', { provider: name }) : t('side.app', { app: name });
}

/** What the button says: where it leads. `names.app` is the app that is offered, where it is only offered. */
export function buttonOf({ at, to, offer }: MendWay, names: MendNames, { t }: Words): string {
  if (at === 'provider-entry' || to.at === 'provider') return t('test.mend.go.provider-entry');
  if (at === 'proxy' || at === 'host' || at === 'elsewhere') return '';
  if (at === 'app-entry' || at === 'addresses')
    return offer && names.app !== undefined
      ? t(`test.mend.if.${at}`, { app: names.app })
      : t(`test.mend.go.${at}`);
  const name = names[at] ?? t(`test.mend.side.${at}`);
  return offer ? t('test.mend.if', { app: name }) : t('test.mend.steps', { name });
}
