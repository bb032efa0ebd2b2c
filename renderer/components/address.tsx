import { Fragment, type ReactNode } from 'react';

/** An address that breaks after `/`, `.` and `-`, as long as one of them is there. The text itself stays as it is. */
export function Address({ text }: { readonly text: string }): ReactNode {
  return (
    <code className="address">
      {piecesOf(text).map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its position
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {piece}
        </Fragment>
      ))}
    </code>
  );
}

/** The pieces between which a line may end. */
export const piecesOf = (text: string): readonly string[] => text.split(/(?<=[/.-])(?!\/)/);
