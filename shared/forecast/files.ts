import { structuredPatch } from 'diff';
import type { Connection } from '../client/types.ts';
import { filesOf, renderDeliverables } from '../render/render.ts';
import type { RenderedFile } from '../render/types.ts';
import { maskStandIns, standInsOf } from './stand-ins.ts';

/** One run of lines that differ, with a line around them, as a unified diff has it. */
export interface Hunk {
  /** Line numbers of its beginning, from 1. */
  readonly before: number;
  readonly after: number;
  /** Each begins with `+`, `-` or a blank. Secrets are masked. */
  readonly lines: readonly string[];
}

/** A file or guide that is written differently. */
export interface FileChange {
  readonly path: string;
  readonly side: 'provider' | 'app';
  readonly app?: string;
  readonly change: 'new' | 'gone' | 'different';
  /** Empty for a file that is gone or new. */
  readonly hunks: readonly Hunk[];
}

/** The two versions that are compared, as the files name them. */
export interface Versions {
  /** The product's name. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Lines around a difference. */
const CONTEXT = 1;

/**
 * Renders both states, with stand-ins for secrets, and compares them line by line. A guide is compared as the person
 * reads it; its JSON says the same. That a file names the version is no difference.
 */
export function changedFiles(
  before: readonly Connection[],
  after: readonly Connection[],
  versions: Versions,
): FileChange[] {
  const was = byPath(before);
  const is = byPath(after);
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((path): FileChange[] => {
    const [old, now] = [was.get(path), is.get(path)];
    const parts = old && now ? hunks(withNewVersion(old.content, versions), now.content) : [];
    if (old && now && parts.length === 0) return [];
    const { side, app } = (now ?? old)!;
    return [
      {
        path,
        side,
        ...(app === undefined ? {} : { app }),
        change: old === undefined ? 'new' : now === undefined ? 'gone' : 'different',
        hunks: parts,
      },
    ];
  });
}

function byPath(connections: readonly Connection[]): ReadonlyMap<string, RenderedFile> {
  const files = renderDeliverables(connections, standInsOf(connections)).flatMap(filesOf);
  const guides = new Set(
    files.filter(({ path }) => path.endsWith('.md')).map(({ path }) => path.replace(/md$/, 'json')),
  );
  return new Map(
    files.filter(({ kind, path }) => kind !== 'readme' && !guides.has(path)).map((file) => [file.path, file]),
  );
}

/** Where a file names the product with its version, which is no difference. */
function withNewVersion(text: string, { name, from, to }: Versions): string {
  const mention = new RegExp(`${literal(`${name} ${from}`)}(?![\\d]|\\.\\d)`, 'g');
  return text.replace(mention, () => `${name} ${to}`);
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const hunks = (before: string, after: string): Hunk[] =>
  structuredPatch('', '', maskStandIns(before), maskStandIns(after), undefined, undefined, {
    context: CONTEXT,
  }).hunks.map(({ oldStart, newStart, lines }) => ({ before: oldStart, after: newStart, lines }));
