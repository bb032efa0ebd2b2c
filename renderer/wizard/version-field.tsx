import { type ReactNode, useState } from 'react';
import type { KnownVersions } from '../../shared/version.ts';
import { parseVersion } from '../../shared/version.ts';
import { Choice, type FieldIssue, TextInput } from '../components/fields.tsx';
import { useSpeaker } from '../store/react.tsx';
import { isDraft, offeredVersions, statedOr, UNKNOWN, UNSAID, type VersionAnswer } from './version-answer.ts';

/** Asks for a version: known release lines as chips, another version as text, or unknown. */
export function VersionField(props: {
  readonly label: string;
  readonly help?: string;
  readonly versions: {
    readonly lines: readonly string[];
    readonly released: string;
    readonly tooOld?: KnownVersions['tooOld'] | undefined;
  };
  readonly value: VersionAnswer;
  readonly onChange: (answer: VersionAnswer) => void;
  readonly name: string;
  readonly hint?: string | undefined;
  readonly issue?: FieldIssue | undefined;
  /** The version that runs, where another one is asked for: neither it nor “unknown” is offered. */
  readonly otherThan?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { lines, released } = props.versions;
  const shown = offeredVersions(lines, props.otherThan);
  const drafts = shown.filter((line) => isDraft(line, props.versions));
  const asksOther = 'otherThan' in props;
  const typed = props.value.is === 'stated' ? props.value.text : '';
  const [other, setOther] = useState(
    props.value.is === 'unsaid' || (props.value.is === 'stated' && !shown.includes(typed)),
  );
  const picked = other ? 'other' : typed === '' ? 'unknown' : typed;
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
          props.onChange(
            value === 'other' ? UNSAID : value === 'unknown' ? UNKNOWN : statedOr(value, UNKNOWN),
          );
        }}
        options={[
          ...shown.map((line) => ({
            value: line,
            title: drafts.includes(line) ? t('version.draft', { version: line }) : line,
          })),
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
            onChange={(value) => props.onChange(statedOr(value, UNSAID))}
            autoFocus={typed === ''}
            issue={
              odd ? { severity: 'error', message: t('version.bad', { example: released }) } : props.issue
            }
          />
        </div>
      )}
      {picked === 'unknown' && !asksOther && (
        <p className="quiet small">
          {t('version.assumed', { version: released })}
          {drafts.length > 0 && ` ${t('version.drafts', { versions: [...drafts].reverse().join(', ') })}`}
        </p>
      )}
      {props.hint && <p className="quiet small">{props.hint}</p>}
    </div>
  );
}
