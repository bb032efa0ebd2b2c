import './merge.css';
import { type ReactNode, useState } from 'react';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useAppState, useSpeaker } from '../store/react.tsx';
import { baseOf } from './file-diff.tsx';
import { MergeChoose, Service } from './merge-choose.tsx';
import { MergeConfirm } from './merge-confirm.tsx';
import { Past } from './merge-past.tsx';
import { MergeReview } from './merge-review.tsx';
import { type MergeWishes, PLAIN, useMerge } from './use-merge.ts';

/** What a provider’s own file is called. */
const CONFIGURATION = 'configuration.yml';

/** Merges into files that the person has: chooses them, shows what would change, writes after a question, takes it back. */
export default function MergePanel(props: MergeWishes): ReactNode {
  const { t, n } = useSpeaker();
  const { app, side, name, deliverables } = props;
  const typed = useAppState((state) => state.session?.paths === 'typed');
  const merge = useMerge(props);
  const { view, failure, busy, done, changing } = merge;
  const [asking, setAsking] = useState(false);
  const isBusy = busy !== undefined;
  const isDone = done !== undefined && view !== undefined;
  const failed = failure && !failure.code.startsWith('path-') ? failure : undefined;
  const folders = deliverables.some(({ kind }) => kind === 'authelia-config');
  const title = !view
    ? undefined
    : changing.length > 0
      ? n('merge.title', changing.length)
      : t(view.by_hand.length > 0 ? 'merge.title.by-hand' : 'merge.title.none');

  return (
    <div className="merge">
      <div ref={merge.result} tabIndex={-1} className="merge-result">
        {done && <NoticeBox tone="pass">{done}</NoticeBox>}
        {failed && failed.code !== 'which-service' && (
          <NoticeBox
            tone="error"
            action={
              <>
                {merge.chosen && (
                  <Button small look="primary" onPress={() => void merge.again(PLAIN)}>
                    {t('merge.again')}
                  </Button>
                )}
                <Button small look={merge.chosen ? 'plain' : 'primary'} onPress={merge.others}>
                  {t('merge.others')}
                </Button>
              </>
            }
          >
            {failed.code === 'file-unsafe' ? t('merge.unsafe') : failed.message}
          </NoticeBox>
        )}
        {view && !isDone && (
          <div className="merge-head">
            <h3>{title}</h3>
            {!isBusy && (
              <Button small onPress={merge.others}>
                {t('merge.others')}
              </Button>
            )}
          </div>
        )}
      </div>
      {failed?.code === 'which-service' && (
        <Service
          name={name}
          names={(failed.detail ?? '').split('\n')}
          busy={isBusy}
          onOthers={merge.others}
          onChoose={(service) => void merge.again({ ...PLAIN, service })}
        />
      )}
      {view && !isDone && (
        <MergeReview
          view={view}
          app={app}
          side={side}
          name={name}
          busy={isBusy}
          taken={merge.taken}
          onTake={(index) => void merge.take(index)}
          onOptions={(options) => void merge.again(options)}
          onWrite={() => setAsking(true)}
        />
      )}
      {!view && !failed && (
        <MergeChoose
          name={name}
          typed={typed}
          folders={folders}
          names={folders ? [CONFIGURATION] : [...new Set(deliverables.map(({ path }) => baseOf(path)))]}
          issue={failure?.message}
          busy={isBusy}
          first={merge.standing.length === 0}
          onChoose={(what, paths) => void merge.choose(what, paths)}
          onTexts={(texts) => void merge.give(texts)}
        />
      )}
      {busy && <BusyLine text={t(`merge.${busy}`)} />}
      <Past
        list={merge.merged}
        busy={isBusy}
        onAgain={view || failed ? undefined : () => void merge.again(PLAIN)}
        onUndo={(one) => void merge.undo(one)}
      />
      {asking && view && (
        <MergeConfirm
          changing={changing}
          busy={busy === 'writing'}
          onClose={() => setAsking(false)}
          onWrite={() => void merge.write().then(() => setAsking(false))}
        />
      )}
    </div>
  );
}
