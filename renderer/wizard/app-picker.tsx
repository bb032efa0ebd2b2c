import './picker.css';
import { type KeyboardEvent, memo, type ReactNode, useEffect, useRef, useState } from 'react';
import type { AppKindView } from '../../shared/host/connection.ts';
import { CATEGORIES, type Category } from '../../shared/profile/categories.ts';
import { Button } from '../components/button.tsx';
import { Choice, type FieldIssue, TextInput } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { Told } from '../components/told.tsx';
import { useWindow } from '../components/use-growing.ts';
import { useSpeaker } from '../store/react.tsx';
import { groupApps, neighbour } from './pick.ts';

/** True for an app that has an edition without single sign-on, so the edition is asked before all else. */
export const isGated = (app: AppKindView | undefined): boolean =>
  app?.editions?.some(({ supported }) => !supported) === true;

/** The search, and the categories with how many apps each has. `/` leads to the search; Escape empties, then leaves it. */
export function PickerHead(props: {
  readonly apps: readonly AppKindView[];
  readonly query: string;
  readonly category: Category | 'all';
  readonly onQuery: (query: string) => void;
  readonly onCategory: (category: Category | 'all') => void;
  /** Enter chooses the only app that was found; true if it did. */
  readonly onEnter: () => boolean;
  /** The arrow down leads from the search to the first tile. */
  readonly onDown: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.matches('input:not([type=radio]), textarea, [contenteditable]')) return;
      event.preventDefault();
      box.current?.querySelector('input')?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (props.query === '') (event.target as HTMLElement).blur();
      else props.onQuery('');
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      props.onDown();
    } else if (event.key === 'Enter' && (event.target as HTMLElement).matches('input') && props.onEnter()) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div className="pick-head">
      <div className="pick-search" ref={box} onKeyDownCapture={keys}>
        <Icon name="search" size={16} />
        <TextInput
          label={t('app.search')}
          hideLabel
          ariaLabel={t('app.search')}
          placeholder={t('app.search')}
          type="search"
          value={props.query}
          onChange={props.onQuery}
        />
        {props.query === '' ? (
          <kbd>/</kbd>
        ) : (
          <Button
            small
            look="quiet"
            icon="close"
            label={t('app.search.clear')}
            onPress={() => {
              props.onQuery('');
              box.current?.querySelector('input')?.focus();
            }}
          />
        )}
      </div>
      <Categories
        apps={props.apps}
        counted={props.query.trim() === ''}
        category={props.category}
        onCategory={props.onCategory}
      />
    </div>
  );
}

/** Not drawn again at each letter of the search. */
const Categories = memo(function Categories(props: {
  readonly apps: readonly AppKindView[];
  /** False during a search, which these numbers don't follow: they keep their room. */
  readonly counted: boolean;
  readonly category: Category | 'all';
  readonly onCategory: (category: Category | 'all') => void;
}): ReactNode {
  const { t } = useSpeaker();
  const count = (category: Category) => props.apps.filter((one) => one.category === category).length;
  const numbered = (title: string, number: number) => (
    <>
      {title} <span className={props.counted ? 'pick-count' : 'pick-count uncounted'}>{number}</span>
    </>
  );
  return (
    <Choice
      look="chips"
      label={t('app.category')}
      hideLabel
      value={props.category}
      onChange={props.onCategory}
      options={[
        { value: 'all', title: numbered(t('app.category.all'), props.apps.length) },
        ...CATEGORIES.map((category) => ({
          value: category,
          title: numbered(t(`app.category.${category}.short`), count(category)),
        })),
      ]}
    />
  );
});

/**
 * The apps as tiles: arrows move among them, Enter or a click chooses, Enter on the chosen one goes on. Only the tile
 * that was last at hand is a stop of Tab. Not drawn again at a letter of the search that finds the same apps.
 */
export const AppGrid = memo(function AppGrid(props: {
  readonly apps: readonly AppKindView[];
  /** Stands over apps that were found, which come in their own order; the others stand in groups. */
  readonly heading?: string | undefined;
  readonly other?: AppKindView | undefined;
  readonly chosen: string | undefined;
  /** The kinds of the apps that the workspace has. */
  readonly mine?: ReadonlySet<string>;
  readonly issue?: FieldIssue | undefined;
  readonly onChoose: (kind: string) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<string>();
  const { shown, end } = useWindow(props.apps.length, props.apps);
  // Group by group, so that what is drawn later stands below what is there.
  const ordered =
    props.heading === undefined ? groupApps(props.apps).flatMap(({ apps }) => apps) : props.apps;
  const drawn = ordered.slice(0, shown);
  const groups =
    props.heading === undefined ? groupApps(drawn) : [{ category: 'found' as const, apps: drawn }];
  const tiles = groups.flatMap(({ apps }) => apps.map(({ kind }) => kind));
  const stop = [at, props.chosen].find(
    (kind) => kind !== undefined && (tiles.includes(kind) || kind === props.other?.kind),
  );
  const first = stop ?? tiles[0] ?? props.other?.kind;
  const counts = new Map(groupApps(props.apps).map(({ category, apps }) => [category, apps.length]));

  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const tile = (event.target as HTMLElement).closest<HTMLElement>('[role="radio"]');
    if (!tile || !box.current) return;
    if (event.key === 'Enter') {
      // Enter chooses; on what is chosen already it goes on, as in a field.
      if (tile.getAttribute('aria-checked') !== 'true') return;
      event.preventDefault();
      tile.closest('form')?.requestSubmit();
      return;
    }
    const all = [...box.current.querySelectorAll<HTMLElement>('[role="radio"]')];
    const places = all.map((one) => one.getBoundingClientRect());
    const to = neighbour(places, all.indexOf(tile), event.key);
    if (to === undefined && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    if (to !== undefined) all[to]!.focus();
  };
  const tile = (app: AppKindView, extra?: ReactNode) => (
    // biome-ignore lint/a11y/useSemanticElements: arrows move without choosing, which no input does
    <button
      key={app.kind}
      type="button"
      role="radio"
      className="pick-tile"
      title={`${app.name}: ${app.description}`}
      aria-checked={app.kind === props.chosen}
      tabIndex={app.kind === first ? 0 : -1}
      onFocus={() => setAt(app.kind)}
      onClick={() => props.onChoose(app.kind)}
    >
      {extra ?? <Tile app={app} mine={props.mine?.has(app.kind) === true} />}
    </button>
  );
  const other = props.other && (
    <div className="pick-other">
      {tile(
        props.other,
        <>
          <Icon name="plus" size={16} />
          <span className="pick-words">
            <b>
              {props.other.name}: {t('app.other')}
            </b>{' '}
            <small>{t('app.other.hint')}</small>
          </span>
        </>,
      )}
    </div>
  );
  return (
    <div className="pick-list">
      <div
        ref={box}
        className="stack"
        role="radiogroup"
        aria-label={t('step.app')}
        aria-invalid={props.issue !== undefined}
        aria-describedby={props.issue === undefined ? undefined : 'pick-issue'}
        onKeyDown={keys}
      >
        {props.heading === undefined && other}
        {groups.map(({ category, apps }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and can't be a part of a grid
          <div key={category} role="group" aria-labelledby={`pick-${category}`} className="pick-group">
            <h2 id={`pick-${category}`}>
              {category === 'found' ? (
                props.heading
              ) : (
                <>
                  {t(`app.category.${category}`)} <span className="pick-count">{counts.get(category)}</span>
                </>
              )}
            </h2>
            <div className="pick-grid">{apps.map((app) => tile(app))}</div>
          </div>
        ))}
        {props.heading !== undefined && other}
      </div>
      <div ref={end} />
      {props.issue && (
        <p id="pick-issue" className="field-error">
          <Icon name="fail" size={14} />
          <Told text={props.issue.message} />
        </p>
      )}
    </div>
  );
});

/** Mark, name, what it is for, and what is to be known before choosing. */
function Tile({ app, mine }: { readonly app: AppKindView; readonly mine: boolean }): ReactNode {
  const { t } = useSpeaker();
  return (
    <>
      <ProductMark kind={app.kind} name={app.name} />
      <span className="pick-words">
        <b>
          {app.name} {isGated(app) && <span className="pick-tag">{t('app.tag.edition')}</span>}
          {mine && (
            <span className="pick-tag" title={t('app.tag.mine.hint')}>
              {t('app.tag.mine')}
            </span>
          )}
        </b>
        <small>{app.description}</small>
      </span>
      {app.known?.how === 'run' && !app.is_own && (
        <span className="pick-run">
          <Icon name="pass" size={16} />
          <span className="unheard">{t('app.tag.run')}</span>
        </span>
      )}
    </>
  );
}

/** What the signs on the tiles mean. */
export function PickerLegend(): ReactNode {
  const { t } = useSpeaker();
  return (
    <span className="pick-legend">
      <span className="pick-run">
        <Icon name="pass" size={15} /> {t('app.tag.run')}
      </span>
      <span>
        <span className="pick-tag">{t('app.tag.edition')}</span> {t('app.tag.edition.hint')}
      </span>
    </span>
  );
}
