import { looksLikeEnv } from './settings/env-text.ts';

/** The parts of a text that somebody put together from several files. Each is as long as the text, the rest blank. */
export interface Segments {
  readonly env?: string;
  readonly yaml?: string;
  /** Lines of a log or answers of a server. */
  readonly log?: string;
}

const ENV_LINE = /^(?:export\s+)?[A-Za-z_][A-Za-z0-9_.]*\s*=/;
const YAML_LINE = /^(?:[A-Za-z_][\w.-]*:(?:\s|$)|-\s+[A-Za-z_"'])/;
/** Keys with which a part of a provider's file begins. An env file has none of them by mistake. */
const OF_PROVIDERS =
  /^(?:-\s+)?(?:identity_providers|oidc|clients|claims_policies|authorization_policies|client_id|redirect_uris|entries|services):/m;
const LOG_LINE =
  /^(?:\{\s*"(?:error|level|event|msg|message|time|timestamp|ts|auth_via)"|"(?:GET|POST|HEAD) |\[(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|ERR|INF|WRN|DBG)\]|(?:\w+\.){0,6}[A-Z]\w*(?:Error|Exception|Warning): |\s+File "|\S*\blevel=(?:error|warning|info|debug|fatal)\b|time="|\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:|(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL)[:\s\]]|Traceback \(most recent|\s+at \S+ \()/;

/** True for a line as programs write them into a log. */
export const isLogLine = (line: string): boolean => LOG_LINE.test(line);

/** Splits a text whose lines are of several kinds. A text of one kind is one segment. */
export function segmentsOf(text: string): Segments {
  const lines = text.split('\n');
  let kind: 'env' | 'yaml' | 'log' | undefined;
  const kinds = lines.map((line) => {
    if (LOG_LINE.test(line)) kind = 'log';
    else if (ENV_LINE.test(line)) kind = 'env';
    else if (YAML_LINE.test(line)) kind = 'yaml';
    return kind;
  });
  const only = (wanted: typeof kind) =>
    lines.map((line, index) => (kinds[index] === wanted ? line : blank(line))).join('\n');
  const has = (wanted: typeof kind) => kinds.includes(wanted);
  // A part of a file that is indented has no line by which it is known.
  const beside = kinds.some((kind, index) => kind !== 'log' && lines[index]!.trim() !== '');
  const log = has('log') && beside ? { log: only('log') } : {};
  if (!has('log') && !has('env')) return { yaml: text };
  if (kinds.every((kind) => kind === 'log')) return {};
  const env = lines.map((line, index) => (kinds[index] === 'log' ? blank(line) : line)).join('\n');
  if (!looksLikeEnv(env)) return has('env') && !has('log') ? { yaml: text } : { yaml: env, ...log };
  const yaml = only('yaml');
  return has('yaml') && OF_PROVIDERS.test(yaml) ? { env: only('env'), yaml, ...log } : { env, ...log };
}

const blank = (line: string): string => line.replace(/[^\r]/g, ' ');
