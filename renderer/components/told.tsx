import type { ReactNode } from 'react';
import { codeIn, prose } from './code-words.ts';
import { pointsOf } from './points.ts';

/** A sentence of a profile or a diagnosis. What a person will find like that in a file or a terminal is shown as such. */
export function Told({ text }: { readonly text: string }): ReactNode {
  let offset = 0;
  return codeIn(text).map(({ is_code, text: part }) => {
    offset += part.length;
    return is_code ? (
      <code key={offset} className={/\s/.test(part) ? undefined : 'whole'}>
        {part}
      </code>
    ) : (
      prose(part)
    );
  });
}

/** The same of several sentences: one alone is a paragraph, more are a list with one on each line. */
export function ToldPoints({ text }: { readonly text: string }): ReactNode {
  const points = pointsOf(text);
  if (points.length < 2)
    return (
      <p>
        <Told text={text} />
      </p>
    );
  return (
    <ul className="points">
      {points.map((point, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sentence may stand there twice, and none changes its place
        <li key={index}>
          <Told text={point} />
        </li>
      ))}
    </ul>
  );
}

/** A label with its names: each stays whole, and only one that is longer than the line is broken, behind a sign in it. */
export function Name({ text }: { readonly text: string }): ReactNode {
  let offset = 0;
  return text.split(/(\s+)/).map((word) => {
    offset += word.length;
    const parts = word.split(/(?<=[_./-])(?=\w)/);
    if (parts.length < 2) return word;
    let at = 0;
    return (
      <span key={offset} className="whole">
        {parts.map((part, index) => {
          at += part.length;
          return (
            <span key={at}>
              {index > 0 && <wbr />}
              {part}
            </span>
          );
        })}
      </span>
    );
  });
}
