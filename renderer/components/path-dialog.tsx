import { type ReactNode, useState } from 'react';
import { useSpeaker } from '../store/react.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextInput } from './fields.tsx';

/** Asks for a path, for hosts without a file dialog. Shows errors at the field. */
export default function PathDialog(props: {
  readonly title: string;
  readonly label: string;
  readonly help: string;
  readonly initial: string;
  readonly action: string;
  readonly onCancel: () => void;
  /** Returns the error message, or undefined if the path was accepted. */
  readonly onSubmit: (path: string) => Promise<string | undefined>;
}): ReactNode {
  const { t } = useSpeaker();
  const [path, setPath] = useState(props.initial);
  const [issue, setIssue] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (path.trim() === '') return setIssue(t('field.required'));
    setBusy(true);
    setIssue(await props.onSubmit(path.trim()));
    setBusy(false);
  };
  return (
    <Dialog title={props.title} onClose={props.onCancel}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          // React would pass the event on to the form that opened the dialog.
          event.stopPropagation();
          void submit();
        }}
      >
        <TextInput
          label={props.label}
          help={props.help}
          value={path}
          onChange={setPath}
          code
          autoFocus
          issue={issue ? { severity: 'error', message: issue } : undefined}
        />
        <div className="dialog-buttons">
          <Button onPress={props.onCancel}>{t('action.cancel')}</Button>
          <Button look="primary" submit busy={busy}>
            {props.action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
