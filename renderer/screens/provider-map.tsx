import type { ReactNode } from 'react';
import type { AppOverview } from '../../shared/host/testing.ts';
import { type MapGroup, wayOfPeople } from '../../shared/standing/map.ts';
import type { AppEntry, ProviderEntry } from '../../shared/workspace/types.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';
import { type AppItemProps, AppRow, AppTile } from './app-row.tsx';
import { isStale, type SeatedApp, type SeatedProvider } from './kept-order.ts';
import { ProviderHub, useProviderName } from './provider-hub.tsx';

/** Up to here every app is a row beside its provider; with more, those that need nobody become tiles. */
export const MOST_ROWS = 12;

/** How the way from people to the provider is drawn. */
const WIRES = { open: 'open', unknown: 'none', stopped: 'stopped' } as const;

const GROUPS: readonly MapGroup[] = ['needs', 'waits', 'others', 'works'];

/** One provider with its apps: people on the left, the apps on the right, and how each way between them stands. */
export function ProviderMap(props: {
  readonly place: SeatedProvider;
  readonly entry: ProviderEntry;
  readonly entries: Readonly<Record<string, AppEntry>>;
  readonly known: ReadonlyMap<string, AppOverview>;
  /** When the provider last answered, ISO 8601. */
  readonly answeredAt: string | null;
  /** The apps that a search or filter left. */
  readonly shown: readonly SeatedApp[];
  /** How many of these may be drawn by now. */
  readonly most: number;
  /** False until it is known in which order they stand. */
  readonly ready: boolean;
  readonly onConnect: () => void;
  /** Puts the apps where they belong by now. */
  readonly onSort: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { place, entry } = props;
  const name = useProviderName(place.id, entry);
  const many = place.apps.length > MOST_ROWS;
  return (
    <section
      className={['map', many ? 'many' : '', props.ready ? '' : 'to-be-sorted'].filter(Boolean).join(' ')}
      aria-labelledby={`provider-${place.id}`}
    >
      {!many && (
        <div className="people">
          <span className="mark" aria-hidden="true">
            <Icon name="people" size={20} />
          </span>
          <b>{t('overview.people')}</b>
          <small>{t('overview.people.how')}</small>
        </div>
      )}
      {!many && <span className={`wire ${WIRES[wayOfPeople(place, props.answeredAt)]}`} aria-hidden="true" />}
      <ProviderHub
        place={place}
        entry={entry}
        name={name}
        answeredAt={props.answeredAt}
        onConnect={props.onConnect}
      />
      <AppList {...props} name={name} many={many} />
    </section>
  );
}

/** The apps of one provider: as rows, or in groups where there are many. */
export function AppList(props: {
  readonly place: SeatedProvider;
  readonly entries: Readonly<Record<string, AppEntry>>;
  readonly known: ReadonlyMap<string, Pick<AppOverview, 'applied' | 'drift'>>;
  readonly shown: readonly SeatedApp[];
  readonly most: number;
  /** The provider's name. */
  readonly name: string;
  readonly many: boolean;
  readonly onSort: () => void;
  /** False where no ways lead to them. */
  readonly edges?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const { place, shown, most } = props;
  const drawn = new Set(shown.slice(0, most));
  const itemsOf = (list: readonly SeatedApp[], Item: (props: AppItemProps) => ReactNode) =>
    list.map(
      (app, index) =>
        drawn.has(app) && (
          <Item
            key={app.id}
            app={app}
            entry={props.entries[app.id]!}
            applied={props.known.get(app.id)?.applied}
            drift={props.known.get(app.id)?.drift}
            providerName={props.name}
            // The list says its whole length while some are missing. It does so always: otherwise the last ones to come
            // would have all the others drawn once more.
            place={{ at: index + 1, of: list.length }}
          />
        ),
    );
  if (!props.many)
    return (
      <ul className={props.edges === false ? 'app-rows' : 'app-rows with-edges'}>{itemsOf(shown, AppRow)}</ul>
    );
  const lists = GROUPS.map((group) => ({ group, list: shown.filter(({ seat }) => seat === group) })).filter(
    ({ list }) => list.length > 0,
  );
  const stale = isStale(place);
  return (
    <div className="groups">
      {lists.map(({ group, list }, index) => {
        const Item = group === 'needs' ? AppRow : AppTile;
        const belong = list.filter((app) => app.testing || app.group === group).length;
        return (
          <section key={group} aria-labelledby={`group-${place.id}-${group}`}>
            <header>
              <h3 id={`group-${place.id}-${group}`}>
                {t(`overview.group.${group}`)}{' '}
                <span className="quiet">
                  {belong === list.length
                    ? list.length
                    : t('overview.group.count', { count: belong, of: list.length })}
                </span>
              </h3>
              {stale && index === 0 && (
                <Button small look="quiet" icon="again" onPress={props.onSort}>
                  {t('overview.group.sort')}
                </Button>
              )}
            </header>
            <ul className={group === 'needs' ? 'app-rows' : 'app-tiles'}>{itemsOf(list, Item)}</ul>
          </section>
        );
      })}
    </div>
  );
}
