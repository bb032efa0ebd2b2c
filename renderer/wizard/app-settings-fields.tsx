import type { ReactNode } from 'react';
import type { AppKindView } from '../../shared/host/connection.ts';
import { compareVersions, parseVersion } from '../../shared/version.ts';
import { Choice, type FieldIssue, TextInput } from '../components/fields.tsx';
import { useSpeaker } from '../store/react.tsx';
import { issueAt } from './issues.ts';
import type { Wiring } from './use-connection.ts';

/** Settings that only this kind of app has, if its version supports them. All optional. */
export function AppSettingsFields({
  wiring,
  kind,
  path,
  missing,
}: {
  readonly wiring: Wiring;
  readonly kind: AppKindView;
  readonly path: string;
  /** The setting without which nobody can go on. */
  readonly missing?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const form = wiring.appForm;
  const stated = form['version'] ?? '';
  const version = parseVersion(stated) ? stated : kind.versions.released;
  const settings = kind.settings.filter(
    (setting) =>
      version === undefined ||
      form[`settings.${setting.key}`] ||
      ((setting.since === undefined || compareVersions(version, setting.since) >= 0) &&
        (setting.before === undefined || compareVersions(version, setting.before) < 0)),
  );
  return (
    <div className="form">
      {settings.map((setting) => {
        const field = `settings.${setting.key}`;
        const value = form[field] ?? '';
        const set = (next: string) => wiring.setApp({ [field]: next });
        const issue: FieldIssue | undefined =
          (setting.key === missing ? { severity: 'error', message: t('field.required') } : undefined) ??
          issueAt(`${path}.${field}`, wiring.problems) ??
          issueAt(field, [], wiring.connection?.notices) ??
          issueAt(`${path}.${field}`, [], wiring.connection?.notices);
        const name = `${path}.${field}`;
        if (setting.type === 'boolean' || setting.type === 'choice') {
          const choices =
            setting.type === 'boolean'
              ? [
                  { value: 'true', title: t('addresses.yes') },
                  { value: 'false', title: t('addresses.no') },
                ]
              : (setting.choices ?? []).map((choice) => ({ value: choice, title: choice }));
          return (
            <Choice
              key={setting.key}
              look="chips"
              label={setting.label}
              help={setting.help}
              name={name}
              issue={issue}
              value={value === '' ? 'default' : value}
              onChange={(next) => set(next === 'default' ? '' : next)}
              options={[{ value: 'default', title: t('addresses.default') }, ...choices]}
            />
          );
        }
        return (
          <TextInput
            key={setting.key}
            label={setting.label}
            help={setting.help}
            name={name}
            issue={issue}
            value={value}
            onChange={set}
            {...(typeof setting.default === 'string' ? { placeholder: setting.default } : {})}
            {...(setting.type === 'list' ? { rows: 2 } : {})}
          />
        );
      })}
    </div>
  );
}
