import { deriveConnection } from '../../../shared/client/derive.ts';
import { containerProbe } from '../../../shared/diagnosis/container-probe.ts';
import { parseContainerProbe } from '../../../shared/diagnosis/container-report.ts';
import type { Explanation } from '../../../shared/diagnosis/explain.ts';
import { redactText } from '../../../shared/diagnosis/redact.ts';
import { makeReport } from '../../../shared/diagnosis/report.ts';
import type { Diagnosis } from '../../../shared/diagnosis/types.ts';
import type { Finding } from '../../../shared/existing/doctor/rule.ts';
import type { Overview } from '../../../shared/host/testing.ts';
import { environmentOf } from '../../../shared/render/environment.ts';
import { ok } from '../../../shared/result.ts';
import { answerOf } from '../answers.ts';
import { noSuchApp, refuse } from '../failures.ts';
import type { CallHandlers } from '../gate.ts';
import { knownConnections } from '../known-connections.ts';
import type { HostParts } from '../parts.ts';
import { basisOf, historyOf, standingsOf } from '../standings.ts';
import type { OpenWorkspace } from '../workspaces.ts';

type Names =
  | 'tests.history'
  | 'overview.get'
  | 'standing.get'
  | 'standing.say'
  | 'explain.text'
  | 'probe.command'
  | 'probe.paste';

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

  'standing.get': async ({ handle, app }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    const [known] = await standingsOf(parts, open.value, [app]);
    return ok({ revision: open.value.revision, app: known! });
  },

  'standing.say': async ({ handle, app, worked }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    const basis = await basisOf(parts, open.value, app);
    if (basis === undefined) return noSuchApp(app);
    await parts.tests.say(open.value.workspace, app, basis, worked, parts.now().toISOString());
    return ok({});
  },

  'explain.text': async ({ text, handle, app, page }) => {
    const open = handle === undefined ? undefined : parts.workspaces.get(handle);
    if (open !== undefined && !open.ok) return open;
    // All of them, since a client ID in the text may be another app's.
    const all =
      open === undefined
        ? []
        : await knownConnections(parts, open.value, Object.keys(open.value.workspace.apps));
    const connections = app === undefined ? all : all.filter((one) => one.app.id === app);
    // Loaded when it is asked for: the rules are no part of the start.
    const [{ pastedConfiguration, sideOf }, { explain }, { describeText }, { probeSaid }, pages] =
      await Promise.all([
        import('../../../shared/existing/doctor/pasted.ts'),
        import('../../../shared/diagnosis/explain.ts'),
        import('../../../shared/diagnosis/reading/described.ts'),
        import('../../../shared/diagnosis/probe-said.ts'),
        import('../../../shared/diagnosis/error-page.ts'),
      ]);
    const [connection] = connections;
    if (page === true && connection !== undefined) {
      const told = pages.explainErrorPage(text, connection);
      return ok({
        read: describeText(text, connections),
        diagnoses: told.map(asPlain),
        redacted: redactText(text) !== text,
      });
    }
    const configuration = pastedConfiguration(text);
    const context = { connections, clients: all, environmentOf, whole: text };
    const found = explain(configuration === undefined ? text : configuration.log, context);
    const said = configuration === undefined && found.length === 0 ? probeSaid(text, context) : undefined;
    return ok({
      ...(configuration === undefined ? {} : { read_as: configuration.what }),
      read: describeText(text, connections),
      ...(said === undefined ? {} : { said }),
      diagnoses: [
        ...found.map(asPlain),
        ...(configuration?.findings ?? []).map((finding) => asDiagnosis(finding, sideOf(finding))),
      ],
      redacted: redactText(text) !== text,
    });
  },

  'probe.command': async ({ handle, app }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    const connection = deriveConnection(open.value.workspace, app, app);
    const probe = containerProbe(connection, environmentOf(connection));
    const { container, no_shell } = connection.app.definition;
    return probe === undefined
      ? ok({
          command: '',
          about: 'The provider’s address is not complete yet, so there is nothing to ask for.',
        })
      : ok({
          command: probe.command,
          about: `${probe.explanation} Paste what it prints below.`,
          ...(container === undefined ? {} : { container }),
          ...(no_shell === undefined ? {} : { no_shell }),
        });
  },

  'probe.paste': async ({ handle, app, output }) => {
    const open = parts.workspaces.get(handle);
    if (!open.ok) return open;
    if (!Object.hasOwn(open.value.workspace.apps, app)) return noSuchApp(app);
    const [connection] = await knownConnections(parts, open.value, [app]);
    if (connection === undefined) return noSuchApp(app);
    const check = parseContainerProbe(output, connection, environmentOf(connection));
    if (check === undefined) {
      const { probeSaid } = await import('../../../shared/diagnosis/probe-said.ts');
      return refuse(
        'not-understood',
        probeSaid(output)?.text ??
          'This is not what the command prints. Paste all of it, from the line with “begin” to the line with “end”.',
      );
    }
    const basis = await basisOf(parts, open.value, app);
    if (basis !== undefined)
      await parts.tests.remember(open.value.workspace, basis, {
        app,
        kind: 'network',
        at: parts.now().toISOString(),
        duration_ms: 0,
        report: makeReport([check], connection),
        claims: [],
      });
    return ok({ check });
  },
});

async function overviewOf(parts: HostParts, open: OpenWorkspace): Promise<Overview> {
  const { workspace, revision } = open;
  const state = await parts.stateOf(workspace.id).read();
  return {
    revision,
    providers: Object.entries(workspace.providers).map(([id, entry]) => ({
      id,
      answered_at: answerOf(state, id, entry)?.at ?? null,
    })),
    apps: await standingsOf(parts, open, Object.keys(workspace.apps)),
  };
}

/** A cause recognised in a text, without the words that it was recognised by. */
const asPlain = ({ matched: _matched, also: _also, ...one }: Explanation): Diagnosis => ({
  ...one,
  explains: [],
});

const CONFIDENCE: Readonly<Record<Finding['severity'], number>> = { error: 0.95, warning: 0.8, info: 0.5 };

/** What the doctor found in pasted configuration, in the form of the causes of an error. */
function asDiagnosis(finding: Finding, side: Diagnosis['side']): Diagnosis {
  const [first = '', ...rest] = finding.message.split(/(?<=[.!?]) (?=[A-Z])/);
  return {
    id: `${finding.rule}:${finding.line}`,
    side,
    title: first,
    cause: [`Line ${finding.line}.`, ...rest].join(' '),
    fix: { text: finding.fix },
    confidence: CONFIDENCE[finding.severity],
    explains: [],
  };
}
