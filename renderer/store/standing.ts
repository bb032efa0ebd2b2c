import type { AppOverview } from '../../shared/host/testing.ts';
import { useAppState, useAsked } from './react.tsx';

/**
 * How one app stands, from the host. Undefined while that is not known for the workspace as it is shown: an
 * answer about earlier content is not used.
 */
export function useStanding(app: string | undefined): AppOverview | undefined {
  const view = useAppState((state) => state.view);
  const generation = useAppState((state) => state.generation + state.ticked);
  const asked = useAsked(
    'standing.get',
    view && app !== undefined && Object.hasOwn(view.workspace.apps, app)
      ? { handle: view.handle, app }
      : null,
    { generation },
  );
  return asked.value?.revision === view?.revision && asked.value?.app.id === app
    ? asked.value?.app
    : undefined;
}
