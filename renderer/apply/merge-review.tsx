import type { ReactNode } from 'react';
import type { MergeSide, MergeView } from '../../shared/host/merge.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { Tick } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox, Notices } from '../components/notice.tsx';
import { useSpeaker } from '../store/react.tsx';
import { baseOf, FileDiff } from './file-diff.tsx';
import { ByHand } from './merge-by-hand.tsx';

type Options = MergeView['options'];

/** What a merge would do: the lines of each file, what is left to the person, and the button that does it. */
export function MergeReview(props: {
  readonly view: MergeView;
  readonly app: string;
  readonly side: MergeSide;
  readonly name: string;
  readonly busy: boolean;
  /** True: it was handed over, so the next act is to put it in place. */
  readonly taken: boolean;
  readonly onTake: (index: number) => void;
  readonly onOptions: (options: Options) => void;
  readonly onWrite: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { view, app, side, name, busy } = props;
  const changing = view.files.filter(({ hunks }) => hunks.length > 0);
  return (
    <>
      {changing.length > 0 && view.place === 'disk' && (
        <div className="merge-do">
          <span className="promise">
            <Icon name="lock" size={13} /> {t('merge.masked')}
          </span>
          <Button look="primary" busy={busy} onPress={props.onWrite}>
            {changing.length === 1
              ? t('merge.write', { name: baseOf(changing[0]!.path) })
              : t('merge.write.many', { count: changing.length })}
          </Button>
        </div>
      )}
      {view.awaited && <NoticeBox tone="warning">{t('merge.awaited', { what: view.awaited })}</NoticeBox>}
      <Notices list={view.notices.filter(({ severity }) => severity !== 'info')} />
      {view.files.map((file, index) => (
        <FileDiff
          key={file.path}
          path={file.path}
          diff={file}
          acts={
            file.hunks.length > 0 &&
            view.place === 'page' && (
              <div className="row">
                <CopyButton
                  what={file.path}
                  from={{ target: { kind: 'merged', app, side, merge: view.merge, file: index } }}
                >
                  {t('merge.copy')}
                </CopyButton>
                <Button
                  small
                  look={props.taken ? 'plain' : 'primary'}
                  busy={busy}
                  onPress={() => props.onTake(index)}
                >
                  {t('merge.save', { name: baseOf(file.path) })}
                </Button>
              </div>
            )
          }
        >
          {file.hunks.length === 0 && (
            <NoChange alone={view.files.length === 1 && view.by_hand.length === 0} />
          )}
        </FileDiff>
      ))}
      <ByHand list={view.by_hand} target={{ app, side, merge: view.merge }} />
      {view.notes.length > 0 && (
        <section className="merge-notes">
          <h3>{t('merge.notes')}</h3>
          <ul>
            {view.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      {(['rename', 'keys'] as const).map(
        (option) =>
          (view.offers.includes(option) || view.options[option]) && (
            <Tick
              key={option}
              label={t(`merge.option.${option}`)}
              help={t(`merge.option.${option}.hint`)}
              selected={view.options[option]}
              onChange={(on) => props.onOptions({ ...view.options, [option]: on })}
            />
          ),
      )}
      {changing.length > 0 && view.place === 'page' && (
        <p className="quiet small">{t('merge.page', { product: name })}</p>
      )}
    </>
  );
}

function NoChange({ alone }: { readonly alone: boolean }): ReactNode {
  const { t } = useSpeaker();
  return (
    <p className="merge-none">
      <Icon name={alone ? 'pass' : 'info'} size={16} /> {t(alone ? 'merge.none' : 'merge.none.file')}
    </p>
  );
}
