import { type ReactNode, useState } from 'react';
import type { KnownVersions } from '../../shared/version.ts';
import { parseVersion } from '../../shared/version.ts';
import { Choice, type FieldIssue, TextInput } from '../components/fields.tsx';
import { useSpeaker } from '../store/react.tsx';

/** What stands in a form where another version is chosen and not yet written. */
const UNSAID = ' ';

/** True if another version than those offered was chosen, and not said or not as one. */
export const isVersionUnsaid = (version: string | undefined): boolean =>
  version !== undefined && version !== '' && !parseVersion(version.trim());

/** Asks for a version: known release lines as chips, another version as text, or unknown. */
export function VersionField(props: {
  readonly label: string;
  readonly help?: string;
  readonly versions: {
    readonly lines: readonly string[];
    readonly released: string;
    readonly tooOld?: KnownVersions['tooOld'] | undefined;
  };
  readonly value: string;
  readonly onChange: (version: string) => void;
  readonly name: string;
  readonly hint?: string | undefined;
  readonly issue?: FieldIssue | undefined;
  /** The version that runs, where another one is asked for: neither it nor “unknown” is offered. */
  readonly otherThan?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { lines, released } = props.versions;
  // Newest first, and only as many as the user can take in quickly.
  const shown = [...lines]
    .reverse()
    .filter((line) => line !== props.otherThan)
    .slice(0, 7);
  const asksOther = 'otherThan' in props;
  const [other, setOther] = useState(props.value !== '' && !shown.includes(props.value));
  const picked = other ? 'other' : props.value === '' ? 'unknown' : props.value;
  const typed = props.value.trim();
  const odd = other && typed !== '' && !parseVersion(typed);
  return (
    <div className="stack tight">
      <Choice
        look="chips"
        label={props.label}
        help={props.help}
        name={props.name}
        value={picked}
        issue={other ? undefined : props.issue}
        onChange={(value) => {
          setOther(value === 'other');
          props.onChange(value === 'other' ? UNSAID : value === 'unknown' ? '' : value);
        }}
        options={[
          ...shown.map((line) => ({ value: line, title: line })),
          { value: 'other', title: t('version.other') },
          ...(asksOther ? [] : [{ value: 'unknown', title: t('version.unknown') }]),
        ]}
      />
      {other && (
        <div className="short">
          <TextInput
            label={t('version.exact')}
            help={t('version.exact.hint', { example: `${released}.1` })}
            value={typed}
            onChange={(value) => props.onChange(value.trim() === '' ? UNSAID : value)}
            autoFocus={typed === ''}
            issue={
              odd ? { severity: 'error', message: t('version.bad', { example: released }) } : props.issue
            }
          />
        </div>
      )}
      {picked === 'unknown' && !asksOther && (
        <p className="quiet small">{t('version.assumed', { version: released })}</p>
      )}
      {props.hint && <p className="quiet small">{props.hint}</p>}
    </div>
  );
}
