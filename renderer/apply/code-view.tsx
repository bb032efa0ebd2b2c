import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { FileView } from '../../shared/host/deliverables.ts';
import { OutsideLink } from '../components/outside-link.tsx';
import { useSpeaker } from '../store/react.tsx';
import { tokenize } from './tokens.ts';

/**
 * Shows a file line by line. Lines with a reason can be hovered, clicked, or selected with the keyboard: one
 * Tab stop, then Up, Down, Home and End. The reason is shown below the file, always at the same place.
 */
export function CodeView(props: {
  readonly file: FileView;
  readonly label: string;
  /** A setting: the line that contains it is selected and scrolled into view. */
  readonly focus?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { file } = props;
  const list = useRef<HTMLOListElement>(null);
  const explained = useMemo(
    () => file.lines.flatMap((line, index) => (line.why ? [index] : [])),
    [file.lines],
  );
  const [chosen, setChosen] = useState<number>();
  const [pointed, setPointed] = useState<number>();
  const shown = pointed ?? chosen;
  const why = shown === undefined ? undefined : file.lines[shown]?.why;
  const stop = chosen !== undefined && explained.includes(chosen) ? chosen : explained[0];

  useEffect(() => {
    const wanted = props.focus;
    if (!wanted) return;
    const index = file.lines.findIndex((line) => line.text.includes(wanted));
    if (index < 0) return;
    setChosen(index);
    const line = list.current?.children[index];
    line?.scrollIntoView?.({ block: 'center' });
    (line?.querySelector('button') as HTMLElement | null)?.focus({ preventScroll: true });
  }, [props.focus, file.lines]);

  const move = (event: KeyboardEvent) => {
    const at = explained.indexOf(stop ?? -1);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: explained.length - 1,
    }[event.key];
    const index = to === undefined ? undefined : explained[to];
    if (index === undefined) return;
    event.preventDefault();
    setPointed(undefined);
    setChosen(index);
    const button = list.current?.children[index]?.querySelector('button');
    button?.focus();
  };

  return (
    <div className="code-view">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing only previews what focus and click show too */}
      <div className="code-scroll" onMouseLeave={() => setPointed(undefined)}>
        <ol className="code-lines" ref={list} aria-label={props.label}>
          {file.lines.map((line, index) => {
            const same = why !== undefined && line.why?.text === why.text;
            const classes = [
              same ? 'same-why' : '',
              index === shown ? 'shown' : '',
              line.mark ? 'for-test' : '',
              line.changed ? 'changed' : '',
            ];
            return (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is its position
                key={index}
                className={classes.filter(Boolean).join(' ')}
                onMouseEnter={() => setPointed(line.why ? index : undefined)}
              >
                {line.why ? (
                  <button
                    type="button"
                    className="line-no why-here"
                    tabIndex={index === stop ? 0 : -1}
                    aria-label={t('apply.why.line', { n: index + 1 })}
                    aria-pressed={index === chosen}
                    onFocus={() => setChosen(index)}
                    onClick={() => setChosen(index)}
                    onKeyDown={move}
                  >
                    {index + 1}
                  </button>
                ) : (
                  <span className="line-no" aria-hidden="true">
                    {index + 1}
                  </span>
                )}
                <span className="line-text">
                  {tokenize(line.text, file.language).map((token, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its position
                    <span key={place} className={`t-${token.kind}`}>
                      {token.text}
                    </span>
                  ))}
                  {line.mark === 'test' && <span className="line-tag">{t('apply.test-line')}</span>}
                </span>
              </li>
            );
          })}
        </ol>
      </div>
      {explained.length > 0 && (
        <div className="why" aria-live="polite">
          {why ? (
            <>
              <b>{t('apply.why')}</b> {why.text}{' '}
              {why.source && (
                <span className="quiet">
                  {t('apply.why.source')}:{' '}
                  {/^https:\/\//.test(why.source.ref) ? (
                    <OutsideLink href={why.source.ref}>{why.source.title}</OutsideLink>
                  ) : (
                    `${why.source.title} (${why.source.ref})`
                  )}{' '}
                  ({t(`apply.certainty.${why.source.certainty}`)})
                </span>
              )}
            </>
          ) : (
            <span className="quiet">{t('apply.why.idle')}</span>
          )}
        </div>
      )}
    </div>
  );
}
