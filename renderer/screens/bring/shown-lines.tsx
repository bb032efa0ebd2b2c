import type { ReactNode } from 'react';
import type { ShownLine } from '../../../shared/host/merge.ts';
import { changedParts } from '../../apply/changed-parts.ts';
import { type CodeLanguage, languageOf, tokenize } from '../../apply/tokens.ts';
import { useSpeaker } from '../../store/react.tsx';

const SIGNS = { same: '', gone: '−', new: '+' } as const;

/** Lines of a file with their numbers: as they are, and as they are to be. What differs within a line is underlined. */
export function ShownLines(props: {
  readonly file: string;
  readonly lines: readonly ShownLine[];
}): ReactNode {
  const { t } = useSpeaker();
  const language = languageOf(props.file) ?? (/env/i.test(props.file) ? 'env' : 'yaml');
  const gone = props.lines.filter(({ kind }) => kind === 'gone');
  const fresh = props.lines.filter(({ kind }) => kind === 'new');
  const parts =
    gone.length === 1 && fresh.length === 1 ? changedParts(gone[0]!.text, fresh[0]!.text) : undefined;
  return (
    <ol className="bring-lines">
      {props.lines.map((line) => {
        const part = line.kind === 'gone' ? parts?.[0] : line.kind === 'new' ? parts?.[1] : undefined;
        return (
          <li key={`${line.kind}${line.before}/${line.after}`} className={line.kind}>
            <span className="bring-no" aria-hidden="true">
              {line.before ?? line.after}
            </span>
            <span className="bring-sign" aria-hidden="true">
              {SIGNS[line.kind]}
            </span>
            <span className="bring-text">
              {line.kind !== 'same' && (
                <span className="unheard">{t(line.kind === 'gone' ? 'bring.now' : 'bring.write')}: </span>
              )}
              {part ? (
                <>
                  <Code text={part[0]} language={language} />
                  <b>{part[1]}</b>
                  <Code text={part[2]} language={language} />
                </>
              ) : (
                <Code text={withTabs(line.text)} language={language} />
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** A tab at the beginning of a line is seen: in YAML it is often the mistake itself. */
const withTabs = (text: string): string =>
  text.replace(/^\s*\t\s*/, (indent) => indent.replace(/\t/g, '⇥\t'));

function Code({ text, language }: { readonly text: string; readonly language: CodeLanguage }): ReactNode {
  return tokenize(text, language).map((token, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its position
    <span key={place} className={`t-${token.kind}`}>
      {token.text}
    </span>
  ));
}
