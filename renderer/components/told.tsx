import type { ReactNode } from 'react';
import { codeIn } from './code-words.ts';

/** A sentence of a profile or a diagnosis. What a person will find like that in a file or a terminal is shown as such. */
export function Told({ text }: { readonly text: string }): ReactNode {
  let offset = 0;
  return codeIn(text).map(({ is_code, text: part }) => {
    offset += part.length;
    return is_code ? <code key={offset}>{part}</code> : part;
  });
}
