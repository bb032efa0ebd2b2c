import { describeLoss, lossRemark } from '../client/access-loss.ts';
import { awaited } from '../client/pending.ts';
import type { Connection } from '../client/types.ts';
import { groupBy } from '../group-by.ts';
import type { SecretBag } from '../secrets.ts';
import { assumedEndpoints, assumedNote } from './assumed.ts';
import { marked } from './profiled/marked.ts';
import { providerScope } from './profiled/provider.ts';
import { choiceOf, holdingOf, scopeOf } from './profiled/scope.ts';
import { code, prose } from './text/markdown.ts';
import type { Deliverable, FileDeliverable } from './types.ts';

/** What to do once the files of one side are in place, and how to check that it worked. */
interface Aftermath {
  readonly restart: string;
  readonly check: readonly string[];
}

/** An app of which nothing is known. */
const anyApp = ({ app }: Connection): Aftermath => ({
  restart: ANY_RESTART,
  check: [`${code(app.url)} offers the login through the provider.`],
});
const ANY_RESTART = 'Restart the app if it reads its settings at start.';
const ANY_RESTART_THERE = 'Whether it must be restarted, its own documentation says; most need not.';

function providerAftermath(connection: Connection): Aftermath {
  const { profile } = connection.provider.definition;
  const { provider_metadata: metadata } = connection;
  if (profile === undefined)
    return {
      restart: ANY_RESTART_THERE,
      check: [`${code(metadata.discovery_url)} answers with the issuer ${code(metadata.issuer)}.`],
    };
  const scope = providerScope(profile, connection, undefined);
  const { restart, check } = profile.after;
  return {
    restart: marked(choiceOf(restart, scope), scope) ?? ANY_RESTART_THERE,
    check: holdingOf(check, scope).flatMap((one) => marked(one, scope) ?? []),
  };
}

function aftermathOf(connection: Connection): Aftermath {
  const { profile } = connection.app.definition;
  if (profile === undefined) return anyApp(connection);
  const scope = scopeOf(profile, connection, '');
  const { restart, check } = profile.after;
  return {
    restart: marked(choiceOf(restart, scope), scope) ?? ANY_RESTART,
    check: holdingOf(check, scope).flatMap((one) => marked(one, scope) ?? []),
  };
}

/** What is described by a file beside the workspace, which may come from anyone. */
function describedBeside(connections: readonly Connection[]): string[] {
  const own = connections
    .flatMap(({ provider, app }) => [provider.definition, app.definition])
    .filter(({ is_own }) => is_own);
  const names = [...new Set(own.map(({ name }) => name))];
  return names.flatMap((name) => [
    `${prose(name)} is described in a file beside the workspace, which we have not checked. Read what is written for it before you use it.`,
    '',
  ]);
}

/** The readme of an export: what goes where, the order, what to restart, check and keep secret. */
export function renderReadme(
  connections: readonly Connection[],
  deliverables: readonly Deliverable[],
  secrets: SecretBag,
): FileDeliverable {
  const text = [
    '# What to do with these files',
    '',
    ...errors(connections),
    ...losses(connections),
    ...notYet(connections, secrets),
    ...secretFiles(deliverables),
    ...assumed(connections),
    ...describedBeside(connections),
    'First the provider, then the app: an app that starts before its provider knows it shows no login or an error.',
    '',
    ...sections(connections, deliverables),
    '## At the end',
    '',
    '- Sign in once through the provider in a private browser window, and keep another way into the app until that worked.',
    ...afterBoth(deliverables),
    ...(connections.some((connection) => connection.test_redirect_uri !== undefined)
      ? ['- Remove the test redirect URI at the provider once the test login is done; its lines are marked.']
      : []),
    '- Delete these files when they are in place. As long as the secrets are kept, they can be made again, the same to the byte.',
  ];
  return {
    path: 'README.md',
    kind: 'readme',
    side: 'provider',
    provider: connections[0]?.provider.id ?? '',
    secret: false,
    title: 'What to do with these files',
    purpose: 'To be read first.',
    form: 'file',
    language: 'markdown',
    lines: text.map((line) => ({ text: line })),
  };
}

function errors(connections: readonly Connection[]): string[] {
  const lines = connections.flatMap((connection) =>
    connection.notices
      .filter((notice) => notice.severity === 'error')
      .map(
        (notice) =>
          `- ${code(connection.app.id)}: ${prose(notice.message)}${notice.fix === undefined ? '' : ` ${prose(notice.fix)}`}`,
      ),
  );
  return lines.length === 0 ? [] : ['## First: this can’t work as stated', '', ...new Set(lines), ''];
}

/** Who loses access by the last change, by app. */
function losses(connections: readonly Connection[]): string[] {
  const losing = connections.filter(({ access_loss }) => access_loss !== undefined);
  if (losing.length === 0) return [];
  return [
    '## Some people lose access',
    '',
    ...losing.map(({ app, access_loss }) => `- ${code(app.id)}: ${prose(describeLoss(access_loss!))}`),
    '',
    ...new Set(losing.map(lossRemark)),
    '',
  ];
}

/** Which addresses in the files nobody has confirmed, by provider. */
function assumed(connections: readonly Connection[]): string[] {
  const open = connections.filter((connection) => assumedEndpoints(connection).length > 0);
  const byProvider = new Map(open.map((connection) => [connection.provider.id, connection]));
  if (byProvider.size === 0) return [];
  return [
    '## Assumed addresses',
    '',
    ...[...byProvider].map(([id, connection]) => `- ${code(id)}: ${prose(assumedNote(connection)!)}`),
    '',
  ];
}

/** Apps whose own side can’t work before the provider made something. */
function notYet(connections: readonly Connection[], secrets: SecretBag): string[] {
  const lines = connections.flatMap((connection) => {
    const what = awaited(connection, secrets);
    return what === undefined ? [] : [`- ${code(connection.app.id)}: ${prose(what)}`];
  });
  return lines.length === 0 ? [] : ['## Not ready yet', '', ...lines, ''];
}

function secretFiles(deliverables: readonly Deliverable[]): string[] {
  const paths = deliverables.filter((one) => one.secret).flatMap(pathsOf);
  if (paths.length === 0) return [];
  return [
    '## Secrets',
    '',
    'These files hold secrets in clear or keys. Only you can read them; keep it so, and out of Git and mail:',
    '',
    ...paths.map((path) => `- ${code(path)}`),
    '',
  ];
}

function sections(connections: readonly Connection[], deliverables: readonly Deliverable[]): string[] {
  const ofProvider = groupBy(deliverables, (one) => (one.side === 'provider' ? one.provider : undefined));
  const ofApp = groupBy(deliverables, (one) => (one.side === 'app' ? one.app : undefined));
  const lines: string[] = [];
  let number = 1;
  for (const [id, own] of groupBy(connections, (connection) => connection.provider.id)) {
    const { provider } = own[0]!;
    const files = ofProvider.get(id) ?? [];
    lines.push(
      ...section(
        number++,
        `Provider ${code(id)}: ${provider.definition.name}`,
        files,
        providerAftermath(own[0]!),
      ),
    );
    for (const connection of own) {
      const { app } = connection;
      const mine = ofApp.get(app.id) ?? [];
      const what = `App ${code(app.id)}: ${prose(app.definition.name)}`;
      // If there is only a guide, there is nothing to restart or check: the guide says what to do instead.
      const after = mine.some((one) => one.kind !== 'guide') ? aftermathOf(connection) : undefined;
      lines.push(...section(number++, what, mine, after));
    }
  }
  return lines;
}

function section(
  number: number,
  title: string,
  files: readonly Deliverable[],
  after: Aftermath | undefined,
): string[] {
  return [
    `## ${number}. ${title}`,
    '',
    ...files.map(
      (one) =>
        `- ${code(one.path)}${one.secret ? ' (secret)' : ''}: ${prose(one.title)}. ${prose(one.purpose)}`,
    ),
    ...(files.length === 0 ? ['- No file for this side.'] : []),
    '',
    ...(after === undefined
      ? []
      : [`Then: ${after.restart}`, '', 'To check:', '', ...after.check.map((line) => `- ${line}`), '']),
  ];
}

/** The steps of guides that wait for both sides, and those for who can’t sign in then. */
const afterBoth = (deliverables: readonly Deliverable[]): string[] =>
  (['both', 'failure'] as const).flatMap((when) =>
    deliverables.flatMap((one) =>
      one.form === 'guide'
        ? one.steps
            .filter(({ after }) => after === when)
            .map(
              ({ title }) =>
                `- ${when === 'both' ? 'With both sides in place: ' : ''}${prose(title)} (${code(one.path)}).`,
            )
        : [],
    ),
  );

/** The paths of the files; a guide has two. */
const pathsOf = (one: Deliverable): string[] =>
  one.form === 'guide' ? [one.path, one.path.replace(/\.md$/, '.json')] : [one.path];
