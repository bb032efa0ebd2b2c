import { deriveConnection } from '../../../shared/client/derive.ts';
import { containerProbe } from '../../../shared/diagnosis/container-probe.ts';
import { parseContainerProbe } from '../../../shared/diagnosis/container-report.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { redactText } from '../../../shared/diagnosis/redact.ts';
import type { Diagnosis } from '../../../shared/diagnosis/types.ts';
import { groupBy } from '../../../shared/group-by.ts';
import type { Overview, TestRecord } from '../../../shared/host/testing.ts';
import { ok } from '../../../shared/result.ts';
import { countApplied } from '../deliverable-views.ts';
import { noSuchApp, refuse } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import { knownConnections } from '../known-connections.ts';
import type { HostParts } from '../parts.ts';
import { testBasis } from '../test-memory.ts';
import type { OpenWorkspace } from '../workspaces.ts';
import { secretsStatus } from './secrets.ts';

type Names = 'tests.history' | 'overview.get' | 'explain.text' | 'probe.command' | 'probe.paste';

export const resultHandlers = (parts: HostParts): Pick<CallHandlers, Names> => ({
  'tests.history': async ({ handle, app }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    return ok({ records: await historyOf(parts, open.value, app) });
  },

  'overview.get': async ({ handle }) => {
    const open = parts.workspaces.get(handle);
    return open.ok ? ok(await overviewOf(parts, open.value)) : open;
  },

  'explain.text': async ({ text, handle, app }) => {
    const open = handle === undefined ? undefined : parts.workspaces.get(handle);
    if (open !== undefined && !open.ok) return open;
    const workspace = open?.value.workspace;
    const apps = Object.keys(workspace?.apps ?? {}).filter((id) => app === undefined || id === app);
    const connections = open === undefined ? [] : await knownConnections(parts, open.value, apps);
    const found = explain(text, { connections });
    return ok({
      read_as: readAs(text),
      diagnoses: found.map(({ matched: _matched, ...one }): Diagnosis => ({ ...one, explains: [] })),
      redacted: redactText(text) !== text,
    });
  },

  'probe.command': async ({ handle, app }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    const probe = containerProbe(deriveConnection(open.value.workspace, app, app));
    return probe === undefined
      ? ok({
          command: '',
          about: 'The provider’s address is not complete yet, so there is nothing to ask for.',
        })
      : ok({ command: probe.host_command, about: probe.explanation });
  },

  'probe.paste': async ({ handle, app, output }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    const report = parseContainerProbe(output, deriveConnection(open.value.workspace, app, app));
    return report === undefined
      ? refuse(
          'not-understood',
          'This is not what the command prints. Paste all of it, from the line with “begin” to the line with “end”.',
        )
      : ok({ check: report.check });
  },
});

/** The results of one app, newest first. Does not ask a person to unlock the keychain. */
export async function historyOf(parts: HostParts, open: OpenWorkspace, app: string): Promise<TestRecord[]> {
  const stored = await parts.secrets.opened?.list(open.workspace.id);
  return parts.tests.history(
    open.workspace,
    app,
    testBasis(open.workspace, app, stored?.ok ? stored.value : []),
  );
}

async function overviewOf(parts: HostParts, open: OpenWorkspace): Promise<Overview> {
  const { workspace } = open;
  const state = await parts.stateOf(workspace.id).read();
  await parts.secrets.status();
  const store = parts.secrets.opened;
  const apps = Object.keys(workspace.apps);
  const masked = store && (await parts.renderings.masked(workspace, store, apps));
  const secrets = store && (await secretsStatus(parts, workspace, store));
  // Grouped once, so that the time for each app does not grow with the number of apps.
  const deliverables = masked?.ok ? masked.value.deliverables : [];
  const ofApp = groupBy(deliverables, ({ app }) => app);
  const ofProvider = groupBy(deliverables, ({ app, provider }) => (app === undefined ? provider : undefined));
  const count = masked?.ok ? countApplied(masked.value, state.ticks) : undefined;
  const entries = secrets?.ok ? secrets.value.entries : [];
  const secretOf = new Map(
    entries.flatMap(({ owner, purpose, state: is }) => (purpose === 'client_secret' ? [[owner, is]] : [])),
  );
  const rotating = new Set(secrets?.ok ? secrets.value.rotations.map(({ app }) => app) : []);
  const stored = await parts.secrets.opened?.list(workspace.id);
  const storedOf = groupBy(stored?.ok ? stored.value : [], ({ owner }) => owner);
  return {
    providers: Object.keys(workspace.providers).map((id) => ({
      id,
      answered_at: Object.hasOwn(state.answered, id) ? (state.answered[id] ?? null) : null,
    })),
    apps: await Promise.all(
      apps.map(async (id) => {
        const own = [...(ofProvider.get(workspace.apps[id]!.provider) ?? []), ...(ofApp.get(id) ?? [])];
        const basis = testBasis(workspace, id, storedOf.get(id) ?? []);
        return {
          id,
          applied: count?.(own) ?? { done: 0, changed: 0, total: 0 },
          last: (await parts.tests.history(workspace, id, basis))[0] ?? null,
          secret: rotating.has(id) ? ('rotating' as const) : (secretOf.get(id) ?? 'missing'),
        };
      }),
    ),
  };
}

/** Says in a few words what kind of text was pasted. */
function readAs(text: string): string {
  const trimmed = text.trim();
  if (/^latchkey-probe \d+ begin/m.test(trimmed)) return 'the output of the container command';
  if (/^https?:\/\/\S+$/.test(trimmed))
    return /[?&#](error|code|state)=/.test(trimmed) ? 'an answer in an address' : 'an address';
  if (/^\s*[{[]/.test(trimmed)) return 'a JSON answer';
  const lines = trimmed.split('\n').length;
  return lines > 3 ? `a log of ${lines} lines` : 'an error message';
}
