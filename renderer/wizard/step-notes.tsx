import { createContext, type ReactNode, useContext } from 'react';
import type { Notice } from '../../shared/catalog/types.ts';
import { More } from '../components/more.tsx';
import { Notices } from '../components/notice.tsx';
import { useSpeaker } from '../store/react.tsx';

/** What has to be known at the step that is shown. */
export const NotesHere = createContext<readonly Notice[]>([]);

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
        <div className="stack tight">
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
