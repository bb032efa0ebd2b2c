import { type ReactNode, useState } from 'react';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import PathDialog from '../components/path-dialog.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';

/** Buttons to save to a folder or as zip. Lists files that were changed by hand before it overwrites them. */
export function ExportButtons({
  handle,
  app,
  onSaved,
}: {
  readonly handle: string;
  readonly app: string;
  readonly onSaved: () => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const typed = useAppState((state) => state.session?.paths === 'typed');
  const suggested = useAppState((state) => state.session?.suggested_folder ?? '');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState<'save' | 'zip'>();
  const [byHand, setByHand] = useState<{ readonly folder?: string; readonly detail: string }>();

  const save = async (folder: string | undefined, force: boolean): Promise<string | undefined> => {
    setBusy('save');
    const answer = await client.call('exports.save', {
      handle,
      app,
      force,
      ...(folder === undefined ? {} : { folder }),
    });
    setBusy(undefined);
    if (!answer.ok) {
      if (answer.error.code === 'changed-by-hand') {
        setAsking(false);
        setByHand({ detail: answer.error.detail ?? answer.error.message, ...(folder ? { folder } : {}) });
        return undefined;
      }
      if (folder === undefined && answer.error.code !== 'cancelled')
        actions.say('error', answer.error.message);
      return answer.error.message;
    }
    setAsking(false);
    setByHand(undefined);
    const { files } = answer.value;
    const written = files.filter((file) => file.written !== 'same').length;
    const backups = files.filter((file) => file.backup !== undefined).length;
    const text = [
      n('apply.saved', files.length, { folder: answer.value.folder }),
      written === 0 ? t('apply.saved.same') : '',
      backups > 0 ? n('apply.saved.backup', backups) : '',
    ]
      .filter(Boolean)
      .join(' ');
    actions.say('pass', text);
    announce(text);
    onSaved();
    return undefined;
  };
  const zip = async () => {
    setBusy('zip');
    const answer = await client.call('exports.zip', { handle, app });
    setBusy(undefined);
    if (!answer.ok) {
      if (answer.error.code !== 'cancelled') actions.say('error', answer.error.message);
      return;
    }
    if (answer.value.by === 'download') {
      actions.download(answer.value.url, answer.value.name);
      actions.say('pass', t('apply.zip.downloaded', { name: answer.value.name }));
    } else actions.say('pass', t('apply.zip.saved', { path: answer.value.path }));
  };

  return (
    <>
      <Button busy={busy === 'zip'} onPress={() => void zip()}>
        {t('apply.zip')}
      </Button>
      <Button busy={busy === 'save'} onPress={() => (typed ? setAsking(true) : void save(undefined, false))}>
        {t('apply.save')}
      </Button>
      {asking && (
        <PathDialog
          title={t('apply.save.title')}
          label={t('apply.save.folder')}
          help={t('apply.save.folder.hint')}
          initial={suggested}
          action={t('apply.save.go')}
          onCancel={() => setAsking(false)}
          onSubmit={(folder) => save(folder, false)}
        />
      )}
      {byHand && (
        <Dialog title={t('apply.save.title')} onClose={() => setByHand(undefined)}>
          <p>{t('apply.save.by-hand')}</p>
          <pre className="file-list">{byHand.detail}</pre>
          <div className="dialog-buttons">
            <Button onPress={() => setByHand(undefined)}>{t('action.cancel')}</Button>
            <Button look="primary" busy={busy === 'save'} onPress={() => void save(byHand.folder, true)}>
              {t('apply.save.force')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
