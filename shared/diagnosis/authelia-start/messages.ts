/** One thing that Authelia says of its configuration or of its start. */
export interface StartMessage {
  /** Its words, without what the log or the list puts around them. */
  readonly text: string;
  readonly warns: boolean;
  /** The part of the program that a check at its start was for, e.g. `storage`. */
  readonly provider?: string;
}

export interface StartMessages {
  readonly messages: readonly StartMessage[];
  /** The text without them. */
  readonly rest: string;
}

/** An entry of the list that `config validate` prints. */
const ITEM = /^\s{0,8}[-*•]\s+(\S.*)$/;
const HEADER = /\bwith (errors|warnings):\s*$/;
/** What ends the list. */
const END = /^(?:Error:|Usage:|Examples:|time=|level=|\{"|[\w.-]{1,60}\s{0,20}\|)/;

/** The beginnings of the messages, by which one is known that was pasted alone. */
const HEADS =
  /(?:identity_providers: oidc: |configuration key not expected: |configuration keys? '|configuration environment variable not expected: |invalid configuration key '|config key (?:incorrect|removed): |failed to (?:load|merge) configuration from .{1,300}?source: |secrets: error loading secret |error occurred during unmarshaling |error occurred performing deprecation mapping |(?:session|storage|notifier|authentication_backend|access_control|identity_validation|server|definitions|log|totp|webauthn|ntp|regulation|telemetry|duo_api|password_policy|privacy_policy): (?:[\w .#'()*@-]{1,120}: ){0,6}(?:'[a-z_]{1,60}' )?option ['\u0060]|error occurred loading configuration: )/;
const DECODED =
  /^\s*['\u2018]?[\w.[\]]{3,200}['\u2019] (?:could not decode|cannot parse value|expected (?:a |type )|failed to parse)/;

const FIELD = (name: string) => new RegExp(String.raw`\b${name}=(?:"((?:[^"\\]|\\.){0,8000})"|(\S{1,200}))`);
const MSG = FIELD('msg');
const ERROR = FIELD('error');
const PROVIDER = FIELD('provider');
const LEVEL = /\blevel=(\w+)/;

/** What the program says when a part of it could not be made ready. */
const CHECK = /^Error occurred running a startup check|^Error checking user authentication YAML database/;
/** With this line the start has succeeded: errors before it were of an earlier one. */
const READY = /msg="(?:Startup complete|Listening for)|"msg":"(?:Startup complete|Listening for)/;

/** Finds what Authelia says of its configuration, in the forms that its log and `config validate` have, or bare. */
export function startMessages(text: string): StartMessages {
  const messages: StartMessage[] = [];
  const rest: string[] = [];
  let list: { warns: boolean } | undefined;
  let open: string[] | undefined;
  const close = () => {
    if (open) push(open.join('\n'), list?.warns);
    open = undefined;
  };
  const push = (said: string, warns: boolean | undefined, provider?: string) => {
    for (const one of separate(said))
      messages.push({
        text: one,
        warns: warns ?? WARNED.test(one),
        ...(provider === undefined ? {} : { provider }),
      });
  };
  for (const line of text.split('\n')) {
    const logged = loggedIn(line);
    if (logged !== undefined || READY.test(line)) {
      close();
      list = undefined;
      if (logged === undefined) {
        messages.splice(0, messages.length, ...messages.filter(({ warns }) => warns));
        rest.push(line);
      } else if (logged.text !== '') push(logged.text, logged.warns, logged.provider);
      continue;
    }
    const header = HEADER.exec(line);
    if (header) {
      close();
      list = { warns: header[1] === 'warnings' };
      continue;
    }
    const item = ITEM.exec(line);
    if (item && (list || HEADS.test(line))) {
      close();
      open = [item[1]!];
      continue;
    }
    if (
      open &&
      (END.test(line) ||
        (line.trim() === '' && !/error\(s\):\s*$|unmarshal errors:\s*$/.test(open.join('\n').trimEnd())))
    )
      close();
    if (open) {
      open.push(line);
      continue;
    }
    const head = HEADS.exec(line);
    if (head || DECODED.test(line)) {
      open = [line.slice(head?.index ?? 0).trim()];
      continue;
    }
    if (END.test(line)) list = undefined;
    rest.push(line);
  }
  close();
  return { messages, rest: rest.join('\n') };
}

/** Words of messages that only warn, for those that came without their level. */
const WARNED =
  /is deprecated in|is plaintext but|environment variable not expected|indicate deprecated functionality|unsafe and insecure|only expects the values|must have unique values|should only have|no rules have been specified|is ineffective/;

const LOGGED =
  /msg"?[=:]\s?"(?:Configuration: |Can't continue due to|Error (?:occurred running|checking user)|Experimental file)/;

/** The message of a line of a log, if it is one of these. Its text is empty if it only says that the start ended. */
function loggedIn(line: string): StartMessage | undefined {
  if (!LOGGED.test(line)) return undefined;
  const json = /^\s*(?:[\w.-]{1,60}\s{0,20}\|\s{0,4})?(\{.*\})\s*$/.exec(line)?.[1];
  const fields = json === undefined ? fieldsOf(line) : jsonFields(json);
  if (fields === undefined) return undefined;
  const { msg, level, error, provider } = fields;
  if (/^Can't continue due to the errors loading/.test(msg)) return { text: '', warns: false };
  const warns = level === 'warning' || level === 'warn';
  const configuration = /^Configuration: (.*)$/s.exec(msg)?.[1];
  if (configuration !== undefined) return { text: configuration, warns };
  if (CHECK.test(msg) && error !== undefined) return { text: error, warns, provider: provider ?? 'user' };
  if (/^Experimental file filter 'expand-env'/.test(msg)) return { text: msg, warns: true };
  return undefined;
}

interface Fields {
  readonly msg: string;
  readonly level: string;
  readonly error: string | undefined;
  readonly provider: string | undefined;
}

function fieldsOf(line: string): Fields | undefined {
  const msg = MSG.exec(line);
  if (!msg) return undefined;
  const get = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(line.replace(MSG, ''));
    return found ? unescaped(found[1] ?? found[2] ?? '') : undefined;
  };
  return {
    msg: unescaped(msg[1] ?? msg[2] ?? ''),
    level: LEVEL.exec(line)?.[1] ?? '',
    error: get(ERROR),
    provider: get(PROVIDER),
  };
}

function jsonFields(text: string): Fields | undefined {
  try {
    const { msg, level, error, provider } = JSON.parse(text) as Record<string, unknown>;
    const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
    return typeof msg === 'string'
      ? { msg, level: textOf(level) ?? '', error: textOf(error), provider: textOf(provider) }
      : undefined;
  } catch {
    return undefined;
  }
}

const unescaped = (text: string): string =>
  text.replace(/\\(n|t|r|"|\\|u[0-9a-f]{4})/g, (_, sign: string) =>
    sign === 'n'
      ? '\n'
      : sign === 't'
        ? '\t'
        : sign === 'r'
          ? '\r'
          : sign.startsWith('u')
            ? String.fromCharCode(Number.parseInt(sign.slice(1), 16))
            : sign,
  );

/** A list of errors in one message, each alone. */
function separate(said: string): readonly string[] {
  const decoding = /decoding failed due to the following error\(s\):\s*([\s\S]*)$/.exec(said)?.[1];
  if (decoding !== undefined)
    return decoding
      .split(/\n(?=')/)
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const loading =
    /^(failed to (?:load|merge) configuration from [\s\S]*?source: yaml: )unmarshal errors:\s*([\s\S]*)$/.exec(
      said,
    );
  if (loading)
    return loading[2]!
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => `${loading[1]}${one}`);
  return [said.trim()];
}
