import { type ReactNode, useRef } from 'react';
import type { MapProvider } from '../../shared/standing/map.ts';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { ActionMenu } from '../components/action-menu.tsx';
import { Button } from '../components/button.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { RouteLink } from '../components/shell.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { providerKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { hostOf } from '../wizard/host-of.ts';
import { ForecastLine } from './forecast-line.tsx';

/** One provider: when it last answered, what keeps all of its apps waiting, and what a newer version would change. */
export function ProviderHub(props: {
  readonly place: MapProvider;
  readonly entry: ProviderEntry;
  readonly name: string;
  readonly answeredAt: string | null;
  readonly onConnect: () => void;
}): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const now = useRef(Date.now());
  const { place, entry, name } = props;
  const { id, cause } = place;
  const tested = useTested(place);
  const ago = (at: string) => speaker.ago(Date.parse(at), now.current);
  const answered = props.answeredAt
    ? ago(props.answeredAt)
    : t(cause ? 'overview.answered.none' : 'overview.answered.never');
  const own = { at: 'provider', handle, id } as const;
  return (
    <div className={['card hub', cause ? 'stopped' : '', tested ? 'tested' : ''].filter(Boolean).join(' ')}>
      <header>
        <RouteLink to={own} className="hub-link">
          <ProductMark kind={entry.kind} name={name} />
          <span className="grow">
            <h2 id={`provider-${id}`} title={name}>
              {[name, entry.version].filter(Boolean).join(' ')}
            </h2>
            <small className="hub-address cut-off">{hostOf(entry.url)}</small>
          </span>
        </RouteLink>
        <ActionMenu
          label={t('overview.actions', { name })}
          items={[
            { id: 'connect', text: t('overview.connect.here'), act: props.onConnect },
            { id: 'open', text: t('overview.act.provider.open'), act: () => actions.go(own) },
            {
              id: 'edit',
              text: t('overview.act.provider'),
              act: () => actions.go({ ...own, part: 'change', back: 'overview' }),
            },
            {
              id: 'upgrade',
              text: t('overview.act.upgrade'),
              act: () => actions.go({ at: 'upgrade', handle, target: { kind: 'provider', id } }),
            },
            {
              id: 'remove',
              text: t('overview.act.provider.remove'),
              act: () => actions.go({ at: 'remove', handle, target: { kind: 'provider', id } }),
            },
          ]}
        />
      </header>
      <dl>
        <div>
          <dt>{t('overview.hub.answer')}</dt>
          {/* Another text is another element, which comes instead of moving. */}
          <dd key={answered}>{answered}</dd>
        </div>
        <div>
          <dt>{t('overview.hub.apps')}</dt>
          <dd>{place.apps.length}</dd>
        </div>
      </dl>
      {/* Below all else, so that nothing moves when it comes. One thing at a time: first it has to answer. */}
      {cause ? (
        <div className="hub-end">
          <StateMark state="fail" text={cause.title} />
          {place.since !== undefined && <span>{t('provider.asked.since', { when: ago(place.since) })}</span>}
          <StopWays place={place} name={name} />
        </div>
      ) : (
        <ForecastLine id={id} entry={entry} apps={place.apps.map((app) => app.id)} />
      )}
    </div>
  );
}

/** True from the first test on that is begun on this visit: what it may say gets its room with the press that began it. */
function useTested({ apps, cause }: MapProvider): boolean {
  const tested = useRef(false);
  tested.current ||= cause !== undefined || apps.some(({ testing }) => testing);
  return tested.current;
}

/** What can be done about a cause that stops all apps of a provider. */
export function StopWays({ place, name }: { readonly place: MapProvider; readonly name: string }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const onOverview = useAppState((state) => state.route.at === 'overview');
  const whereFrom = place.apps.find(({ waits }) => waits)?.id ?? place.apps[0]?.id;
  return (
    <div className="row">
      {whereFrom !== undefined && (
        <Button small onPress={() => actions.go({ at: 'connect', handle, app: whereFrom, step: 'test' })}>
          {t('overview.go.stopped')}
          <span className="unheard"> {name}</span>
        </Button>
      )}
      <Button
        small
        look="quiet"
        onPress={() =>
          actions.go({
            at: 'provider',
            handle,
            id: place.id,
            part: 'change',
            ...(onOverview ? { back: 'overview' } : {}),
          })
        }
      >
        {t('overview.moved')}
      </Button>
    </div>
  );
}

/** The name of a provider's product, or its id if the product isn't known. */
export const useProviderName = (id: string, entry: ProviderEntry): string =>
  useAppState((state) => providerKindOf(state, entry.kind)?.name) ?? id;
