import { createContext, type ReactNode, useContext } from 'react';
import type { Notice } from '../../shared/catalog/types.ts';
import { Button } from '../components/button.tsx';
import { More } from '../components/more.tsx';
import { Notices } from '../components/notice.tsx';
import { useSpeaker } from '../store/react.tsx';

/** What has to be known at the step that is shown. */
export const NotesHere = createContext<readonly Notice[]>([]);

const ID = 'warnings-here';

/** Leads to the warnings of a step that stand below what is in sight. Nothing if there are none. */
export function ToWarnings(): ReactNode {
  const { n } = useSpeaker();
  const count = useContext(NotesHere).filter(({ severity }) => severity !== 'info').length;
  if (count === 0) return null;
  const lead = () => {
    const place = document.getElementById(ID);
    place?.scrollIntoView?.({ block: 'center' });
    place?.focus({ preventScroll: true });
  };
  return (
    <Button small icon="warn" onPress={lead}>
      {n('notes.warnings', count)}
    </Button>
  );
}

/** One line that opens: what has to be known here, and was not said before because nothing could be done about it. */
export function StepNotes(): ReactNode {
  const { n } = useSpeaker();
  const notes = useContext(NotesHere);
  // A warning is often one of security, so it is never folded away.
  const open = notes.filter(({ severity }) => severity !== 'info');
  const rest = notes.filter(({ severity }) => severity === 'info');
  return (
    <>
      {open.length > 0 && (
        <div className="stack tight" id={ID} tabIndex={-1}>
          <Notices list={open} />
        </div>
      )}
      {rest.length > 0 && (
        <More title={n(open.length > 0 ? 'notes.also' : 'notes.here', rest.length)}>
          <div className="stack tight">
            <Notices list={rest} />
          </div>
        </More>
      )}
    </>
  );
}
