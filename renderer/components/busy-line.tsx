import type { ReactNode } from 'react';
import { useSpeaker } from '../store/react.tsx';
import { Button } from './button.tsx';
import { useSlow } from './use-slow.ts';

/** Shows what is in progress, after 300 ms, with a Stop button. Its space is reserved before that. */
export function BusyLine(props: {
  readonly text: string;
  readonly onStop?: () => void;
  readonly atOnce?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const slow = useSlow(true) || props.atOnce === true;
  return (
    <div className="busy-line" role="status">
      {slow && (
        <>
          <span className="spinner" aria-hidden="true" />
          <span className="grow">{props.text}</span>
          {props.onStop && (
            <Button small onPress={props.onStop}>
              {t('action.stop')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
