import { createContext, type ReactNode, useContext, useId } from 'react';
import type { Notice } from '../../shared/catalog/types.ts';
import type { NoteGroup } from '../apply/notes.ts';
import { Button } from '../components/button.tsx';
import { More } from '../components/more.tsx';
import { Notices } from '../components/notice.tsx';
import { reveal } from '../components/reveal.ts';
import { useSpeaker } from '../store/react.tsx';

/** What has to be known at the step that is shown. */
export const NotesHere = createContext<readonly NoteGroup[]>([]);

const FIRST = 'warnings-here';

// A warning is often one of security, so it is folded away only once what it speaks of is done.
const isLoud = ({ severity }: Notice): boolean => severity !== 'info';
const loudOf = ({ list, past }: NoteGroup): readonly Notice[] => (past ? [] : list.filter(isLoud));

const elsewhereOf = (group: NoteGroup): readonly Notice[] =>
  loudOf(group).filter((one) => !group.own?.includes(one));

/**
 * Leads to the warnings of a step that stand below what is in sight, and says what they are about. Nothing if there are
 * none, or only such as the step at hand says itself.
 */
export function ToWarnings(): ReactNode {
  const { n } = useSpeaker();
  const groups = useContext(NotesHere).filter((group) => elsewhereOf(group).length > 0);
  const count = groups.flatMap(elsewhereOf).length;
  const [first, second] = groups;
  if (first === undefined) return null;
  const lead = () => {
    const place = document.getElementById(FIRST);
    reveal(place);
    place?.focus({ preventScroll: true });
  };
  return (
    <Button small icon="warn" onPress={lead}>
      {second === undefined && first.name !== undefined
        ? n('notes.warnings.of', count, { name: first.name })
        : n('notes.warnings', count)}
    </Button>
  );
}

/** What has to be known here, and was not said before because nothing could be done about it: one line that opens for each product. */
export function StepNotes(): ReactNode {
  const groups = useContext(NotesHere);
  const first = groups.find((group) => loudOf(group).length > 0);
  return groups.map((group) => (
    <Group key={`${group.name ?? ''} ${group.past === true}`} group={group} first={group === first} />
  ));
}

function Group({ group, first }: { readonly group: NoteGroup; readonly first: boolean }): ReactNode {
  const { t, n } = useSpeaker();
  const heading = useId();
  const { name } = group;
  const open = loudOf(group);
  const rest = group.list.filter((one) => !open.includes(one));
  const also = open.length > 0;
  return (
    <>
      {also && (
        <section
          className="stack tight"
          {...(first ? { id: FIRST, tabIndex: -1 } : {})}
          {...(name === undefined ? {} : { 'aria-labelledby': heading })}
        >
          {name !== undefined && (
            <h2 id={heading} className="notes-of">
              {t('notes.of', { name })}
            </h2>
          )}
          <Notices list={open} />
        </section>
      )}
      {rest.length > 0 && (
        <More
          title={
            name === undefined
              ? n(also ? 'notes.also' : 'notes.here', rest.length)
              : n(also ? 'notes.also.of' : 'notes.here.of', rest.length, { name })
          }
        >
          <div className="stack tight">
            <Notices list={rest} />
          </div>
        </More>
      )}
    </>
  );
}
