import { type KeyboardEvent, memo, type ReactNode, useRef } from 'react';
import type { AppOverview } from '../../shared/host/testing.ts';
import type { MapApp } from '../../shared/standing/map.ts';
import type { StandingWord } from '../../shared/standing/standing.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { apiFocus, placeOf } from '../apply/sides.ts';
import { ActionMenu } from '../components/action-menu.tsx';
import { Button } from '../components/button.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { RouteLink } from '../components/shell.tsx';
import { type Shown, StateMark } from '../components/state-mark.tsx';
import { appKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { hostOf } from '../wizard/host-of.ts';

export interface AppItemProps {
  readonly app: MapApp;
  readonly entry: AppEntry;
  readonly applied: AppOverview['applied'] | undefined;
  readonly drift: AppOverview['drift'];
  readonly providerName: string;
  /** Where it stands in its list, of which at first only a part may be shown. */
  readonly place: { readonly at: number; readonly of: number };
}

/** True if a product has something else than the workspace says, as far as that was seen of these entries. */
export const differsFrom = (drift: AppOverview['drift']): boolean =>
  drift?.some(({ fields, outdated }) => fields.length > 0 && !outdated) === true;

const sameFields = (one: object = {}, other: object = {}): boolean => {
  const [a, b] = [Object.entries(one), new Map(Object.entries(other))];
  return a.length === b.size && a.every(([key, value]) => Object.is(value, b.get(key)));
};
/** The map is made anew each time. Among a thousand apps only those are drawn again of which something has changed. */
const isSame = (one: AppItemProps, other: AppItemProps): boolean =>
  sameFields(one.app, other.app) &&
  sameFields(one.place, other.place) &&
  sameFields({ ...one, app: '', place: '' }, { ...other, app: '', place: '' });

/** One app on the map: what it is, how it stands, why, and the one thing to do about it. */
export const AppRow = memo(Row, isSame);

function Row(props: AppItemProps): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { name, state, said, more, route, act, needs } = useItem(props);
  const { entry } = props;
  const now = useRef(Date.now());
  const { said_at, at: tested_at } = props.app.standing ?? {};
  const at = props.app.standing?.word === 'connected' ? said_at : tested_at;
  return (
    <li className={`app-item app-row ${state}`} onKeyDown={openMenu} {...placed(props.place)}>
      <span className="edge-end" aria-hidden="true" />
      <RouteLink to={route} className="app-link">
        <ProductMark kind={entry.kind} name={name} />
        <span className="grow">
          <span className="app-name">
            <b className="cut-off" title={name}>
              {[name, entry.version].filter(Boolean).join(' ')}
            </b>
            <small className="cut-off">{hostOf(entry.url)}</small>
          </span>
          {/* Another text is another element, which comes instead of moving. */}
          <span className="app-why" key={`${state} ${said}`}>
            <StateMark state={state} text={said} />
            {more !== '' && <span>{more}</span>}
            {!needs && at !== undefined && !props.app.testing && (
              <span>{speaker.ago(Date.parse(at), now.current)}</span>
            )}
          </span>
        </span>
      </RouteLink>
      {needs && act && (
        <Button small onPress={act.press}>
          {act.text}
          <span className="unheard"> {name}</span>
        </Button>
      )}
      <Menu {...props} name={name} label={t('overview.actions', { name })} />
    </li>
  );
}

/** One app among many that need nothing: its name, and its state as a sign. */
export const AppTile = memo(Tile, isSame);

function Tile(props: AppItemProps): ReactNode {
  const { t } = useSpeaker();
  const { name, state, said, route } = useItem(props);
  return (
    <li className={`app-item app-tile ${state}`} onKeyDown={openMenu} {...placed(props.place)}>
      <RouteLink to={route} className="app-link">
        <ProductMark kind={props.entry.kind} name={name} />
        <b className="cut-off grow" title={name}>
          {[name, props.entry.version].filter(Boolean).join(' ')}
        </b>
        <span title={said}>
          <StateMark state={state} text={said} brief />
        </span>
      </RouteLink>
      <Menu {...props} name={name} label={t('overview.actions', { name })} />
    </li>
  );
}

const placed = ({ at, of }: AppItemProps['place']) => ({ 'aria-posinset': at, 'aria-setsize': of });

/** A full stop opens the menu of the row that has the focus. */
function openMenu(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== '.' || !(event.target as HTMLElement).matches('.app-link')) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLElement>('.menu-button')?.click();
}

/**
 * What differs at a product and is said of the app: not where something worse is known, and of an app that is not applied
 * yet only what was changed, not what is missing.
 */
function toldOf(drift: AppOverview['drift'], word: StandingWord | undefined) {
  if (word === 'fail' || word === 'refused' || word === 'rotating') return undefined;
  return drift?.find(
    ({ fields, outdated }) =>
      !outdated && fields.some(({ paths }) => word !== 'unapplied' || paths.length > 0),
  );
}

/** What says nothing of the app as long as not everything is in place. */
const BEFORE_APPLY: ReadonlySet<string> = new Set(['waits', 'outdated', 'inconclusive', 'check', 'never']);

/** What is said of an app and where it leads. */
function useItem({ app, entry, applied, drift, providerName }: AppItemProps) {
  const { t, n } = useSpeaker();
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const kind = useAppState((state) => appKindOf(state, entry.kind));
  const { id, standing } = app;
  const name = entry.client_name ?? kind?.name ?? id;
  const other = app.differs ? toldOf(drift, standing?.word) : undefined;
  const word = app.testing
    ? 'testing'
    : app.waits
      ? 'waits'
      : other
        ? 'differs'
        : (standing?.word ?? 'unknown');
  const toGo = applied ? applied.total - applied.done : 0;
  // Where something is open in Apply, the way leads there, whatever the provider does; a cause of its own comes first.
  const step =
    word === 'unapplied' || word === 'reapply' || (toGo > 0 && BEFORE_APPLY.has(word))
      ? 'apply'
      : word === 'refused' || word === 'connected'
        ? 'done'
        : 'test';
  const route =
    word === 'rotating'
      ? ({ at: 'rotate', handle, app: id } as const)
      : other && word === 'differs'
        ? ({ at: 'connect', handle, app: id, step: 'apply', focus: apiFocus(other.side) } as const)
        : ({ at: 'connect', handle, app: id, step } as const);
  const open = () => actions.go(route);
  const again = () => void actions.runChecks([id]);
  const state: Shown = app.testing
    ? 'running'
    : app.waits || standing === undefined
      ? 'waiting'
      : word === 'differs'
        ? 'warn'
        : standing.state;
  const said =
    word === 'fail' && standing?.cause
      ? standing.cause.title
      : word === 'waits'
        ? toGo > 0
          ? n('overview.state.waits.steps', toGo, { provider: providerName })
          : t('overview.state.waits', { provider: providerName })
        : word === 'differs'
          ? t('overview.differs', { product: other?.product ?? '' })
          : word === 'reapply' && applied
            ? n('overview.why.reapply', applied.changed)
            : t(`overview.state.${word}`);
  const more =
    word === 'unapplied' && applied
      ? t('overview.applied', { done: applied.done, total: applied.total })
      : word === 'differs' && other
        ? [
            ...new Set(
              other.fields.flatMap(({ title, paths }) => (paths.length === 0 ? [title] : paths.map(placeOf))),
            ),
          ].join(', ')
        : // What a test found is no news of what was never put in place.
          word !== 'waits' && word !== 'reapply' && word !== 'testing' && toGo > 0
          ? n('overview.open', toGo)
          : '';
  const acts: Partial<Record<typeof word, () => void>> = {
    fail: open,
    reapply: open,
    unapplied: open,
    never: open,
    rotating: open,
    refused: open,
    differs: open,
    outdated: again,
  };
  // A test of what isn’t in place yet tells nothing.
  const first = toGo > 0 && word === 'outdated' ? 'unapplied' : word;
  const press = acts[first];
  return {
    name,
    state,
    said,
    more,
    route,
    needs: app.group === 'needs',
    act: press && { press, text: t(`overview.go.${first as 'fail'}`) },
  };
}

const FROM_PROVIDER = { fromProvider: true } as const;

function Menu({
  app,
  entry,
  label,
}: AppItemProps & { readonly name: string; readonly label: string }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const kind = useAppState((state) => appKindOf(state, entry.kind));
  const from = useAppState((state) => (state.route.at === 'provider' ? FROM_PROVIDER : undefined));
  const { id } = app;
  return (
    <ActionMenu
      label={label}
      items={[
        { id: 'test', text: t('overview.act.test'), act: () => void actions.runChecks([id]) },
        {
          id: 'apply',
          text: t('overview.act.apply'),
          act: () => actions.go({ at: 'connect', handle, app: id, step: 'apply' }),
        },
        {
          id: 'edit',
          text: t('overview.act.edit'),
          act: () => actions.go({ at: 'connect', handle, app: id, step: 'addresses' }),
        },
        ...(kind && kind.versions.lines.length > 1
          ? [
              {
                id: 'upgrade',
                text: t('overview.act.upgrade'),
                act: () => actions.go({ at: 'upgrade', handle, target: { kind: 'app', id }, ...from }),
              },
            ]
          : []),
        {
          id: 'rotate',
          text: t('overview.act.rotate'),
          act: () => actions.go({ at: 'rotate', handle, app: id }),
        },
        {
          id: 'remove',
          text: t('overview.act.remove'),
          act: () => actions.go({ at: 'remove', handle, target: { kind: 'app', id } }),
        },
      ]}
    />
  );
}
