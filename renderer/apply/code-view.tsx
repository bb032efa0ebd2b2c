import { type CSSProperties, type ReactNode, useMemo } from 'react';
import type { FileView, GuideStepView } from '../../shared/host/deliverables.ts';
import { useCopy } from '../components/copy.tsx';
import { useSpeaker } from '../store/react.tsx';
import { tokenize } from './tokens.ts';
import { useLine } from './use-line.ts';
import { WhyPanel } from './why-panel.tsx';

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
  const why = file.lines[shown]?.why;

  return (
    <div className="with-why">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing only previews what the keyboard shows too */}
      <div
        className="code-scroll"
        style={{ '--lines': file.lines.length } as CSSProperties}
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
      <WhyPanel
        title={t('apply.why')}
        at={t('apply.line', { n: shown + 1 })}
        why={why}
        step={props.step}
        copies
      />
    </div>
  );
}
