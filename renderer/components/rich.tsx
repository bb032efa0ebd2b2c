import { type ReactNode, useId, useRef } from 'react';
import { useSpeaker } from '../store/react.tsx';

/** Renders a text; each `[[id|words]]` becomes a term with an explanation. */
export function Rich({ text }: { readonly text: string }): ReactNode {
  const parts = text.split(/(\[\[[^\]]+\]\])/);
  let offset = 0;
  return parts.map((part) => {
    offset += part.length;
    if (!part.startsWith('[[')) return part;
    const [id = '', words] = part.slice(2, -2).split('|');
    return (
      <Term key={offset} id={id}>
        {words}
      </Term>
    );
  });
}

/** A term that shows its explanation on click, Enter or Space; Escape closes it. */
export function Term({ id, children }: { readonly id: string; readonly children?: ReactNode }): ReactNode {
  const { maybe, t } = useSpeaker();
  const button = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLSpanElement>(null);
  const noteId = useId();
  const title = maybe(`term.${id}`) ?? id;
  const words = children ?? title.toLowerCase();

  const place = () => {
    const word = button.current?.getBoundingClientRect();
    const box = note.current;
    if (!word || !box) return;
    const width = Math.min(336, window.innerWidth - 32);
    box.style.left = `${Math.max(16, Math.min(word.left, window.innerWidth - width - 16))}px`;
    const below = word.bottom + 8;
    if (window.innerHeight - below > 150) {
      box.style.top = `${below}px`;
      box.style.bottom = 'auto';
    } else {
      box.style.top = 'auto';
      box.style.bottom = `${window.innerHeight - word.top + 8}px`;
    }
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className="term"
        popoverTarget={noteId}
        aria-describedby={noteId}
        title={t('term.what')}
        onClick={place}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ' ') place();
        }}
      >
        {words}
      </button>
      <span ref={note} id={noteId} popover="auto" className="term-note">
        <b>{title}</b>
        {maybe(`term.${id}.about`)}
      </span>
    </>
  );
}
