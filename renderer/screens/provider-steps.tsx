import type { ReactNode } from 'react';
import type { ProviderView } from '../../shared/host/provider.ts';
import type { MapProvider } from '../../shared/standing/map.ts';
import { stepFocus } from '../apply/sides.ts';
import { RouteLink } from '../components/shell.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { appKindOf } from '../store/app-kinds.ts';
import { useAppState, useSpeaker } from '../store/react.tsx';

/** How many apps that are not in place are named; each stands among the apps below, too. */
const MOST_NAMED = 8;

const STATES = { no: 'waiting', yes: 'pass', changed: 'warn' } as const;

type App = ProviderView['apps'][number];
const isDone = ({ at_provider: { done, total } }: App): boolean => done === total;

/** Where the first thing that is to be done there is shown. Undefined if nothing is. */
export function useFirstStep(known: ProviderView | undefined, place: MapProvider) {
  const handle = useAppState((state) => state.view!.handle);
  const shared = known?.shared.find(({ applied }) => applied !== 'yes');
  const [app] = known?.apps ?? [];
  const apply = { at: 'connect', handle, step: 'apply' } as const;
  if (shared && app) return { ...apply, app: app.id, focus: stepFocus(shared.id) };
  const open = new Set(known?.apps.filter((one) => !isDone(one)).map(({ id }) => id));
  // In the order in which the apps stand below.
  const first = place.apps.find(({ id }) => open.has(id));
  return first && { ...apply, app: first.id };
}

/** What there is to do at a provider for all its apps: what is done, what is not, and the way to each. */
export function ProviderSteps(props: {
  readonly name: string;
  readonly place: MapProvider;
  readonly known: ProviderView | undefined;
  /** False while that is about earlier content of the file. */
  readonly fresh: boolean;
}): ReactNode {
  const { t, n } = useSpeaker();
  const view = useAppState((state) => state.view!);
  const catalog = useAppState((state) => state.catalog);
  const { name, place, known, fresh } = props;
  const { handle } = view;
  const [any] = known?.apps ?? [];
  const own = known?.apps.filter(({ at_provider }) => at_provider.total > 0) ?? [];
  if (!known || !any || (known.shared.length === 0 && own.length === 0)) return null;
  const order = new Map(place.apps.map(({ id }, index) => [id, index]));
  const open = own.filter((one) => !isDone(one)).sort((a, b) => order.get(a.id)! - order.get(b.id)!);
  const placed = own.filter(isDone);
  const seen = placed.filter(({ at_provider }) => at_provider.seen).length;
  const saidOnly = placed.length - seen;
  const allSeen = known.shared.length === 0 && saidOnly === 0;
  const left = known.shared.filter(({ applied }) => applied !== 'yes').length + open.length;
  const nameOf = (id: string) => {
    const app = view.workspace.apps[id];
    return app?.client_name ?? appKindOf({ catalog, view }, app?.kind)?.name ?? id;
  };
  const more = open.length - MOST_NAMED;
  return (
    <section className="card provider-steps" aria-labelledby="its-steps">
      <header>
        <h2 id="its-steps">{t('provider.steps', { name })}</h2>
        <span className="quiet small">
          {left === 0
            ? t(allSeen ? 'provider.steps.done.seen' : 'provider.steps.done')
            : n('provider.steps.left', left)}
        </span>
      </header>
      <ol>
        {known.shared.map(({ id, title, applied }) => (
          <li key={id}>
            <RouteLink
              to={{ at: 'connect', handle, app: any.id, step: 'apply', focus: stepFocus(id) }}
              className="provider-step"
            >
              <span className="grow">{title}</span>
              <StateMark
                state={fresh ? STATES[applied] : 'waiting'}
                text={t(fresh ? `provider.steps.${applied}` : 'overview.state.unknown')}
              />
            </RouteLink>
          </li>
        ))}
        {open.slice(0, MOST_NAMED).map(({ id, at_provider: { done, changed, total } }) => (
          <li key={id}>
            <RouteLink to={{ at: 'connect', handle, app: id, step: 'apply' }} className="provider-step">
              <span className="grow cut-off" title={nameOf(id)}>
                {nameOf(id)}
              </span>
              <StateMark
                state={changed > 0 ? 'warn' : 'waiting'}
                text={
                  changed > 0
                    ? t('provider.steps.changed')
                    : t('overview.applied', { done: String(done), total: String(total) })
                }
              />
            </RouteLink>
          </li>
        ))}
      </ol>
      {(more > 0 || placed.length > 0) && (
        <p className="quiet small">
          {[
            more > 0 && n('provider.steps.more', more),
            seen > 0 && n('provider.steps.seen', seen),
            saidOnly > 0 && n('provider.steps.in-place', saidOnly),
          ]
            .filter(Boolean)
            .join(' ')}
        </p>
      )}
    </section>
  );
}
