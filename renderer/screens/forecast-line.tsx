import type { ReactNode } from 'react';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { RouteLink } from '../components/shell.tsx';
import { providerKindOf } from '../store/app-kinds.ts';
import { useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { newerThan } from '../wizard/newer.ts';
import { MOST_COMPARED } from '../wizard/provider-consequences.tsx';

/** What the provider's newest release changes, in one line. Nothing if the newest runs, or no version is stated. */
export function ForecastLine(props: {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly apps: readonly string[];
}): ReactNode {
  const { t, n } = useSpeaker();
  const { id, entry, apps } = props;
  const handle = useAppState((state) => state.view!.handle);
  const here = useAppState((state) => state.route.at === 'provider');
  const generation = useAppState((state) => state.generation);
  const kind = useAppState((state) => providerKindOf(state, entry.kind));
  const to = apps.length === 0 ? undefined : newerThan(kind?.versions, entry.version);
  const target = { kind: 'provider', id } as const;
  const asked = useAsked(
    'upgrade.forecast',
    to === undefined || apps.length > MOST_COMPARED ? null : { handle, target, to },
    { generation },
  );
  if (to === undefined) return null;
  const said = asked.value;
  const concerned = said && concernedBy(said, apps);
  return (
    <p className="forecast small">
      <b>
        {entry.version} → {to}
      </b>
      {apps.length <= MOST_COMPARED && (
        <span>
          {concerned === undefined
            ? t('overview.state.unknown')
            : concerned.size === 0
              ? t('forecast.none')
              : n('forecast.some', concerned.size, { of: String(apps.length) })}
        </span>
      )}
      <RouteLink to={{ at: 'upgrade', handle, target, to, ...(here ? { fromProvider: true } : {}) }}>
        {t('forecast.see')}
      </RouteLink>
    </p>
  );
}

/** The apps for which something changes that has to be done or looked at. */
function concernedBy(
  said: {
    readonly changes: readonly { readonly severity: string; readonly apps: readonly string[] }[];
    readonly files: readonly { readonly app?: string }[];
  },
  apps: readonly string[],
): ReadonlySet<string> {
  const named = said.changes.filter(({ severity }) => severity !== 'info').flatMap((change) => change.apps);
  // A file for all apps concerns those that a change names; one of an app alone concerns that app.
  const files = said.files.flatMap(({ app }) => app ?? []);
  return new Set([...named, ...files].filter((app) => apps.includes(app)));
}
