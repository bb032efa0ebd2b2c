import type { Connection } from '../../../shared/client/types.ts';
import { changedFiles } from '../../../shared/forecast/files.ts';
import { own } from '../../../shared/own.ts';
import { ok } from '../../../shared/result.ts';
import { testInputs } from '../../../shared/standing/inputs.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import { answerOf } from '../answers.ts';
import { refuse } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import { knownConnections } from '../known-connections.ts';
import type { HostParts } from '../parts.ts';
import { placelessProblem } from '../problems.ts';
import { appsAt, providerOf } from '../standings.ts';

type Names = 'provider.get' | 'provider.answered' | 'provider.consequences';

export const providerHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'provider.get': async ({ handle, provider }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.providers, provider)) return noSuchProvider(provider);
    return ok(await providerOf(parts, open.value, provider));
  },

  'provider.answered': async ({ handle, provider }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { id, providers } = open.value.workspace;
    const entry = own(providers, provider);
    if (entry === undefined) return noSuchProvider(provider);
    const state = await parts.stateOf(id).read();
    return ok({ provider, url: entry.url, at: answerOf(state, provider, entry)?.at ?? null });
  },

  'provider.consequences': async ({ handle, provider, entry, compare }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const { workspace, profiles } = open.value;
    if (!Object.hasOwn(workspace.providers, provider)) return noSuchProvider(provider);
    // Uses the rules for files, so that a screen never accepts what is invalid in a file.
    const parsed = parseWorkspace(
      stringifyWorkspace({ ...workspace, providers: { ...workspace.providers, [provider]: entry } }),
      profiles,
    );
    const problems = parsed.problems.map(placelessProblem);
    if (!parsed.ok) return ok({ problems, apps: [] });
    const apps = appsAt(workspace, provider);
    const before = await knownConnections(parts, open.value, apps);
    const after = await knownConnections(parts, { ...open.value, workspace: parsed.workspace }, apps);
    return ok({
      problems,
      apps: apps.filter((_, index) => testInputs(before[index]!, []) !== testInputs(after[index]!, [])),
      ...(compare ? { files: filesThatDiffer(before, after) } : {}),
    });
  },
});

function filesThatDiffer(before: readonly Connection[], after: readonly Connection[]) {
  const [was, is] = [before[0]?.provider, after[0]?.provider];
  if (was === undefined || is === undefined) return [];
  const versions = { name: was.definition.name, from: was.version.effective, to: is.version.effective };
  return changedFiles(before, after, versions).map(({ hunks: _, ...file }) => file);
}

const noSuchProvider = (provider: string) =>
  refuse('no-such-entry', `The workspace has no provider “${provider}” any more.`);
