import { type ReactNode, startTransition, useEffect, useRef, useState } from 'react';
import type { MapProvider } from '../../shared/standing/map.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';
import { hostOf } from '../wizard/host-of.ts';

/** Up to here all apps are seen at a glance, and a search would only take their place. */
export const FEW = 5;

export type Filter = 'all' | 'needs' | 'works';
const FILTERS: readonly Filter[] = ['all', 'needs', 'works'];

/** True if every word of the query is in an app's name, kind or host. */
export function matches(query: string, id: string, entry: AppEntry): boolean {
  const text = [id, entry.kind, entry.client_name ?? '', hostOf(entry.url)].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** How many apps each filter shows. */
export function countsOf(map: readonly MapProvider[]): Readonly<Record<Filter, number>> {
  const apps = map.flatMap((place) => place.apps);
  const count = (group: Filter) => apps.filter((app) => app.group === group).length;
  return { all: apps.length, needs: count('needs'), works: count('works') };
}

/**
 * Search and filter over all apps. `/` goes to the search; Escape empties it, then leaves it. What is typed and pressed is
 * held here alone, and `query` and `only` are what it begins with: a box that follows its page as well loses letters that
 * are typed while the page is drawn. A page that changes them gives it another `key`.
 */
export function Finder(props: {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly only: Filter;
  readonly onOnly: (only: Filter) => void;
  readonly counts: Readonly<Record<Filter, number>>;
}): ReactNode {
  const { t } = useSpeaker();
  const input = useRef<HTMLInputElement>(null);
  // What is typed or pressed is seen at once; a thousand rows follow when they are ready.
  const [query, setQuery] = useAhead(props.query, props.onQuery);
  const [only, setOnly] = useAhead(props.only, props.onOnly);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement | null;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (at?.closest('input, textarea, select, [contenteditable], [role="dialog"]')) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div className="finder">
      <div className="find">
        <Icon name="search" size={16} />
        <input
          ref={input}
          className="input"
          type="search"
          aria-label={t('overview.find')}
          placeholder={t('overview.find')}
          value={query}
          spellCheck={false}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            if (query === '') event.currentTarget.blur();
            else setQuery('');
          }}
        />
        <span className="key" aria-hidden="true">
          /
        </span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out as one line in every browser */}
      <div className="segments" role="group" aria-label={t('overview.filter')}>
        {FILTERS.map((filter) => (
          <button key={filter} type="button" aria-pressed={only === filter} onClick={() => setOnly(filter)}>
            {t(`overview.filter.${filter}`)}{' '}
            <span className="count" style={{ inlineSize: `${String(props.counts.all).length + 0.3}ch` }}>
              {props.counts[filter]}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** A value that is changed here first, and in the background for everything that depends on it. */
function useAhead<T>(first: T, onChange: (next: T) => void): readonly [T, (next: T) => void] {
  const [here, setHere] = useState(first);
  return [
    here,
    (next) => {
      setHere(next);
      startTransition(() => onChange(next));
    },
  ];
}
