import './merge.css';
import { type ReactNode, useRef, useState } from 'react';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useAppState, useSpeaker } from '../store/react.tsx';
import { baseOf, FileDiff } from './file-diff.tsx';
import { MergeChoose, Service } from './merge-choose.tsx';
import { MergeConfirm } from './merge-confirm.tsx';
import { Past } from './merge-past.tsx';
import { MergeReview } from './merge-review.tsx';
import { type MergeWishes, PLAIN, useMerge } from './use-merge.ts';

/** What a provider’s own file is called. */
const CONFIGURATION = 'configuration.yml';

/** Room for what is said of files once they are written, so that what stands below doesn't move for it. */
const ROOM_AFTER = 70;

/** Merges into files that the person has: chooses them, shows what would change, writes after a question, takes it back. */
export default function MergePanel(props: MergeWishes): ReactNode {
  const { t, n } = useSpeaker();
  const { app, side, name, deliverables } = props;
  const typed = useAppState((state) => state.session?.paths === 'typed');
  const merge = useMerge(props);
  const { view, failure, busy, done, changing } = merge;
  const [asking, setAsking] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<number>();
  // Writing may take longer than a press is remembered, so the room is made with the press.
  const hold = () => setRoom((box.current?.offsetHeight ?? 0) + ROOM_AFTER);
  const others = () => {
    setRoom(undefined);
    merge.others();
  };
  const again = (options: Parameters<typeof merge.again>[0]) => {
    setRoom(undefined);
    void merge.again(options);
  };
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
    <div className="merge" ref={box} style={{ minBlockSize: room }}>
      <div ref={merge.result} tabIndex={-1} className="merge-result">
        {done && <NoticeBox tone="pass">{done}</NoticeBox>}
        {failed && failed.code !== 'which-service' && (
          <NoticeBox
            tone="error"
            action={
              <>
                {merge.chosen && (
                  <Button small look="primary" onPress={() => again(PLAIN)}>
                    {t('merge.again')}
                  </Button>
                )}
                <Button small look={merge.chosen ? 'plain' : 'primary'} onPress={others}>
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
              <Button small onPress={others}>
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
          onOthers={others}
          onChoose={(service) => again({ ...PLAIN, service })}
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
          onOptions={again}
          onWrite={() => setAsking(true)}
        />
      )}
      {isDone &&
        view.files
          .filter(({ hunks }) => hunks.length > 0)
          .map((file) => <FileDiff key={`written ${file.path}`} path={file.path} diff={file} />)}
      {!view && !failed && (
        <MergeChoose
          name={name}
          typed={typed}
          folders={folders}
          names={folders ? [CONFIGURATION] : [...new Set(deliverables.map(({ path }) => baseOf(path)))]}
          issue={failure?.message}
          busy={isBusy}
          first={merge.standing.length === 0}
          onChoose={(what, paths) => {
            hold();
            void merge.choose(what, paths);
          }}
          onTexts={(texts) => {
            hold();
            void merge.give(texts);
          }}
        />
      )}
      {busy && <BusyLine text={t(`merge.${busy}`)} />}
      <Past
        key={`${done} ${view?.merge}`}
        list={merge.merged}
        busy={isBusy}
        onAgain={view || failed ? undefined : () => again(PLAIN)}
        onUndo={(one) => {
          hold();
          void merge.undo(one);
        }}
      />
      {asking && view && (
        <MergeConfirm
          changing={changing}
          busy={busy === 'writing'}
          onClose={() => setAsking(false)}
          onWrite={() => {
            hold();
            void merge.write().then(() => setAsking(false));
          }}
        />
      )}
    </div>
  );
}
