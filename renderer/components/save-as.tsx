import { lazy, type ReactNode, Suspense, useState } from 'react';
import { WORKSPACE_ENDING } from '../../shared/workspace/file-name.ts';
import { useApp, useAppState } from '../store/react.tsx';
import { Button, type ButtonProps } from './button.tsx';

const PathDialog = lazy(() => import('./path-dialog.tsx'));

/** Saves the workspace to a file. Uses the host's file dialog, or asks for a path if the host has none. */
export function SaveAsButton(props: ButtonProps): ReactNode {
  const { actions } = useApp();
  const paths = useAppState((state) => state.session?.paths);
  const folder = useAppState((state) => state.session?.suggested_folder ?? '');
  const { t } = useAppState((state) => state.speaker);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (paths === 'typed') return setAsking(true);
    setBusy(true);
    const answer = await actions.saveAs();
    setBusy(false);
    if (!answer.ok && answer.error.code !== 'cancelled') actions.say('error', answer.error.message);
  };
  return (
    <>
      <Button {...props} busy={busy} onPress={() => void save()} />
      {asking && (
        <Suspense>
          <PathDialog
            title={t('saveas.title')}
            label={t('saveas.path')}
            help={t('saveas.hint', { example: `${folder}/home${WORKSPACE_ENDING}` })}
            initial={`${folder}/home${WORKSPACE_ENDING}`}
            action={t('saveas.go')}
            onCancel={() => setAsking(false)}
            onSubmit={async (path) => {
              const answer = await actions.saveAs(path);
              if (answer.ok) setAsking(false);
              return answer.ok ? undefined : answer.error.message;
            }}
          />
        </Suspense>
      )}
    </>
  );
}
