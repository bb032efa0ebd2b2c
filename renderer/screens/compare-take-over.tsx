import { type ReactNode, useState } from 'react';
import type { TakeOver } from '../../shared/host/apply.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { FileDiff } from '../apply/file-diff.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoAnswer, NoticeBox } from '../components/notice.tsx';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { standingEdit } from '../store/workspace-actions.ts';

/** Takes one value over into the workspace: its lines first, then one press. Nothing is sent. */
export function TakeIn(props: {
  readonly handle: string;
  readonly app: string;
  readonly over: TakeOver;
  readonly onCancel: () => void;
  readonly onTaken: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const view = useAppState((state) => state.view!);
  const { app, over } = props;
  const change = { op: 'put-app', id: app, entry: taken(view.workspace.apps[app]!, over) } as const;
  const asked = useAsked('workspace.lines', { handle: props.handle, change });
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  const write = async () => {
    setBusy(true);
    const answer = await actions.update(change);
    setBusy(false);
    if (!answer.ok) return setRefused([answer.error.message, answer.error.detail].filter(Boolean).join('\n'));
    props.onTaken();
  };
  return (
    <div className="compare-open">
      <p className="api-beside">{t('compare.lines')}</p>
      <NoAnswer asked={asked} />
      {refused !== undefined && <NoticeBox tone="error">{refused}</NoticeBox>}
      {asked.value ? (
        <FileDiff path={view.path ?? view.name} diff={asked.value} />
      ) : (
        !asked.failure && <BusyLine text={t('app.starting')} />
      )}
      <div className="row">
        <Button busy={busy} disabled={asked.value === undefined} onPress={() => void write()}>
          {t('compare.write')}
        </Button>
        <Button look="quiet" disabled={busy} onPress={props.onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </div>
  );
}

/** The entry with one key as the provider has it. */
function taken(entry: AppEntry, { key, live }: TakeOver): AppEntry {
  const { [key]: _, ...rest } = entry;
  return (live === null ? rest : { ...rest, [key]: live }) as AppEntry;
}

/** A value was taken over, and can be taken back as long as nothing else changed the entry. */
export function Taken(props: {
  readonly app: string;
  readonly product: string;
  readonly onUndone: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const undo = useAppState((state) => {
    const back = standingEdit(state);
    return back?.op === 'put-app' && back.id === props.app;
  });
  if (!undo) return null;
  return (
    <NoticeBox
      tone="pass"
      fix={t('compare.taken.fix')}
      action={
        <Button
          small
          icon="back"
          onPress={async () => {
            await actions.undoEdit(props.app);
            props.onUndone();
          }}
        >
          {t('apply.repair.undo')}
        </Button>
      }
    >
      {t('compare.taken', { name: props.product })}
    </NoticeBox>
  );
}
