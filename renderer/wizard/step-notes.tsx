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
  if (notes.length === 0) return null;
  return (
    <More title={n('notes.here', notes.length)}>
      <div className="stack tight">
        <Notices list={notes} />
      </div>
    </More>
  );
}
