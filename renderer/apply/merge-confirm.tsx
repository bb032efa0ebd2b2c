import type { ReactNode } from 'react';
import type { MergeView } from '../../shared/host/merge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useSpeaker } from '../store/react.tsx';
import { baseOf } from './file-diff.tsx';

/** Asks before files are written, and names their backups. */
export function MergeConfirm(props: {
  readonly changing: MergeView['files'];
  readonly busy: boolean;
  readonly onWrite: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { changing } = props;
  return (
    <Dialog
      title={
        changing.length === 1
          ? t('merge.confirm', { name: baseOf(changing[0]!.path) })
          : t('merge.confirm.many', { count: changing.length })
      }
      onClose={props.onClose}
    >
      <p>{t('merge.confirm.backup')}</p>
      <ul className="file-list">
        {changing.map(({ path, backup }) => (
          <li key={path}>{backup}</li>
        ))}
      </ul>
      {changing
        .filter(({ exposed }) => exposed)
        .map(({ path }) => (
          <NoticeBox key={path} tone="warning">
            {t('merge.exposed', { name: baseOf(path) })}
          </NoticeBox>
        ))}
      <p>{t('merge.confirm.undo')}</p>
      <div className="dialog-buttons">
        <Button onPress={props.onClose}>{t('action.cancel')}</Button>
        <Button look="primary" busy={props.busy} onPress={props.onWrite}>
          {t('merge.confirm.go')}
        </Button>
      </div>
    </Dialog>
  );
}
