import type { AppEntry, SettingValue } from '../../workspace/types.ts';
import type { AppDefinition, SettingDefinition } from '../types.ts';
import { custom } from './custom.ts';

/**
 * Stands for a kind that only a profile describes which can't be read just now. The workspace stays usable: the app is
 * shown, and nothing is written for it.
 *
 * @param entries the apps of this kind; what they have set stays as it is
 */
export function undescribed(kind: string, entries: readonly AppEntry[] = []): AppDefinition {
  const stated = new Map(entries.flatMap(({ settings = {} }) => Object.entries(settings)));
  return {
    ...custom,
    kind,
    name: kind,
    description: '',
    is_undescribed: true,
    settings: [...stated].map(([key, value]) => ({ key, label: key, type: typeOf(value), help: '' })),
    notices: () => [
      {
        code: 'app-profile-missing',
        severity: 'error',
        side: 'host',
        message: `No profile that can be read describes the kind “${kind}”, so nothing is written for this app.`,
        fix: 'Mend or put back the file under “profiles” of the workspace that describes it.',
      },
    ],
  };
}

const typeOf = (value: SettingValue): SettingDefinition['type'] =>
  typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'text' : 'list';
