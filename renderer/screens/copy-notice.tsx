import { type ReactNode, useState } from 'react';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';

/** Says that another file has the same id, and gives this one its own. */
export function CopyNotice(): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const other = useAppState((state) => state.view?.copy_of);
  const [busy, setBusy] = useState(false);
  if (other === undefined) return null;

  const giveOwnId = async () => {
    setBusy(true);
    await actions.giveOwnId();
    setBusy(false);
  };
  return (
    <NoticeBox
      tone="warning"
      fix={t('overview.copy.fix')}
      action={
        <Button small busy={busy} onPress={() => void giveOwnId()}>
          {t('overview.copy.own')}
        </Button>
      }
    >
      {t('overview.copy', { path: other })}
    </NoticeBox>
  );
}
