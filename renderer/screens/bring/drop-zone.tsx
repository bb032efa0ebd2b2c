import '../../components/drop-zone.css';
import { type DragEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { useSlow } from '../../components/use-slow.ts';
import { useAppState, useSpeaker } from '../../store/react.tsx';
import { filesOfDrop, textsOf } from './dropped-files.ts';
import type { UseBrought, Waiting } from './use-brought.ts';

/**
 * Takes files by drop, by a dialog, or as pasted text. On the desktop the host reads them itself, so the page sees nothing
 * of them but what was found.
 */
export function DropZone(props: {
  readonly files: UseBrought;
  /** True below files that are there already: only a place to drop more. */
  readonly more?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const { files, more = false } = props;
  const typed = useAppState((state) => state.session?.paths === 'typed');
  const input = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const [over, setOver] = useState(false);
  const busy = files.waiting !== undefined;

  const load = async (list: readonly File[]) => {
    const texts = await textsOf(list);
    if (texts === undefined) files.refuse(t('bring.too-much'));
    else await files.read(texts);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (busy) return;
    if (typed) await load(await filesOfDrop(event.dataTransfer));
    else await files.choose('dropped');
  };
  const choose = () => (typed ? input.current?.click() : void files.choose('files'));

  // What is pasted anywhere on the screen is meant for it, as long as no field has the focus.
  const paste = useRef<(event: ClipboardEvent) => void>(() => {});
  paste.current = (event) => {
    const target = event.target as HTMLElement | null;
    if (more || busy || target?.closest('input, textarea, [role="dialog"]')) return;
    const dropped = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (dropped.length === 0 && text.trim() === '') return;
    event.preventDefault();
    if (dropped.length > 0) void load(dropped);
    else void files.read([{ name: t('bring.pasted'), text }]);
  };
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => paste.current(event);
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);

  return (
    <>
      <section
        aria-label={t(more ? 'bring.drop.more' : 'bring.drop')}
        className={['drop-zone', more ? 'bring-more' : 'bring-first', over ? 'over' : ''].join(' ').trim()}
        {...(typed ? { 'data-takes-files': true } : { 'data-takes-paths': true })}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => void drop(event)}
      >
        {more ? (
          <>
            <Icon name="bring" size={20} />
            <p className="quiet">{t('bring.drop.more')}</p>
            <div className="row">
              <Button small onPress={choose}>
                {t('bring.choose')}
              </Button>
            </div>
          </>
        ) : (
          <>
            <span className="mark big" aria-hidden="true">
              <Icon name="bring" size={24} />
            </span>
            <h2>{t('bring.drop')}</h2>
            <p className="quiet">{t('bring.drop.hint')}</p>
            <div className="row bring-ways">
              <Button look={pasting ? 'plain' : 'primary'} onPress={choose}>
                {t('bring.choose')}
              </Button>
              {!typed && (
                <Button onPress={() => void files.choose('folder')}>{t('bring.choose.folder')}</Button>
              )}
              <Button onPress={() => setPasting(true)}>{t('bring.paste')}</Button>
            </div>
          </>
        )}
        {typed && (
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={t('bring.choose')}
            onChange={(event) => {
              void load([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        )}
        <Meanwhile waiting={files.waiting} />
      </section>
      {pasting && !more && (
        <PasteForm onText={(text) => void files.read([{ name: t('bring.pasted'), text }])} />
      )}
    </>
  );
}

/** What is read, once it takes a while; before, what happens with it. Both have the same place. */
function Meanwhile({ waiting }: { readonly waiting: Waiting | undefined }): ReactNode {
  const { t } = useSpeaker();
  const session = useAppState((state) => state.session?.secret_store.kind === 'session');
  const slow = useSlow(waiting !== undefined);
  const names = waiting?.for === 'files' ? waiting.names : [];
  return (
    <p className="bring-meanwhile" role="status">
      {slow ? (
        <span key="waits" className="promise">
          <span className="spinner" aria-hidden="true" />
          <span className="cut-off">
            {waiting?.for === 'choice'
              ? t('bring.choosing')
              : names.length > 3
                ? t('bring.reading.some', { count: names.length })
                : t('bring.reading', { names: names.join(', ') })}
          </span>
        </span>
      ) : (
        <span key="promise" className="promise">
          <Icon name="lock" size={13} /> {t(session ? 'bring.promise.session' : 'bring.promise')}
        </span>
      )}
    </p>
  );
}

/** The text is read from the field when it is sent, and never kept in the page's state. */
function PasteForm({ onText }: { readonly onText: (text: string) => void }): ReactNode {
  const { t } = useSpeaker();
  const [empty, setEmpty] = useState(true);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="stack bring-paste"
      onSubmit={(event) => {
        event.preventDefault();
        const text = field.current?.value ?? '';
        if (text.trim() === '') return;
        if (field.current) field.current.value = '';
        onText(text);
      }}
    >
      <div className="field">
        <label htmlFor={id}>{t('bring.paste.label')}</label>
        <span className="help" id={`${id}-help`}>
          {t('bring.paste.hint')}
        </span>
        <textarea
          ref={field}
          id={id}
          className="input code"
          aria-describedby={`${id}-help`}
          rows={10}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          autoComplete="off"
          onInput={(event) => setEmpty(event.currentTarget.value.trim() === '')}
        />
      </div>
      <div className="row">
        <Button submit look="primary" disabled={empty}>
          {t('bring.read')}
        </Button>
      </div>
    </form>
  );
}
