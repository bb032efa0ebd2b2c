import { forecast } from '../../../shared/forecast/forecast.ts';
import { indexStored } from '../../services/secrets/store.ts';
import { translate } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import type { HostParts } from '../parts.ts';
import { readClientIds } from '../rendering.ts';

export const forecastHandlers = (parts: HostParts): Pick<CallHandlers, 'upgrade.forecast'> => ({
  'upgrade.forecast': async ({ handle, target, to }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace } = open.value;
    // Client ids only make the lines around a difference look familiar: nobody is asked to unlock a keychain for them.
    const store = parts.secrets.opened;
    const stored = store === undefined ? undefined : await store.list(workspace.id);
    const ids =
      store && stored?.ok ? await readClientIds(workspace, store, indexStored(stored.value)) : undefined;
    const said = forecast(workspace, { side: target.kind, id: target.id }, to, ids?.ok ? ids.value : {});
    return said.ok ? said : translate(said.error, FORECAST_CODES, 'no-such-entry');
  },
});

const FORECAST_CODES = ['not-a-product', 'not-a-version', 'same-version', 'no-apps'] as const;
