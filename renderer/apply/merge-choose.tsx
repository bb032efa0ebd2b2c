import { type ReactNode, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Choice, TextInput } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';
import { GiveFiles, type GivenText } from './give-files.tsx';

/** Asks which of the person's files are merged into: by their paths, a dialog, drop or paste. */
export function MergeChoose(props: {
  readonly name: string;
  /** True if the page learns no paths from the host, so that they are typed. */
  readonly typed: boolean;
  /** True: its files can be named as a folder, too. */
  readonly folders: boolean;
  /** What a file of the person's may be called. */
  readonly names: readonly string[];
  readonly issue: string | undefined;
  readonly busy: boolean;
  /** False: something was merged already, so another file is not what comes next. */
  readonly first: boolean;
  readonly onChoose: (what: 'files' | 'folder' | 'dropped', paths?: readonly string[]) => void;
  readonly onTexts: (texts: readonly GivenText[]) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { name, names, busy } = props;
  const [pasting, setPasting] = useState(false);
  return (
    <>
      <p className="merge-about">{t('merge.about')}</p>
      {props.typed && !pasting && (
        <Paths
          hint={
            props.folders
              ? t('merge.path.hint.provider', { name })
              : t('merge.path.hint.app', { files: names.join(', ') })
          }
          issue={props.issue}
          busy={busy}
          first={props.first}
          onSubmit={(paths) => props.onChoose('files', paths)}
        />
      )}
      <GiveFiles
        typed={props.typed}
        names={names}
        pasting={pasting}
        onPasting={setPasting}
        onDropped={() => props.onChoose('dropped')}
        onTexts={props.onTexts}
      >
        {!props.typed && (
          <>
            <Button
              look={props.first ? 'primary' : 'plain'}
              busy={busy}
              onPress={() => props.onChoose('files')}
            >
              {t('merge.choose.files')}
            </Button>
            {props.folders && (
              <Button busy={busy} onPress={() => props.onChoose('folder')}>
                {t('merge.choose.folder')}
              </Button>
            )}
          </>
        )}
      </GiveFiles>
      <p className="promise">
        <Icon name="lock" size={13} /> {t('merge.promise')}
      </p>
    </>
  );
}

function Paths(props: {
  readonly hint: string;
  readonly issue: string | undefined;
  readonly busy: boolean;
  readonly first: boolean;
  readonly onSubmit: (paths: readonly string[]) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const [text, setText] = useState('');
  const [empty, setEmpty] = useState(false);
  const issue = empty ? t('field.required') : props.issue;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const paths = text.split('\n').filter((line) => line.trim() !== '');
        setEmpty(paths.length === 0);
        if (paths.length > 0) props.onSubmit(paths.map((line) => line.trim()));
      }}
    >
      <TextInput
        label={t('merge.path')}
        help={props.hint}
        value={text}
        onChange={setText}
        rows={2}
        code
        issue={issue === undefined ? undefined : { severity: 'error', message: issue }}
      />
      <div className="row">
        <Button submit look={props.first ? 'primary' : 'plain'} busy={props.busy}>
          {t('merge.show')}
        </Button>
      </div>
    </form>
  );
}

/** Asks for the service of a Compose file, where its name does not say it. */
export function Service(props: {
  readonly name: string;
  readonly names: readonly string[];
  readonly busy: boolean;
  readonly onOthers: () => void;
  readonly onChoose: (service: string) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const [service, setService] = useState('');
  return (
    <div className="stack">
      <Choice
        label={t('merge.service', { name: props.name })}
        help={t('merge.service.hint')}
        look="chips"
        value={service}
        onChange={setService}
        options={props.names.map((value) => ({ value, title: value }))}
      />
      <div className="row">
        <Button
          look="primary"
          busy={props.busy}
          disabled={service === ''}
          onPress={() => props.onChoose(service)}
        >
          {t('merge.show')}
        </Button>
        <Button onPress={props.onOthers}>{t('merge.others')}</Button>
      </div>
    </div>
  );
}
