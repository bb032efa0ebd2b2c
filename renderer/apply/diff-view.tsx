import type { ReactNode } from 'react';
import type { MergeView } from '../../shared/host/merge.ts';
import { useSpeaker } from '../store/react.tsx';
import { changedParts } from './changed-parts.ts';
import { type CodeLanguage, languageOf, tokenize } from './tokens.ts';

type Hunk = MergeView['files'][number]['hunks'][number];
type Line = Hunk['lines'][number];

const SIGNS = { same: '', gone: '−', new: '+' } as const;

/**
 * What changes in a file, line by line, with the number of each line before and after. Long lines wrap. Within a line
 * that replaces another, the part that differs is underlined.
 */
export function DiffView(props: {
  /** The name of the file. */
  readonly name: string;
  readonly hunks: readonly Hunk[];
}): ReactNode {
  const { t } = useSpeaker();
  const language = languageOf(props.name) ?? 'env';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section className="diff" aria-label={t('merge.diff', { name: props.name })} tabIndex={0}>
      {props.hunks.map((hunk, index) => (
        <div key={keyOf(hunk)}>
          {index > 0 && (
            <div className="diff-gap">
              <span aria-hidden="true">⋯</span>
              <span className="unheard">{t('merge.gap')}</span>
            </div>
          )}
          <ol>
            {withParts(hunk.lines).map(([line, parts]) => (
              <li key={`${line.kind}${line.before}/${line.after}`} className={line.kind}>
                <span className="diff-no" aria-hidden="true">
                  {line.before}
                </span>
                <span className="diff-no" aria-hidden="true">
                  {line.after}
                </span>
                <span className="diff-sign" aria-hidden="true">
                  {SIGNS[line.kind]}
                </span>
                <span className="diff-text">
                  {line.kind !== 'same' && <span className="unheard">{t(`merge.line.${line.kind}`)}: </span>}
                  {parts ? (
                    <>
                      <Code text={parts[0]} language={language} />
                      <b className="diff-part">{parts[1]}</b>
                      <Code text={parts[2]} language={language} />
                    </>
                  ) : (
                    <Code text={line.text} language={language} />
                  )}
                </span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

const keyOf = ({ lines }: Hunk): string => `${lines[0]?.before}/${lines[0]?.after}`;

function Code({ text, language }: { readonly text: string; readonly language: CodeLanguage }): ReactNode {
  return tokenize(text, language).map((token, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its position
    <span key={place} className={`t-${token.kind}`}>
      {token.text}
    </span>
  ));
}

/** Each line, with what differs in it if it replaces one line or is replaced by one. */
function withParts(
  lines: readonly Line[],
): readonly (readonly [Line, ReturnType<typeof changedParts>[0] | undefined])[] {
  const parts = new Map<Line, ReturnType<typeof changedParts>[0]>();
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at]!.kind !== 'gone') continue;
    let end = at;
    while (lines[end]?.kind === 'gone') end += 1;
    let to = end;
    while (lines[to]?.kind === 'new') to += 1;
    for (let index = 0; index < Math.min(end - at, to - end); index += 1) {
      const [gone, fresh] = [lines[at + index]!, lines[end + index]!];
      const [before, after] = changedParts(gone.text, fresh.text);
      if (before) parts.set(gone, before);
      if (after) parts.set(fresh, after);
    }
    at = to - 1;
  }
  return lines.map((line) => [line, parts.get(line)]);
}
