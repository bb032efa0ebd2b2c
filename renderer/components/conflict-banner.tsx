import type { ReactNode } from 'react';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { differences, nameOfChanged } from '../store/setting-words.ts';
import type { Banner } from '../store/state.ts';
import { Button } from './button.tsx';
import { NoticeBox } from './notice.tsx';

/** Two versions of one entry, setting by setting, and the choice between them. */
export default function ConflictBanner({
  banner: { change, theirs, typed },
}: {
  readonly banner: Extract<Banner, { kind: 'conflict' }>;
}): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions } = useApp();
  const catalog = useAppState((state) => state.catalog);
  const known = { catalog, view: theirs };
  const what = nameOfChanged(change, speaker, known);
  return (
    <NoticeBox
      tone="warning"
      fix={
        <div className="stack tight">
          <p>{t('banner.conflict.about')}</p>
          <div className="scroll-x">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t('banner.conflict.field')}</th>
                  <th scope="col">{t('banner.conflict.mine.col')}</th>
                  <th scope="col">{t('banner.conflict.theirs.col')}</th>
                </tr>
              </thead>
              <tbody>
                {differences(change, theirs, speaker, known).map(({ key, name, mine, theirs: other }) => (
                  <tr key={key}>
                    <th scope="row">{name}</th>
                    <td>{mine || t('banner.conflict.absent')}</td>
                    <td>{other || t('banner.conflict.absent')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      }
      action={
        <>
          {/* Neither is recommended, and the screen has a primary button of its own. */}
          <Button small onPress={() => void actions.settleConflict('mine')}>
            {t(typed === undefined ? 'banner.conflict.mine' : 'banner.conflict.keep')}
          </Button>
          <Button small onPress={() => void actions.settleConflict('theirs')}>
            {t('banner.conflict.theirs')}
          </Button>
        </>
      }
    >
      <strong>{t('banner.conflict', { what })}</strong>
    </NoticeBox>
  );
}
