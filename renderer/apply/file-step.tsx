import { type ReactNode, useState } from 'react';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy.tsx';
import { Told } from '../components/told.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import { CodeView } from './code-view.tsx';
import { baseOf } from './file-diff.tsx';
import { fileAt, filesOfStep, type Side, type Step } from './sides.ts';
import { ValueList } from './value-list.tsx';

/** A longer file is rather downloaded than copied. */
const LONG = 20;

/** The file of a step: the line that is looked at with its reason, and what else the step needs below it. */
export function FileStep(props: {
  readonly handle: string;
  readonly app: string;
  readonly side: Side;
  readonly step: Step;
  /** The path of the file that is shown. */
  readonly path: string;
  readonly onPath: (path: string) => void;
  readonly focus?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { side, step } = props;
  const [copied, setCopied] = useState<ReadonlySet<number>>(new Set());
  const paths = filesOfStep(step);
  const file = fileAt(side.deliverables, props.path);
  if (file === undefined) return null;
  const text = file.lines.map((one) => one.text).join('\n');
  // What stands in the file need not be read twice.
  const more =
    step.way === 'hand'
      ? []
      : (step.step?.fields ?? [])
          .map((field, place) => ({ field, place }))
          .filter(
            ({ field }) =>
              // What is looked for elsewhere says nothing by standing in this file too.
              field.look ||
              (!text.includes(field.value) && ![props.path, baseOf(props.path)].includes(field.value)),
          );
  // What is set elsewhere makes the file count, so it stands where nobody has to scroll to it.
  const values = more.length > 0 && step.step && step.guide && (
    <ValueList
      label={t('apply.values.also')}
      step={step.step}
      fields={more}
      path={step.guide}
      files={[]}
      copied={copied}
      onCopied={(place) => setCopied((now) => new Set([...now, place]))}
      why={false}
    />
  );
  return (
    <>
      {paths.length > 1 && (
        <fieldset className="file-choice">
          <legend className="unheard">{t('apply.file.which')}</legend>
          {paths.map((path) => (
            <label key={path} className={path === props.path ? 'on' : ''}>
              <input
                type="radio"
                name="file"
                checked={path === props.path}
                onChange={() => props.onPath(path)}
              />
              <code>{baseOf(path)}</code>
            </label>
          ))}
        </fieldset>
      )}
      {/* What has to be done with it says where it goes as well. */}
      {file.purpose !== '' && step.step?.must === undefined && (
        <p className="file-place">
          <Told text={file.purpose} />
        </p>
      )}
      {more.length <= FEW && values}
      <CodeView
        key={file.path}
        file={file}
        step={step.step}
        label={t('apply.file', { path: baseOf(file.path) })}
        focus={props.focus === file.kind ? undefined : props.focus}
      />
      {more.length > FEW && values}
    </>
  );
}

/** So many values leave room for the file below them. */
const FEW = 4;

/** Copy and Download, the more useful one first. */
export function FileButtons(props: {
  readonly handle: string;
  readonly app: string;
  readonly side: Side;
  readonly path: string;
  /** False: something else is the next useful act. */
  readonly primary: boolean;
  readonly onUsed: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { client, actions } = useApp();
  const [busy, setBusy] = useState(false);
  const file = fileAt(props.side.deliverables, props.path);
  if (file === undefined) return null;
  const name = baseOf(file.path);
  const take = async () => {
    setBusy(true);
    const answer = await client.call('deliverables.take', {
      handle: props.handle,
      app: props.app,
      path: file.path,
    });
    setBusy(false);
    if (!answer.ok) {
      if (answer.error.code !== 'cancelled') actions.say('error', answer.error.message);
      return;
    }
    if (answer.value.by === 'download') actions.download(answer.value.url, answer.value.name);
    actions.say(
      'pass',
      answer.value.by === 'download'
        ? t('apply.zip.downloaded', { name: answer.value.name })
        : t('apply.zip.saved', { path: answer.value.path }),
    );
    props.onUsed();
  };
  const long = file.lines.length > LONG;
  const copy = (
    <CopyButton
      key="copy"
      big
      what={name}
      look={props.primary && !long ? 'primary' : 'plain'}
      from={
        file.secret
          ? { target: { kind: 'file', path: file.path } }
          : { text: `${file.lines.map((line) => line.text).join('\n')}\n` }
      }
      onCopied={props.onUsed}
    >
      {t('apply.file.copy')}
    </CopyButton>
  );
  const download = (
    <Button
      key="download"
      icon="bring"
      busy={busy}
      look={props.primary && long ? 'primary' : 'plain'}
      label={t('apply.file.download.of', { name })}
      onPress={() => void take()}
    >
      {t('apply.file.download')}
    </Button>
  );
  return long ? [download, copy] : [copy, download];
}
