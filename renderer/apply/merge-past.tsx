import type { ReactNode } from 'react';
import type { MergedView } from '../../shared/host/merge.ts';
import { Button } from '../components/button.tsx';
import { useSpeaker } from '../store/react.tsx';
import { baseOf } from './file-diff.tsx';

/** What Latchkey has written into files of the person's, and the way back. */
export function Past(props: {
  readonly list: MergedView;
  readonly busy: boolean;
  /** Absent: the files are being looked at. */
  readonly onAgain: (() => void) | undefined;
  readonly onUndo: (one: MergedView[number]) => void;
}): ReactNode {
  const { t, ago } = useSpeaker();
  if (props.list.length === 0) return null;
  return (
    <section className="merge-past">
      <div className="merge-head">
        <h3>{t('merge.past')}</h3>
        {props.onAgain && (
          <Button small busy={props.busy} onPress={props.onAgain}>
            {t('merge.again')}
          </Button>
        )}
      </div>
      <ul>
        {props.list.map((one) => {
          const { path, backup, at, state } = one;
          return (
            <li key={path}>
              <div className="grow">
                <p>
                  <code>{path}</code> <span className="quiet">{ago(Date.parse(at), Date.now())}</span>
                </p>
                <p className="quiet small">
                  {state === 'undoable'
                    ? t('merge.past.before', { backup: baseOf(backup) })
                    : t(`merge.state.${state}`)}
                </p>
              </div>
              {state === 'undoable' && (
                <Button
                  small
                  busy={props.busy}
                  label={t('merge.undo.of', { name: baseOf(path) })}
                  onPress={() => props.onUndo(one)}
                >
                  {t('merge.undo')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
