import { type ReactNode, useState } from 'react';
import type { UpdateView } from '../../shared/host/session.ts';
import { Button } from '../components/button.tsx';
import { Tick } from '../components/fields.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { OutsideLink } from '../components/outside-link.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';

/** Asks for a newer release when the user says so, and shows what is new. Nothing is downloaded or installed. */
export function Updates(): ReactNode {
  const { t } = useSpeaker();
  const { actions, client } = useApp();
  const on = useAppState((state) => state.session!.settings.updates);
  const known = useAppState((state) => state.update);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string>();
  const ask = async () => {
    setAsking(true);
    const answer = await client.call('updates.check', {});
    setAsking(false);
    setFailure(answer.ok ? undefined : answer.error.message);
    if (answer.ok) actions.noteUpdate(answer.value);
  };
  return (
    <>
      <Tick
        label={t('updates.on')}
        help={t('updates.on.about')}
        selected={on}
        onChange={(updates) => void actions.setSettings({ updates })}
      />
      <div className="row">
        <Button busy={asking} onPress={() => void ask()}>
          {t('updates.ask')}
        </Button>
      </div>
      {failure !== undefined && <NoticeBox tone="error">{failure}</NoticeBox>}
      {failure === undefined && known && <Found update={known} />}
    </>
  );
}

function Found({ update }: { readonly update: UpdateView }): ReactNode {
  const { t } = useSpeaker();
  if (!update.newer)
    return <NoticeBox tone="pass">{t('updates.none', { version: update.current })}</NoticeBox>;
  return (
    <NoticeBox tone="info" action={<OutsideLink href={update.url}>{t('updates.page')}</OutsideLink>}>
      <strong>{t('updates.newer', { version: update.latest })}</strong>
      {update.notes !== '' && <pre className="release-notes">{update.notes}</pre>}
    </NoticeBox>
  );
}
