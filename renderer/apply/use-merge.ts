import { useEffect, useRef, useState } from 'react';
import type { DeliverableView } from '../../shared/host/deliverables.ts';
import { MAX_BROUGHT, MAX_MERGED } from '../../shared/host/limits.ts';
import type { MergedView, MergeSide, MergeView } from '../../shared/host/merge.ts';
import type { HostFailure } from '../../shared/host.ts';
import type { Mark } from '../../shared/standing/apply-plan.ts';
import { announce } from '../components/announcer.tsx';
import { useApp, useAsked, useSpeaker } from '../store/react.tsx';
import { baseOf } from './file-diff.tsx';
import type { GivenText } from './give-files.tsx';

type Options = MergeView['options'];
export const PLAIN: Options = { rename: false, keys: false };

export interface MergeWishes {
  readonly handle: string;
  readonly app: string;
  readonly side: MergeSide;
  /** The product’s name. */
  readonly name: string;
  /** What Latchkey writes for this side and can put into a file. */
  readonly deliverables: readonly DeliverableView[];
  /** The paths of what was put into a file; undefined once it was taken back. */
  readonly onMerged: (sources: readonly string[] | undefined) => void;
  readonly onTick: (marks: readonly Mark[], done: boolean) => void;
}

const isStanding = ({ state }: MergedView[number]): boolean => state === 'undoable' || state === 'followed';

/**
 * A merge into files that the person has: which were chosen, what would change, and what was written. The page sees no
 * value of a secret.
 */
export function useMerge({ handle, app, side, name, deliverables, onMerged, onTick }: MergeWishes) {
  const { t } = useSpeaker();
  const { client, actions } = useApp();
  const asked = useAsked('merge.merged', { handle, app });
  const [written, setWritten] = useState<MergedView>();
  const merged = (written ?? asked.value?.merged ?? []).filter((one) => one.side === side);
  // What is in a file since an earlier visit is to be confirmed, not merged again.
  const standing = merged.filter(isStanding);
  const before = useRef(onMerged);
  before.current = onMerged;
  const answered = asked.value?.merged;
  useEffect(() => {
    const there = (answered ?? []).filter((one) => one.side === side && isStanding(one));
    if (there.length > 0) before.current(there.flatMap(({ sources }) => sources));
  }, [answered, side]);
  const [view, setView] = useState<MergeView>();
  const [failure, setFailure] = useState<HostFailure>();
  const [busy, setBusy] = useState<'reading' | 'writing'>();
  const [done, setDone] = useState<string>();
  const [chosen, setChosen] = useState(false);
  const [taken, setTaken] = useState(false);
  const place = { handle, app, side };
  const changing = view?.files.filter(({ hunks }) => hunks.length > 0) ?? [];

  // What a person has just asked for is where the focus goes, and what is read aloud.
  const result = useRef<HTMLDivElement>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (turn > 0) result.current?.focus();
  }, [turn]);

  const took = (
    answer:
      | { readonly ok: true; readonly value: MergeView }
      | { readonly ok: false; readonly error: HostFailure },
  ) => {
    setBusy(undefined);
    if (!answer.ok && answer.error.code === 'cancelled') return;
    setTaken(false);
    setView(answer.ok ? answer.value : undefined);
    setFailure(answer.ok ? undefined : answer.error);
    if (answer.ok || !answer.error.code.startsWith('path-')) setChosen(true);
    // Nothing is left to write, so it only has to be said.
    if (answer.ok && answer.value.files.every((one) => one.hunks.length === 0))
      onMerged(answer.value.sources);
    setTurn((now) => now + 1);
  };
  const begin = () => {
    setDone(undefined);
    setBusy('reading');
  };
  const failed = (error: HostFailure) => {
    setView(undefined);
    setTurn((now) => now + 1);
    const isChanged = error.code === 'changed-meanwhile';
    setFailure(isChanged ? { ...error, message: t('merge.changed') } : error);
  };
  const say = (text: string) => {
    setDone(text);
    announce(text);
  };
  return {
    view,
    failure,
    busy,
    done,
    chosen,
    taken,
    changing,
    merged,
    standing,
    result,
    choose: async (what: 'files' | 'folder' | 'dropped', paths?: readonly string[]) => {
      begin();
      took(await client.call('merge.choose', { ...place, what, ...(paths ? { paths: [...paths] } : {}) }));
    },
    /** What the page has as text: dropped where it learns no path, or pasted. */
    give: async (texts: readonly GivenText[]) => {
      setDone(undefined);
      if (texts.length > MAX_MERGED || texts.reduce((sum, { text }) => sum + text.length, 0) > MAX_BROUGHT)
        return setFailure({ code: 'file-refused', message: t('bring.too-much') });
      setBusy('reading');
      took(await client.call('merge.choose', { ...place, what: 'texts', texts: [...texts] }));
    },
    again: async (options: Options) => {
      begin();
      took(await client.call('merge.again', { ...place, ...options }));
    },
    write: async () => {
      setBusy('writing');
      const answer = await client.call('merge.write', { ...place, merge: view!.merge });
      setBusy(undefined);
      if (!answer.ok) return failed(answer.error);
      setTurn((now) => now + 1);
      setWritten(answer.value.merged);
      onMerged(view!.sources);
      say(t('merge.written', { name: changing.map(({ path }) => baseOf(path)).join(', '), product: name }));
    },
    take: async (index: number) => {
      setBusy('writing');
      const answer = await client.call('merge.take', { ...place, merge: view!.merge, index });
      setBusy(undefined);
      if (!answer.ok) {
        if (answer.error.code === 'cancelled') return;
        return failed(answer.error);
      }
      if (answer.value.by === 'download') actions.download(answer.value.url, answer.value.name);
      const where = answer.value.by === 'download' ? answer.value.name : answer.value.path;
      onMerged(view!.sources);
      setTaken(true);
      actions.say('pass', t('merge.taken', { name: where, product: name }));
    },
    undo: async ({ path, sources }: MergedView[number]) => {
      setBusy('writing');
      const answer = await client.call('merge.undo', { ...place, file: path });
      setBusy(undefined);
      setTurn((now) => now + 1);
      setView(undefined);
      if (!answer.ok) {
        setWritten(undefined);
        asked.again();
        return setFailure(answer.error);
      }
      setFailure(undefined);
      setWritten(answer.value.merged);
      onMerged(undefined);
      // What is no longer in the file is not applied either.
      const gone = deliverables.filter(
        (one) => one.form === 'file' && one.applied !== 'no' && sources.includes(one.path),
      );
      if (gone.length > 0)
        onTick(
          gone.map((one) => ({ path: one.path })),
          false,
        );
      say(t('merge.undone', { name: baseOf(path) }));
    },
    others: () => {
      setView(undefined);
      setFailure(undefined);
      setDone(undefined);
      setChosen(false);
      onMerged(undefined);
    },
  };
}
