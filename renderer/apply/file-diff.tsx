import './merge.css';
import type { ReactNode } from 'react';
import type { ShownDiff } from '../../shared/host/merge.ts';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';
import { DiffView } from './diff-view.tsx';

/** The last part of a path. */
export const baseOf = (path: string): string => path.split(/[\\/]/).pop() ?? path;

/** What changes in one file, below its name. */
export function FileDiff(props: {
  readonly path: string;
  readonly diff: ShownDiff;
  /** What is done with the whole of it; in sight however many lines there are. */
  readonly acts?: ReactNode;
  /** What stands below the lines, or instead of them. */
  readonly children?: ReactNode;
}): ReactNode {
  const { n } = useSpeaker();
  const { hunks, added, removed } = props.diff;
  const name = baseOf(props.path);
  return (
    <section className="merge-file" aria-label={name}>
      <div className="merge-file-head">
        <Icon name="file" size={15} />
        <code className="grow">{props.path}</code>
        {hunks.length > 0 && (
          <span className="merge-counts">
            <span className="new">{n('merge.added', added)}</span>
            {removed > 0 && <span className="gone">{n('merge.removed', removed)}</span>}
          </span>
        )}
        {props.acts}
      </div>
      {hunks.length > 0 && <DiffView name={name} hunks={hunks} />}
      {props.children}
    </section>
  );
}
