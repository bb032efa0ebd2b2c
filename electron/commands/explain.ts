import { deriveConnections } from '../../shared/client/derive.ts';
import type { Connection } from '../../shared/client/types.ts';
import { type Explanation, explain } from '../../shared/diagnosis/explain.ts';
import { fixToText } from '../../shared/diagnosis/fix-text.ts';
import { CLAIMED } from '../../shared/diagnosis/joining.ts';
import { printable } from '../../shared/diagnosis/printable.ts';
import { type ProbeSaid, probeSaid } from '../../shared/diagnosis/probe-said.ts';
import { describeText, type TextRead } from '../../shared/diagnosis/reading/described.ts';
import { MAX_PASTED } from '../../shared/diagnosis/reading/entries.ts';
import { pastedConfiguration } from '../../shared/existing/doctor/pasted.ts';
import { toldOf } from '../../shared/existing/doctor/rule.ts';
import { environmentOf } from '../../shared/render/environment.ts';
import type { Workspace } from '../../shared/workspace/types.ts';
import { storedClientIds } from './client-ids.ts';
import { EXIT, loadWorkspace, readOptions, readStdin, refuse } from './common.ts';
import { findingsAsText } from './findings-text.ts';
import { debugSentence, NEXT, readSentence } from './read-text.ts';

const GO_ON =
  'Go on with the test login (latchkey login), and with the log of the provider at the moment of a failed login.';
/** Where to go on when the container sees everything as it should be. */
const AFTER_A_GOOD = {
  'way-and-settings': `So neither the way to the provider nor these settings are the cause. ${GO_ON}`,
  way: `So the way to the provider is not the cause. Whether the app’s settings are right was not compared: latchkey explain WORKSPACE does that. ${GO_ON}`,
} as const;

const SIDES = {
  provider: 'the provider',
  app: 'the app',
  proxy: 'the proxy',
  host: 'the host or network',
} as const;

/** The options that the command reads. */
export const OPTIONS = { json: { type: 'boolean' } } as const;

/**
 * `latchkey explain`: explains a pasted error, address or log; configuration in it is examined instead. Exit status 3 if
 * nothing in it is recognised.
 */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('explain', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  if (positionals.length > 1) {
    return refuse({
      code: 'wrong-use',
      message: 'explain takes one workspace file at most. See latchkey explain --help.',
    });
  }
  const workspace = positionals[0] === undefined ? undefined : await loadWorkspace(positionals[0]);
  if (workspace && !workspace.ok) return refuse(workspace.error);
  if (process.stdin.isTTY) process.stderr.write('Paste the text, then press Ctrl-D.\n');
  const text = await readStdin(MAX_PASTED);
  if (!text.ok) return refuse(text.error);
  const configuration = pastedConfiguration(text.value);
  const context = {
    whole: text.value,
    ...(workspace ? { connections: await connectionsOf(workspace.value), environmentOf } : {}),
  };
  const found = explain(configuration === undefined ? text.value : configuration.log, context);
  const said = probeSaid(text.value, context);
  const read = describeText(text.value, context.connections);

  if (values.json) {
    const explanations = found.map(({ fix, ...rest }) => ({ ...rest, fix: fixToText(fix), fix_detail: fix }));
    const findings = configuration === undefined ? {} : { findings: configuration.findings.map(toldOf) };
    const probe = said === undefined ? {} : { probe: said };
    process.stdout.write(`${JSON.stringify({ read, ...probe, explanations, ...findings }, null, 2)}\n`);
  } else if (configuration !== undefined) {
    process.stdout.write(
      [
        ...found.map(describeExplanation),
        `${found.length > 0 ? 'Beside it, r' : 'R'}ead as ${configuration.what}.\n${findingsAsText(configuration.findings)}`,
      ].join('\n'),
    );
  } else if (found.length === 0) {
    process.stdout.write(`${describeNothing(said, read)}\n`);
  } else {
    process.stdout.write(`${readSentence(read)}\n\n${found.map(describeExplanation).join('\n')}`);
  }
  return found.length > 0 || configuration !== undefined || said?.well !== undefined
    ? EXIT.well
    : EXIT.inconclusive;
}

/** What is said of a text in which no cause was recognised: what it is, and where to go on. */
export function describeNothing(said: ProbeSaid | undefined, read: TextRead): string {
  if (said === undefined)
    return `${readSentence(read)} Nothing in it is known.\n${NEXT[read.next]}${debugSentence(read)}`;
  return [one(said.text), ...(said.well === undefined ? [] : [AFTER_A_GOOD[said.well]])].join(' ');
}

/** The connections with the client ids that the keychain has. Without them an id in the text is compared with none. */
async function connectionsOf(workspace: Workspace): Promise<readonly Connection[]> {
  const ids = await storedClientIds(workspace);
  if (!ids.ok)
    process.stderr.write(
      `Client IDs are compared only with those in the workspace file: ${printable(ids.error.message, 1_000)}\n`,
    );
  return deriveConnections(workspace, ids.ok ? ids.value : {});
}

/** One explanation for a terminal. A profile or a setting may hold line breaks, so each text is put on one line; a value may have several. */
export function describeExplanation(found: Explanation, index: number): string {
  const lines = [
    `${index === 0 ? (found.confidence < CLAIMED ? 'Perhaps' : 'Most likely') : found.also === true ? 'Also' : 'Or'}: ${one(found.title)}  (${one(found.id)})`,
    `  ${found.either || found.elsewhere ? '' : `Edit ${SIDES[found.side]}. `}${one(found.fix.text)}`,
    ...(found.fix.setting === undefined ? [] : [`  Setting: ${one(found.fix.setting)}`]),
    ...(found.fix.value === undefined
      ? []
      : [`  Value:   ${found.fix.value.split('\n').map(one).join('\n           ')}`]),
    `  Why: ${one(found.cause)}`,
    `  Recognised by: ${one(found.matched)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const one = (text: string): string => printable(text, 4_000);
