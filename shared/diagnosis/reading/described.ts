import { canParseUrl } from '../../can-parse-url.ts';
import type { AppDefinition, DebugLog } from '../../catalog/types.ts';
import type { Connection } from '../../client/types.ts';
import { resolveVersion } from '../../version.ts';
import { startMessages } from '../authelia-start/messages.ts';
import { complaints } from '../judges/words.ts';
import { lower, normalise } from '../normalise.ts';
import { namedIn } from '../own-words.ts';
import { type Entry, entriesOf, MAX_PASTED } from './entries.ts';
import { isFirstTry, isHarmless } from './harmless.ts';
import { isSentence } from './prose.ts';

/** What kind of text somebody pasted. `answer` is an address with an answer of the provider in it, `report` what somebody tells. */
export type TextKind = 'probe' | 'address' | 'answer' | 'page' | 'json' | 'log' | 'message' | 'report';

/**
 * Where to look if nothing in a text is known. `first-try`: the provider refused one way of sending the secret, as it
 * also does at logins that succeed. `code-given`: its log ends where the app has a code.
 */
export type NextStep = 'check' | 'app-log' | 'other-log' | 'provider-log' | 'first-try' | 'code-given';

/** What a text is, for a person to see that it was read as it was meant. */
export interface TextRead {
  readonly kind: TextKind;
  /** The program that wrote it, if the text shows it. */
  readonly of?: string;
  /** Set for a log: how many lines it has, and how many of them say that something is wrong. */
  readonly lines?: number;
  readonly matter?: number;
  readonly next: NextStep;
  /** How the app's log is set to debug, where that helps next and is known. */
  readonly debug?: { readonly app: string } & DebugLog;
}

/** How the logs of providers look, and no app's. */
const PROVIDER_LOGS: readonly (readonly [name: string, form: RegExp])[] = [
  [
    'Authelia',
    // An app's log has it as the name of its provider, or in an address.
    /level["=: ]{1,4}\w{4,8}.{0,4000}(?:\bpath["=: ]{1,4}\/api\/(?:oidc|authz|verify)\b|identity_providers|(?:msg["=: ]{1,4}|(?<![\w=./:@"'-]))authelia(?![\w.:/-]))/i,
  ],
  ['authentik', /"logger": ?"authentik\.|"app": ?"authentik\./],
  [
    'Keycloak',
    /\[org\.keycloak\b|type="?(?:LOGIN|CODE_TO_TOKEN|REFRESH_TOKEN|CLIENT_LOGIN)(?:_ERROR)?"?, realm/,
  ],
  ['Pocket ID', /\[GIN\].{0,400}"\/api\/oidc\//],
  ['Zitadel', /caller="?.{0,200}\/zitadel\//],
];

/** So many lines are looked at for the form of a log. */
const MOST_LINES = 2000;
/** A text of fewer lines is a message, unless they have levels. */
const FEW = 3;

/** Says what a text is, by its form and the programs that it names. Reads at most one MiB. */
export function describeText(text: string, connections: readonly Connection[] = []): TextRead {
  const read = formOf(text, connections);
  const debug = ASKS_APP.has(read.next) ? debugOf(text, connections) : undefined;
  return debug === undefined ? read : { ...read, debug };
}

/** What to do next asks for more of the app's own log. */
const ASKS_APP: ReadonlySet<NextStep> = new Set(['app-log', 'other-log', 'first-try']);

/** How the log of the one app that the text is about is set to debug. */
function debugOf(text: string, connections: readonly Connection[]): TextRead['debug'] {
  const named = appOf(text, connections) ?? (connections.length === 1 ? connections[0] : undefined);
  if (named === undefined) return undefined;
  const [definition, version] =
    'app' in named
      ? [named.app.definition, named.app.version.effective]
      : [named, resolveVersion(undefined, named.versions).effective];
  const way = definition.debugLog?.(version);
  if (way === undefined) return undefined;
  const app = definition.name;
  return 'variable' in way ? { app, variable: way.variable, value: way.value } : { app, where: way.where };
}

function formOf(text: string, connections: readonly Connection[]): TextRead {
  const trimmed = text.slice(0, MAX_PASTED).trim();
  if (/^latchkey-probe \d+ begin/m.test(trimmed)) return { kind: 'probe', next: 'app-log' };
  if (/^https?:\/\/\S+$/.test(trimmed))
    return /[?&#](?:error|code|state)=/.test(trimmed) && !/[?&]client_id=/.test(trimmed)
      ? { kind: 'answer', next: 'app-log' }
      : { kind: 'address', next: 'check' };
  if (/^<(?:!doctype|html)/i.test(trimmed)) return { kind: 'page', next: 'app-log' };

  const entries = entriesOf(trimmed);
  const lines = trimmed === '' ? 0 : trimmed.split('\n').length;
  const levels = entries.filter(({ level }) => level !== 'plain').length;
  const start = saysOfStart(trimmed);
  const provider = providerOf(trimmed) ?? (start ? 'Authelia' : undefined);
  const of = provider ?? nameOf(appOf(trimmed, connections));
  const known = of === undefined ? {} : { of };
  const told = trimmed.split('\n', MOST_LINES).filter((line) => line.trim() !== '');
  // The list that Authelia prints of its configuration reads like sentences of a person.
  if (start && levels === 0) return { kind: 'message', ...known, next: 'other-log' };
  if (
    provider === undefined &&
    levels < 2 &&
    2 * told.filter(isSentence).length >= told.length &&
    told.length > 0
  )
    return { kind: told.length > 1 ? 'report' : 'message', ...known, next: 'app-log' };
  const isLog = provider !== undefined || levels > 1 || lines > FEW;
  if (!isLog)
    return {
      kind: /^(?:\{|\[\s*(?:[\]{["\d-]|(?:true|false|null)\b))/.test(trimmed) ? 'json' : 'message',
      ...known,
      next: levels > 0 ? 'provider-log' : 'app-log',
    };
  const matter = entries
    .filter(
      ({ level, text: entry }) =>
        !isHarmless(entry, connections[0]) &&
        (level === 'error' ||
          level === 'warning' ||
          (level === 'info' && complaints(entry) !== '') ||
          (level === 'plain' && levels === 0)),
    )
    .reduce((sum, entry) => sum + entry.text.split('\n').filter((line) => line.trim() !== '').length, 0);
  return {
    kind: 'log',
    ...known,
    lines,
    matter,
    next: provider === undefined ? 'provider-log' : afterProvider(entries, connections[0]),
  };
}

/** Where to look after a log of the provider in which nothing is wrong. */
function afterProvider(entries: readonly Entry[], connection: Connection | undefined): NextStep {
  const said = entries
    .slice(-MOST_LINES)
    .map(({ text }) => lower(normalise(text)))
    .filter((words) => words !== '');
  if (said.some((words) => isFirstTry(words, connection))) return 'first-try';
  return CODE_GIVEN.every((words) => said.at(-1)?.includes(words) === true) ? 'code-given' : 'other-log';
}

/** Authelia's words for a request that ends with a code. */
const CODE_GIVEN = ['authorization request with id', 'successfully processed'];

/** True if Authelia says something of its configuration: its log then has no other sign of it. */
const saysOfStart = (text: string): boolean =>
  startMessages(text.split('\n', MOST_LINES).join('\n')).messages.length > 0;

/** The provider whose log this is. */
function providerOf(text: string): string | undefined {
  const lines = text.split('\n', MOST_LINES).map((line) => line.slice(0, 4000));
  return PROVIDER_LOGS.find(([, form]) => lines.some((line) => form.test(line)))?.[0];
}

/** The one app that the text names, or whose address is in it. */
function appOf(text: string, connections: readonly Connection[]): AppDefinition | Connection | undefined {
  const words = lower(normalise(text.slice(0, 200_000)));
  const named = namedIn(words);
  if (named.length === 1)
    return connections.find(({ app }) => app.definition.kind === named[0]!.kind) ?? named[0];
  const own = connections.filter(({ app }) => canParseUrl(app.url) && words.includes(new URL(app.url).host));
  return own.length === 1 ? own[0] : undefined;
}

const nameOf = (app: AppDefinition | Connection | undefined): string | undefined =>
  app === undefined ? undefined : 'app' in app ? app.app.definition.name : app.name;
