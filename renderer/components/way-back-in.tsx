import { type ReactNode, useState } from 'react';
import { useSpeaker } from '../store/react.tsx';
import { Button } from './button.tsx';
import { TextInput } from './fields.tsx';
import { linkBackIn } from './link-back.ts';

/** Leads from the page of a Latchkey that has ended to the one that was started after it, which has another address. */
export function WayBackIn(): ReactNode {
  const { t } = useSpeaker();
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const link = linkBackIn(text);
  return (
    <form
      className="stack tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (link !== undefined) window.location.assign(link);
      }}
    >
      <TextInput
        label={t('back-in.label')}
        help={t('back-in.help')}
        value={text}
        onChange={setText}
        code
        issue={tried && link === undefined ? { severity: 'error', message: t('back-in.wrong') } : undefined}
      />
      <div className="row">
        <Button submit>{t('back-in.go')}</Button>
      </div>
    </form>
  );
}
