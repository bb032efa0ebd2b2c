import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Consequences } from '../../shared/host/provider.ts';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { Button } from '../components/button.tsx';
import { appKindOf } from '../store/app-kinds.ts';
import { useAppState, useAsked, useSpeaker } from '../store/react.tsx';

/** With more apps, every file of all of them is compared only when the person asks for it. */
export const MOST_COMPARED = 60;
/** How many are named before the rest is only counted. */
const MOST_NAMES = 6;

export interface Said {
  readonly value: Consequences | undefined;
  readonly busy: boolean;
  readonly failure: string | undefined;
  /** Has the files compared, where there are many. */
  readonly compare: () => void;
}

/** What a changed entry of a provider means for its apps. Undefined as entry: nothing is changed, nothing asked. */
export function useConsequences(provider: string, entry: ProviderEntry | undefined): Said {
  const view = useAppState((state) => state.view!);
  const [wanted, setWanted] = useState(false);
  const apps = Object.values(view.workspace.apps).filter((app) => app.provider === provider).length;
  const asked = useAsked(
    'provider.consequences',
    entry === undefined
      ? null
      : { handle: view.handle, provider, entry, compare: wanted || apps <= MOST_COMPARED },
    { delay: 250 },
  );
  // Another entry is compared only when that is asked for again.
  const key = JSON.stringify(entry);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it counts for this entry only
  useEffect(() => setWanted(false), [key]);
  return {
    value: entry === undefined ? undefined : asked.value,
    busy: asked.busy,
    failure: asked.failure?.message,
    compare: () => setWanted(true),
  };
}

/** What a change of a provider touches, said before it is saved: the apps that it serves, and what is written for them. */
export function ProviderConsequences({
  said,
  changed = true,
}: {
  readonly said: Said;
  /** False as long as nothing is. */
  readonly changed?: boolean;
}): ReactNode {
  const { t, n } = useSpeaker();
  const id = useId();
  const nameOf = useAppNames();
  const { value, busy } = said;
  const broken = value?.problems.some(({ severity }) => severity === 'error');
  return (
    <section className="touched" aria-labelledby={id} aria-busy={busy}>
      <h2 id={id}>{t('provider.touches')}</h2>
      <div role="status" className="stack tight">
        {!changed ? (
          <p className="quiet">{t('provider.touches.nothing')}</p>
        ) : said.failure !== undefined ? (
          <p>{said.failure}</p>
        ) : value === undefined ? (
          <p className="quiet">{t('provider.touches.looking')}</p>
        ) : broken ? (
          <p className="quiet">{t('provider.touches.broken')}</p>
        ) : value.apps.length === 0 && value.files?.length === 0 ? (
          <p>{t('provider.touches.nobody')}</p>
        ) : (
          <>
            {value.apps.length > 0 && (
              <div>
                <p>
                  <b>{n('provider.touches.apps', value.apps.length)}</b>
                </p>
                <Named list={value.apps.map(nameOf)} />
              </div>
            )}
            {value.files === undefined ? (
              <div>
                <p className="quiet">{t('provider.touches.not-compared')}</p>
                <Button small busy={busy} onPress={said.compare}>
                  {t('provider.touches.compare')}
                </Button>
              </div>
            ) : (
              <div>
                <p>
                  <b>
                    {value.files.length === 0
                      ? t('provider.touches.no-file')
                      : n('provider.touches.files', value.files.length)}
                  </b>
                </p>
                <Named list={value.files.map(({ path }) => path)} code />
              </div>
            )}
          </>
        )}
      </div>
    </section>
  );
}

/** The first few, and how many more there are. */
function Named({
  list,
  code = false,
}: {
  readonly list: readonly string[];
  readonly code?: boolean;
}): ReactNode {
  const { n } = useSpeaker();
  const more = list.length - MOST_NAMES;
  // One more than are named would take as much room as its count.
  const shown = more > 1 ? list.slice(0, MOST_NAMES) : list;
  return (
    <ul className={code ? 'named code' : 'named'}>
      {shown.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several apps may be called alike, and nothing is kept in a line
        <li key={index}>{one}</li>
      ))}
      {more > 1 && <li className="quiet">{n('provider.touches.more', more)}</li>}
    </ul>
  );
}

/** What an app of the workspace is called. */
function useAppNames(): (id: string) => string {
  const view = useAppState((state) => state.view!);
  const catalog = useAppState((state) => state.catalog);
  return (id) => {
    const app = view.workspace.apps[id];
    return app?.client_name ?? appKindOf({ catalog, view }, app?.kind)?.name ?? id;
  };
}
