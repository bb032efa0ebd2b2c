import '../components/drop-zone.css';
import { type DragEvent, type ReactNode, useState } from 'react';
import { MAX_BROUGHT } from '../../shared/host/limits.ts';
import { Button } from '../components/button.tsx';
import { Choice, TextInput } from '../components/fields.tsx';
import { useSpeaker } from '../store/react.tsx';

export interface GivenText {
  readonly name: string;
  readonly text: string;
}

/**
 * Takes files by drop or as pasted text. On the desktop a dropped file is edited where it lies: its path goes to the host,
 * and the page only says that something was dropped.
 */
export function GiveFiles(props: {
  /** True if the page learns no paths from the host, so that a dropped file is no more than its text. */
  readonly typed: boolean;
  /** What a pasted text may be. */
  readonly names: readonly string[];
  /** True: the text is pasted, and no other way is in sight. */
  readonly pasting: boolean;
  readonly onPasting: (pasting: boolean) => void;
  readonly onDropped: () => void;
  readonly onTexts: (texts: readonly GivenText[]) => void;
  /** Other ways to choose. */
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useSpeaker();
  const [over, setOver] = useState(false);
  const [text, setText] = useState('');
  const [name, setName] = useState(props.names[0] ?? '');
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!props.typed) return props.onDropped();
    const files = [...event.dataTransfer.files];
    if (files.length === 0) return;
    // A file that is far too big is not even read: it is refused as one that is too long.
    const read = async (file: File) =>
      file.size > MAX_BROUGHT * 4 ? ' '.repeat(MAX_BROUGHT + 1) : await file.text();
    props.onTexts(
      await Promise.all(files.map(async (file) => ({ name: file.name, text: await read(file) }))),
    );
  };
  if (!props.pasting)
    return (
      <section
        aria-label={t('merge.drop')}
        className={over ? 'drop-zone over' : 'drop-zone'}
        {...(props.typed ? { 'data-takes-files': true } : { 'data-takes-paths': true })}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => void drop(event)}
      >
        <p>{t('merge.drop')}</p>
        {props.typed && <p className="quiet small">{t('merge.drop.text')}</p>}
        <div className="row">
          {props.children}
          {props.names.length > 0 && (
            <Button onPress={() => props.onPasting(true)}>{t('bring.paste')}</Button>
          )}
        </div>
      </section>
    );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') props.onTexts([{ name, text }]);
      }}
    >
      {props.names.length > 1 && (
        <Choice
          label={t('merge.paste.name')}
          look="chips"
          value={name}
          onChange={setName}
          options={props.names.map((value) => ({ value, title: value }))}
        />
      )}
      <TextInput
        label={t('merge.paste', { name })}
        help={t('merge.paste.hint')}
        value={text}
        onChange={setText}
        rows={8}
        code
        autoFocus
      />
      <div className="row">
        <Button submit look="primary" disabled={text.trim() === ''}>
          {t('merge.show.pasted')}
        </Button>
        <Button onPress={() => props.onPasting(false)}>{t('merge.others')}</Button>
      </div>
    </form>
  );
}
