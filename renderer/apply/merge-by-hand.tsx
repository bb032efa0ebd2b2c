import type { ReactNode } from 'react';
import type { MergeSide, MergeView } from '../../shared/host/merge.ts';
import { CopyButton } from '../components/copy.tsx';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';
import { baseOf } from './file-diff.tsx';

/** What a merge leaves to the person, each with its place and the lines that have to stand there. */
export function ByHand(props: {
  readonly list: MergeView['by_hand'];
  readonly target: { readonly app: string; readonly side: MergeSide; readonly merge: string };
}): ReactNode {
  const { t, n } = useSpeaker();
  if (props.list.length === 0) return null;
  return (
    <section className="merge-hand">
      <h3>
        <Icon name="warn" size={16} /> {n('merge.by-hand', props.list.length)}
      </h3>
      <p className="quiet small">{t('merge.by-hand.why')}</p>
      <ol>
        {props.list.map(({ file, line, where, reason, lines, copy }, index) => (
          <li key={`${file}${line}${where}`}>
            <p>
              <b>{t('merge.by-hand.place', { file: baseOf(file), line })}</b>{' '}
              <code className="quiet">{where}</code>
            </p>
            <p>{reason}</p>
            {lines.length > 0 && (
              <>
                <div className="row">
                  <span className="quiet small grow">{t('merge.by-hand.lines')}</span>
                  {copy !== 'none' && (
                    <CopyButton
                      what={t('merge.by-hand.what', { where })}
                      from={
                        copy === 'host'
                          ? { target: { kind: 'by-hand', ...props.target, index } }
                          : { text: `${lines.join('\n')}\n` }
                      }
                    >
                      {t('merge.by-hand.copy')}
                    </CopyButton>
                  )}
                </div>
                <pre className="merge-lines">{lines.join('\n')}</pre>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
