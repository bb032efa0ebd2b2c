import { type ReactNode, useState } from 'react';
import type { Mends } from '../../shared/host/bring.ts';
import { baseOf, FileDiff } from '../apply/file-diff.tsx';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';

/** What Latchkey can mend in these files for certain: shown first, then handed over file by file. */
export function BringMends(props: {
  readonly handle: string;
  readonly brought: string;
  /** How many findings it would mend. */
  readonly count: number;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const [mends, setMends] = useState<Mends>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const place = { handle: props.handle, brought: props.brought };
  const show = async () => {
    setBusy(true);
    const answer = await client.call('bring.mend', place);
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error.message);
    setMends(answer.value);
    announce(n('bring.mends.files', answer.value.files.length));
  };
  const save = async (index: number) => {
    setBusy(true);
    const answer = await client.call('bring.mended', { ...place, index });
    setBusy(false);
    if (!answer.ok) return answer.error.code === 'cancelled' ? undefined : setFailure(answer.error.message);
    if (answer.value.by === 'download') actions.download(answer.value.url, answer.value.name);
    const where = answer.value.by === 'download' ? answer.value.name : answer.value.path;
    actions.say('pass', t('bring.mends.saved', { name: where }));
  };
  if (props.count === 0) return null;
  return (
    <section className="stack" aria-label={t('bring.mends')}>
      {failure && (
        <NoticeBox tone="error" onDismiss={() => setFailure(undefined)}>
          {failure}
        </NoticeBox>
      )}
      {mends === undefined ? (
        <NoticeBox
          tone="info"
          action={
            <Button small busy={busy} onPress={() => void show()}>
              {t('bring.mends.show')}
            </Button>
          }
        >
          {n('bring.mends.count', props.count)}
        </NoticeBox>
      ) : (
        <>
          <h2>
            {mends.files.length === 0 ? t('bring.mends.none') : n('bring.mends.files', mends.files.length)}
          </h2>
          {mends.files.map((file, index) => (
            <FileDiff key={file.name} path={file.name} diff={file}>
              <div className="row bring-mended">
                <Button small busy={busy} onPress={() => void save(index)}>
                  {t('bring.mends.save', { name: baseOf(file.name) })}
                </Button>
              </div>
            </FileDiff>
          ))}
          {mends.files.length > 0 && <p className="quiet small">{t('bring.mends.hint')}</p>}
        </>
      )}
    </section>
  );
}
