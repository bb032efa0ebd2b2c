import { type CSSProperties, type ReactNode, useMemo } from 'react';
import type { FileView, GuideStepView } from '../../shared/host/deliverables.ts';
import { useCopy } from '../components/copy.tsx';
import { useSpeaker } from '../store/react.tsx';
import { tokenize } from './tokens.ts';
import { useLine } from './use-line.ts';
import { WhyPanel } from './why-panel.tsx';

/** About as many letters as a line of the pane holds. */
const WIDE = 90;

/** True if a line is nothing but a comment: it goes on below its own beginning. A line of code goes on further in. */
const isNote = (text: string, language: FileView['language']): boolean => {
  const said = tokenize(text, language).filter((token) => token.text.trim() !== '');
  return said.length > 0 && said.every(({ kind }) => kind === 'note');
};

/**
 * A file line by line, as one Tab stop, and beside it why the line that is looked at is there. Enter copies the line.
 */
export function CodeView(props: {
  readonly file: FileView;
  readonly label: string;
  readonly step: GuideStepView | undefined;
  /** A setting: the line that contains it is selected and scrolled into view. */
  readonly focus?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { file } = props;
  const copy = useCopy();
  const first = useMemo(
    () =>
      Math.max(
        0,
        file.lines.findIndex((line) => line.why),
      ),
    [file.lines],
  );
  const copyLine = (index: number) => {
    const { text } = file.lines[index]!;
    // The line of a secret is complete in the file alone.
    if (text.includes('••••')) return copy.refuse(t('apply.line.secret'));
    void copy.copy({ text: text.trim() }, t('apply.line', { n: index + 1 }));
  };
  const wanted = props.focus;
  const { go, shown, point, box, line, idOf } = useLine({
    count: file.lines.length,
    first,
    act: copyLine,
    led: {
      index: wanted ? file.lines.findIndex((one) => one.text.includes(wanted)) : -1,
      key: `${file.path} ${wanted}`,
    },
  });
  // A line without a reason of its own has that of the whole step.
  const why = file.lines[shown]?.why ?? props.step?.why;
  const isExplained = props.step?.why !== undefined || file.lines.some((one) => one.why);
  // A panel that has nothing to say only takes room.
  const says = isExplained || props.step?.note !== undefined;
  const rows = useMemo(
    () => file.lines.reduce((sum, { text }) => sum + Math.max(1, Math.ceil(text.length / WIDE)), 0),
    [file],
  );

  return (
    <div className={says ? 'with-why' : undefined}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing only previews what the keyboard shows too */}
      <div
        className="code-scroll"
        style={{ '--lines': rows } as CSSProperties}
        onMouseLeave={() => point(undefined)}
      >
        <div className="code-lines" role="listbox" aria-label={props.label} {...box}>
          {file.lines.map((one, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its position
              key={index}
              id={idOf(index)}
              role="option"
              aria-selected={index === line}
              className={[
                'code-line',
                index === shown ? 'at' : '',
                one.changed ? 'changed' : '',
                one.why ? 'explained' : '',
                isNote(one.text, file.language) ? 'note' : '',
              ]
                .filter(Boolean)
                .join(' ')}
              onMouseEnter={() => point(one.why ? index : undefined)}
              onClick={() => go(index)}
            >
              <span className="line-no">{index + 1}</span>
              <span className="line-text">
                {tokenize(one.text, file.language).map((token, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its position
                  <span key={place} className={`t-${token.kind}`}>
                    {token.text}
                  </span>
                ))}
                {one.mark === 'test' && <span className="line-tag">{t('apply.test-line')}</span>}
              </span>
            </div>
          ))}
        </div>
      </div>
      {says && (
        <WhyPanel
          title={t('apply.why')}
          at={t('apply.line', { n: shown + 1 })}
          why={why}
          none={t('apply.why.none.line')}
          step={props.step}
          copies
          noteOnly={!isExplained}
        />
      )}
    </div>
  );
}
