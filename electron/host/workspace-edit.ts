import type { Change } from '../../shared/host/workspace.ts';
import { ok, type Result } from '../../shared/result.ts';
import {
  addApp,
  addProvider,
  removeWorkspaceValue,
  setWorkspaceValue,
  type WorkspacePath,
  type WorkspaceValue,
} from '../../shared/workspace/edit.ts';
import type { Workspace } from '../../shared/workspace/types.ts';

type Tree = { readonly [key: string]: WorkspaceValue | undefined };

/**
 * Makes one change of the contract in the text of a workspace. Edits only keys whose value differs, so
 * comments and the order of all other keys stay. Fails as described in `shared/workspace/edit.ts`.
 */
export function applyChange(text: string, workspace: Workspace, change: Change): Result<string> {
  switch (change.op) {
    case 'set-name':
      return change.name.trim() === ''
        ? removeWorkspaceValue(text, ['name'])
        : setWorkspaceValue(text, ['name'], change.name);
    case 'put-provider': {
      const before = own(workspace.providers, change.id);
      if (before === undefined) return addProvider(text, change.id, change.entry);
      return putTree(
        text,
        ['providers', change.id],
        before as unknown as Tree,
        change.entry as unknown as Tree,
      );
    }
    case 'put-app': {
      const before = own(workspace.apps, change.id);
      if (before === undefined) return addApp(text, change.id, change.entry);
      return putTree(text, ['apps', change.id], before as unknown as Tree, change.entry as unknown as Tree);
    }
  }
}

/** Removes entries: an app, or a provider with the apps that use it. */
export function removeEntries(text: string, paths: readonly WorkspacePath[]): Result<string> {
  let result: Result<string> = ok(text);
  for (const path of paths) {
    if (!result.ok) return result;
    result = removeWorkspaceValue(result.value, path);
  }
  return result;
}

function putTree(text: string, at: WorkspacePath, before: Tree, after: Tree): Result<string> {
  let result: Result<string> = ok(text);
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!result.ok) return result;
    const path: WorkspacePath = [...at, key];
    const [old, value] = [before[key], after[key]];
    if (value === undefined) result = removeWorkspaceValue(result.value, path);
    else if (isTree(old) && isTree(value)) result = putTree(result.value, path, old, value);
    else if (JSON.stringify(old) !== JSON.stringify(value))
      result = setWorkspaceValue(result.value, path, value);
  }
  return result;
}

const isTree = (value: WorkspaceValue | undefined): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
