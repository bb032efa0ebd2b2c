import { canParseUrl } from '../can-parse-url.ts';
import type { AppRuntime } from '../catalog/types.ts';
import type { Connection } from '../client/types.ts';
import type { FindingCode } from './findings.ts';
import { differenceOf } from './judges/app-request.ts';
import { classifyDifference } from './judges/issuer.ts';
import { tellsProvider } from './provider-variables.ts';
import { isSecretName, redactText, redactUrl } from './redact.ts';
import type { Check, EvidenceValue, Finding } from './types.ts';

/** What the app is made with, where it is known. */
export const runtimeOf = (connection: Connection | undefined): AppRuntime | undefined =>
  connection?.app.definition.trust(connection.app.entry, connection.app.version.effective).runtime;

/** A variable as the app's files have it. Never one with a secret. */
export interface PlannedVariable {
  readonly name: string;
  readonly value: string;
  /** True if the person may have more in it: a list to which ours is added. */
  readonly isList?: boolean;
}

/** How a setting arrived in the container: its shape, never the value of a secret. */
interface ArrivedValue {
  readonly name: string;
  readonly set: boolean;
  readonly length: number;
  readonly quotes: boolean;
  readonly dollar: boolean;
  readonly blank: boolean;
  readonly digest: boolean;
  /** Only for settings that are not secret; as it was printed. */
  readonly value?: string;
}

const CHECK_ID = 'A1';
const TITLE = 'The app’s own network';
const MAX_BLOCK = 20_000;

/**
 * Finds the block that the container probe printed in the pasted text and judges it: the check for the light “the app's
 * own network”. If a connection is given, the issuer is compared byte for byte, and the variables with those of the app's
 * files. Returns undefined if there is no complete block.
 */
export function parseContainerProbe(
  text: string,
  connection?: Connection,
  planned: readonly PlannedVariable[] = [],
): Check | undefined {
  const fields = block(text);
  if (!fields) return undefined;
  const one = (name: string): string => fields.find(([key]) => key === name)?.[1] ?? '';
  const url = one('url');
  const host = canParseUrl(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
  const [resolved = 'unknown', ...addresses] = one('name').split(' ').filter(Boolean);
  const failure = one('error');
  const status = Number(one('status') || 0);
  const about = {
    place: 'container',
    ...(host === '' ? {} : { host }),
    ...(url === '' ? {} : { url: redactUrl(url) }),
    ...(addresses[0] === undefined ? {} : { address: addresses[0] }),
    ...(status === 0 ? {} : { status }),
  };
  const findings: Finding[] = [];
  const add = (
    code: FindingCode,
    data: Record<string, EvidenceValue> = {},
    severity: Finding['severity'] = 'fail',
  ) => findings.push({ code, severity, data: { ...about, ...data } });

  const issuer = one('issuer');
  const expected = connection?.provider_metadata.issuer;
  const reached = status > 0;
  if (!reached) {
    const code = failureCode(failure, Number(one('exit') || 0), resolved, one('route'));
    if (code === 'connection-refused' && isThisMachine(host, addresses)) add('issuer-unreachable-from-app');
    else if (code) add(code, failure === '' ? {} : { message: redactText(failure) });
  } else if (status === 401 || status === 403) add('discovery-forbidden');
  else if (status === 429) add('rate-limited');
  else if (status >= 500) add('discovery-server-error');
  else if (status >= 400) add('discovery-not-found');
  else if (status >= 300) add('discovery-redirected-elsewhere', { location: redactUrl(one('location')) });
  else if (issuer === '') add(one('body') === 'html' ? 'discovery-html' : 'discovery-not-json');
  else if (expected !== undefined && issuer !== expected) {
    add(classifyDifference(expected, issuer), { expected, actual: redactUrl(issuer) });
  }

  const offset = clockOffset(one('clock'), one('server-date'));
  if (offset !== undefined && Math.abs(offset) > 5) {
    add('clock-off', { offset_s: offset, seconds: offset }, Math.abs(offset) > 300 ? 'fail' : 'warn');
  }

  const arrivals = arrived(fields);
  // With nothing planned, the provider that was asked is still known.
  const asked = connection === undefined ? (issuer === '' ? url : issuer) : undefined;
  const variables = judgeVariables(arrivals, planned, asked);
  for (const { code, severity, data } of variables) add(code, data, severity);

  const trusted =
    reached && url.startsWith('https:') ? (one('checked') === 'no' ? 'not checked' : 'yes') : undefined;
  const failed = findings.some((finding) => finding.severity === 'fail');
  const state: Check['status'] = failed
    ? 'fail'
    : !reached
      ? 'inconclusive'
      : findings.length > 0
        ? 'warn'
        : 'pass';
  const seen = {
    host,
    tool: one('with'),
    trusted,
    runtime: runtimeOf(connection),
    onlyVariables: failed && findings.filter((one) => one.severity === 'fail').every(isOfVariables),
    compared:
      variables.length > 0
        ? 0
        : planned.filter(({ name }) => arrivals.some((one) => one.name === name)).length,
  };
  return {
    id: CHECK_ID,
    title: TITLE,
    status: state,
    light: 'app-network',
    summary: sentence(state, seen),
    evidence: {
      ...about,
      name: resolved,
      addresses,
      with: one('with'),
      ...(trusted === undefined ? {} : { certificate_checked: trusted === 'yes' }),
      ...(issuer === '' ? {} : { issuer: redactUrl(issuer) }),
      ...(failure === '' ? {} : { error: redactText(failure) }),
      ...(offset === undefined ? {} : { offset_s: offset }),
      ...(seen.compared === 0 ? {} : { variables_as_in_workspace: seen.compared }),
    },
    findings,
    ...(state === 'pass' || state === 'warn' ? { proofs: ['app-reached-provider'] as const } : {}),
  };
}

/**
 * What Docker says when the command did not run, and what to do then. Sources: docker/cli and moby
 * (`No such container`, `is not running`, `Cannot connect to the Docker daemon`, `permission denied …`), opencontainers/runc
 * (`executable file not found in $PATH`), and shells without the program.
 */
const DOCKER_SAYS: readonly (readonly [RegExp, (name: string) => string])[] = [
  [
    /No such container: ([\w.-]{1,128})/i,
    (name) =>
      `No container here is called ${name}. “docker ps” lists the names: put the right one into the command, and run it again.`,
  ],
  [
    /Container ([\w.-]{1,128}) is not running/i,
    (name) => `The container ${name} is not running. Start it, and run the command again.`,
  ],
  [
    /exec: "sh": (?:stat sh: no such file or directory|executable file not found)/i,
    () => 'This container has no shell, so nothing can be asked from inside it. The other lights have to do.',
  ],
  [
    /Cannot connect to the Docker daemon/i,
    () =>
      'Docker does not run where the command was run. Run it on the machine that runs the app, or start Docker there.',
  ],
  [
    /permission denied while trying to connect to the (?:Docker daemon|docker API)/i,
    () => 'This user may not use Docker there. Run the command as one who may, for example with “sudo”.',
  ],
  [
    /docker: (?:command )?not found/i,
    () => 'There is no “docker” where the command was run. Run it on the machine that runs the app.',
  ],
];

/** Why the probe printed nothing, in a sentence with what to do; undefined if Docker does not say it. */
export function whyNoProbe(text: string): string | undefined {
  for (const [pattern, tell] of DOCKER_SAYS) {
    const said = pattern.exec(text);
    if (said) return tell(said[1] ?? '');
  }
  return undefined;
}

/**
 * The lines between the two marks, as names and values. Ignores prompts, colours and the kind of line ends.
 */
function block(text: string): readonly (readonly [string, string])[] | undefined {
  const bare = withoutColours(text);
  const begin = lastMark(bare, 'begin');
  if (!begin) return undefined;
  const end = /^[^\n]{0,60}?latchkey-probe 1 end[ \t]*$/m.exec(
    bare.slice(begin.after, begin.after + MAX_BLOCK),
  );
  if (!end) return undefined;
  return bare
    .slice(begin.after, begin.after + end.index)
    .split('\n')
    .flatMap((line) => {
      const match = /^[ \t>|]{0,20}([a-z][a-z-]{1,20}): ?(.{0,600})/.exec(line);
      return match ? [[match[1]!, match[2]!.trim()] as const] : [];
    });
}

/** Which end is missing of what the probe printed; undefined if none is, or if it printed none of the text. */
export function probeCut(text: string): 'beginning' | 'end' | undefined {
  const bare = withoutColours(text);
  if (lastMark(bare, 'begin')) return block(text) ? undefined : 'end';
  return lastMark(bare, 'end') ? 'beginning' : undefined;
}

/** The text without what the probe printed: its names of variables are no messages. */
export const withoutProbe = (text: string): string =>
  text.replace(/^[^\n]{0,60}latchkey-probe 1 begin[\s\S]{0,20000}?latchkey-probe 1 end/gm, '');

const withoutColours = (text: string): string =>
  text.replace(/\u001b\[[0-?]{0,32}[ -/]{0,8}[@-~]/g, '').replaceAll('\r', '\n');

/** Finds the last complete mark: pasted terminal text may contain several runs and the script itself. */
function lastMark(text: string, word: string): { readonly after: number } | undefined {
  const mark = `latchkey-probe 1 ${word}`;
  for (let at = text.lastIndexOf(mark); at >= 0; at = at === 0 ? -1 : text.lastIndexOf(mark, at - 1)) {
    const next = text.slice(at + mark.length, at + mark.length + 200);
    if (/^[ \t]*(?:\n|$)/.test(next)) return { after: at + mark.length };
  }
  return undefined;
}

const FAILURES: readonly (readonly [RegExp, FindingCode])[] = [
  // In Python only the file with the authorities is opened before anything is asked.
  [
    /^python3: \[Errno (?:2|21)\]|error setting certificate (?:verify locations|file)|unable to load ca-?cert|cannot load CA/i,
    'tls-ca-file-missing',
  ],
  [/certificate has expired|CERT_HAS_EXPIRED|certificate expired/i, 'tls-expired'],
  [/not yet valid|CERT_NOT_YET_VALID/i, 'tls-not-yet-valid'],
  [
    /altname|host ?name mismatch|subject name matches|does not match target host|not valid for|doesn't match requested|common name/i,
    'tls-wrong-name',
  ],
  [/self[- ]signed certificate(?! in certificate chain)|DEPTH_ZERO_SELF_SIGNED/i, 'tls-self-signed'],
  [
    /local issuer|unknown (?:authority|issuer|ca)|self[- ]signed certificate in certificate chain|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|verify failed|cannot verify|unable to (?:locally )?verify|certificate problem|issuer is unknown/i,
    'tls-unknown-ca',
  ],
  [
    /wrong version number|ssl_error_syscall|packet length|tls handshake|ssl routines|EPROTO|record layer/i,
    'tls-not-spoken',
  ],
  [
    /resolve|not known|bad address|name resolution|ENOTFOUND|EAI_AGAIN|unknown host|nodename nor servname/i,
    'dns-not-found',
  ],
  [/refused|ECONNREFUSED/i, 'connection-refused'],
  [/time?d? ?-?out|ETIMEDOUT|no route|unreachable|EHOSTUNREACH/i, 'connection-timed-out'],
  [/reset|ECONNRESET|empty reply|closed|hang up|unexpected eof/i, 'connection-reset'],
];

/** Exit statuses of curl and of `timeout`. */
const EXITS: Readonly<Record<number, FindingCode>> = {
  6: 'dns-not-found',
  7: 'connection-refused',
  28: 'connection-timed-out',
  35: 'tls-not-spoken',
  52: 'connection-reset',
  56: 'connection-reset',
  60: 'tls-unknown-ca',
  77: 'tls-ca-file-missing',
  124: 'connection-timed-out',
  143: 'connection-timed-out',
};

function failureCode(error: string, exit: number, resolved: string, route: string): FindingCode | undefined {
  // If the system's own resolver found nothing, the tool's message only repeats that.
  if (resolved === 'fail') return 'dns-not-found';
  for (const [pattern, code] of FAILURES) if (pattern.test(error)) return code;
  if (route === 'fail') return 'connection-refused';
  return EXITS[exit];
}

const isThisMachine = (host: string, addresses: readonly string[]): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  [host, ...addresses].some((address) => /^127\./.test(address) || address === '::1');

/** Seconds by which the container's clock is ahead of the provider's. */
function clockOffset(clock: string, date: string): number | undefined {
  const server = Date.parse(date);
  const local = Number(clock);
  return clock === '' || !Number.isFinite(local) || !Number.isFinite(server)
    ? undefined
    : Math.round(local - server / 1000);
}

function sentence(
  status: Check['status'],
  seen: {
    readonly host: string;
    readonly tool: string;
    readonly trusted: string | undefined;
    readonly runtime: AppRuntime | undefined;
    /** True if the way to the provider is well and only variables of the app are not. */
    readonly onlyVariables: boolean;
    /** How many variables are as the app's files have them. */
    readonly compared: number;
  },
): string {
  const host = seen.host || 'the provider';
  if (status === 'inconclusive') {
    return seen.tool === 'none'
      ? `The container has no tool that could ask ${host}.`
      : `What the container saw of ${host} can't be told.`;
  }
  if (seen.onlyVariables)
    return `The container reaches ${host}, but the app's settings in it are not those of the workspace.`;
  if (status === 'fail') return `From inside the container, ${host} can't be used as it should be.`;
  const trust =
    seen.trusted === 'not checked'
      ? ' The certificate was not checked, for want of a tool that does.'
      : seen.runtime === 'java'
        ? ' Java has its own list of authorities, which was not tested.'
        : '';
  const variables =
    seen.compared === 0
      ? ''
      : ` What it prints of the app's settings is as in the workspace (${seen.compared} ${seen.compared === 1 ? 'variable' : 'variables'}).`;
  return status === 'warn'
    ? `The container reaches ${host}, with something to mend.${trust}`
    : `The container resolves and reaches ${host} and finds its document.${variables}${trust}`;
}

function arrived(fields: readonly (readonly [string, string])[]): ArrivedValue[] {
  const open = new Map<string, string>();
  for (const [key, value] of fields) {
    const at = value.indexOf(' ');
    if (key === 'value' && at > 0) open.set(value.slice(0, at), value.slice(at + 1));
  }
  return fields.flatMap(([key, text]) => {
    const match =
      /^([A-Za-z_][A-Za-z0-9_]{0,120}) (?:(unset)|length=(\d{1,6}) quotes=(yes|no) dollar=(yes|no) blank=(yes|no) digest=(yes|no))$/.exec(
        text,
      );
    if (key !== 'env' || !match) return [];
    const value = open.get(match[1]!);
    return [
      {
        name: match[1]!,
        set: match[2] === undefined,
        length: Number(match[3] ?? 0),
        quotes: match[4] === 'yes',
        dollar: match[5] === 'yes',
        blank: match[6] === 'yes',
        digest: match[7] === 'yes',
        ...(value === undefined ? {} : { value }),
      },
    ];
  });
}

type Judged = Pick<Finding, 'code' | 'severity' | 'data'>;

const isOfVariables = ({ code }: Finding): boolean =>
  code === 'container-value-differs' || code === 'container-environment-missing';

/** What is wrong with the variables: by their shape, and beside those of the app's files. */
function judgeVariables(
  arrivals: readonly ArrivedValue[],
  planned: readonly PlannedVariable[],
  asked: string | undefined,
): readonly Judged[] {
  if (arrivals.length > 1 && arrivals.every((one) => !one.set))
    return [
      {
        code: 'container-environment-missing',
        severity: 'fail',
        data: { variables: arrivals.map(({ name }) => name) },
      },
    ];
  return arrivals.flatMap((one) => {
    const plan = planned.find(({ name }) => name === one.name);
    const difference =
      plan === undefined ? (flawOf(one) ?? otherProvider(one, asked)) : differenceFrom(plan, one);
    if (difference === undefined) return [];
    const { how, severity = 'fail', ...rest } = difference;
    return [{ code: 'container-value-differs', severity, data: { variable: one.name, how, ...rest } }];
  });
}

interface Difference {
  readonly how: string;
  readonly severity?: Finding['severity'];
  readonly expected?: string;
  readonly sent?: string;
  readonly expected_length?: number;
  readonly sent_length?: number;
}

/** Variables whose value is never one with blanks or a dollar sign. */
const isCredential = (name: string): boolean => isSecretName(name) || /(?:SECRET|_ID)$/.test(name);

/** What the shape alone shows, where nothing is known of the value that belongs there. */
function flawOf(one: ArrivedValue): Difference | undefined {
  if (!one.set) return isCredential(one.name) ? { how: 'unset' } : undefined;
  if (one.length === 0) return { how: 'empty' };
  if (one.quotes) return { how: 'quotes' };
  if (!isCredential(one.name)) return undefined;
  if (one.digest) return { how: 'digest' };
  if (one.blank) return { how: 'blank' };
  return one.dollar ? { how: 'dollar' } : undefined;
}

/** How the provider that an app is told is another one than the probe asked. Its path may be of several forms. */
function otherProvider(one: ArrivedValue, asked: string | undefined): Difference | undefined {
  if (asked === undefined || !canParseUrl(asked) || one.value === undefined || !tellsProvider(one.name))
    return undefined;
  const expected = new URL(asked).origin;
  const isUrl = /^https?:\/\//i.test(one.value) && canParseUrl(one.value);
  if (isUrl && new URL(one.value).origin === expected) return undefined;
  const how = isUrl ? differenceOf(new URL(one.value).origin, expected) : 'malformed';
  return { how, expected, sent: redactUrl(one.value) };
}

const utf8 = new TextEncoder();
const TRUE = /^(?:true|1|yes|on)$/i;
const FALSE = /^(?:false|0|no|off)$/i;

/** How a value differs from the one of the app's files, if it does. */
function differenceFrom({ value, isList }: PlannedVariable, one: ArrivedValue): Difference | undefined {
  if (!one.set) return { how: 'unset', expected: redactUrl(value) };
  if (one.length === 0) return value === '' ? undefined : { how: 'empty', expected: redactUrl(value) };
  const expected_length = utf8.encode(value).length;
  if (one.value === undefined) {
    // Only its shape is known, as of a client ID.
    if (one.quotes && !/^["']/.test(value)) return { how: 'quotes' };
    return one.length === expected_length
      ? undefined
      : { how: 'length', expected_length, sent_length: one.length };
  }
  const isWhole = utf8.encode(one.value).length === one.length;
  if (one.value === value && isWhole) return undefined;
  if (!isWhole && one.value === value.trim())
    return { how: 'end', expected: redactUrl(value), expected_length, sent_length: one.length };
  // The probe prints the beginning of a long value.
  if (!isWhole && one.length === expected_length && value.startsWith(one.value)) return undefined;
  if (TRUE.test(value) ? TRUE.test(one.value) : FALSE.test(value) && FALSE.test(one.value)) return undefined;
  const parts = (list: string) => list.split(/[\s,]+/).filter((part) => part !== '');
  if (isList && parts(value).every((part) => parts(one.value!).includes(part))) return undefined;
  const shown = { expected: redactUrl(value), sent: redactUrl(one.value) };
  if (one.quotes && !/^["']/.test(value)) return { how: 'quotes', ...shown };
  if (!/^https?:/i.test(value)) return { how: 'other', severity: 'warn', ...shown };
  const how = /^https?:\/\//i.test(one.value) ? differenceOf(one.value, value) : 'malformed';
  return { how, severity: how === 'slash' ? 'warn' : 'fail', ...shown };
}
