// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is written here is shell, not a template

import type { ProfileTarget } from '../../profile/schema.ts';
import { shellWord } from '../../shell.ts';
import { treeOf } from '../../targets/tree.ts';
import { field, why } from '../apps/base.ts';
import { ASSUMED_COMMENT, assumedEndpoints } from '../assumed.ts';
import type { Line } from '../types.ts';
import { fieldOf, idOf, type Made, noteOf, purposeOf, reasonOf, titleOf } from './made.ts';
import { type Scope, textAt, valuesOf } from './scope.ts';

export type HttpTarget = Extract<ProfileTarget, { http: string }>;
type AskingTarget = HttpTarget & Required<Pick<HttpTarget, 'asks'>>;

export const asks = (target: HttpTarget): target is AskingTarget => target.asks !== undefined;

/** A quote and a backslash are escaped in curl's file of options (curl(1), --config). */
export const inCurlFile = (text: string): string => text.replace(/[\\"]/g, '\\$&');

/** What stands before the token in its header, and what after it. */
export const aroundToken = ({ header = 'Authorization: Bearer {token}' }: HttpTarget) => {
  const [before = '', after = ''] = header.split('{token}');
  return [before, after] as const;
};

/** The address of the call. */
export const urlOf = (target: HttpTarget, scope: Scope): string => textAt(target.url, scope) ?? '';

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** Text between double quotes of a shell. */
const inQuotes = (text: string): string => oneLine(text).replace(/[\\$`"]/g, '\\$&');

/** Text in the format of printf. */
const inFormat = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('%', '%%');

/**
 * One call of the app's API, as a script that asks for the token and for the client secret, so that neither is in a
 * file. Both come from the environment, the terminal or the first two lines of the input. curl gets them on its standard
 * input, so that no list of processes shows them.
 */
export function askingRequest(target: AskingTarget, index: number, scope: Scope): Made {
  const { profile, connection } = scope;
  const name = target.script ?? (index === 0 ? 'request.sh' : `request-${index + 1}.sh`);
  const file = scope.fileName(name);
  const role = textAt(target.asks.role, scope) ?? 'a user who may do this';
  const prefix = profile.kind.toUpperCase().replaceAll('-', '_');
  const ca = connection.provider.entry.ca_file;
  const values = valuesOf(target.body, scope);
  return {
    files: [
      {
        ...scope.deliverable(
          name,
          'app-request',
          false,
          target.file_title ?? `Request to ${profile.name}`,
          purposeOf(target, scope, `Run once in a terminal (sh, curl); holds no secret itself.`),
        ),
        form: 'file',
        language: 'shell',
        lines: script(target, scope, role, prefix),
      },
    ],
    steps: [
      {
        id: idOf(scope, 'request', index),
        title: titleOf(target, 'Run the script'),
        where: `A terminal in the folder of ${file}`,
        fields: [
          field('Command', `sh ${file}`),
          field('Access token', `of ${role}: ${target.token}`),
          ...(ca === undefined
            ? []
            : [
                field(
                  `If your CA also signed the certificate of ${profile.name}`,
                  `${prefix}_CA_FILE=${shellWord(ca)} sh ${file}`,
                ),
              ]),
          ...values.map((one) => fieldOf(scope, one)),
        ],
        ...noteOf(scope, target, values, [
          `It asks for the token and the client secret. Both can also come from the variables ${prefix}_TOKEN and ${prefix}_CLIENT_SECRET, or from the first two lines of its input; neither appears in the list of processes.`,
        ]),
        why: reasonOf(target, scope, `${profile.name} takes these by its API.`),
      },
    ],
  };
}

/** The body before and after the secret. */
function bodyAround(target: AskingTarget, scope: Scope) {
  const filled = (secret: string) => {
    const lookup: Scope['lookup'] = (name, stated) =>
      name === 'client_secret' ? secret : scope.lookup(name, stated);
    const values = valuesOf(target.body, { ...scope, lookup });
    return { values, text: JSON.stringify(treeOf(values)) };
  };
  // A word that is in no other value.
  let mark = '@';
  while (filled('x').text.includes(mark)) mark += '@';
  const { values, text } = filled(mark);
  const at = text.indexOf(mark);
  return { values, head: text.slice(0, at), tail: text.slice(at + mark.length) };
}

function script(target: AskingTarget, scope: Scope, role: string, prefix: string): Line[] {
  const { profile, connection } = scope;
  const { taken, quiet } = target.asks;
  const { values, head, tail } = bodyAround(target, scope);
  const name = inQuotes(profile.name);
  const title = textAt(target.head, scope) ?? `${profile.name} ${scope.version}: ${scope.subject}.`;
  const assumed = assumedEndpoints(connection).filter((one) =>
    values.some(({ holds }) => holds.includes(one)),
  );
  const [before, after] = aroundToken(target);
  const header = shellWord(`header = "${inFormat(inCurlFile(before))}%s${inFormat(inCurlFile(after))}"\\n`);
  const [reason] = values.flatMap((one) => one.why ?? []);
  const line = (text: string): Line => ({ text });
  return [
    line('#!/bin/sh'),
    line(`# ${oneLine(title)}`),
    {
      text: `# Needs curl, the client secret, and an access token of ${oneLine(role)}.`,
      why: reasonOf(target, scope, `${profile.name} asks for it.`),
    },
    line('#'),
    line(
      `# Both are asked for. For use without a terminal, set ${prefix}_TOKEN and ${prefix}_CLIENT_SECRET,`,
    ),
    line('# or give them as the first and second line of the input.'),
    line(
      `# ${prefix}_CA_FILE names the PEM file of an own certificate authority that signed the certificate of ${oneLine(profile.name)}.`,
    ),
    ...(assumed.length > 0
      ? [line('#'), line(`# ${assumed.join(', ')} below:`), line(`# ${ASSUMED_COMMENT}`)]
      : []),
    line('set -eu'),
    line('LC_ALL=C; export LC_ALL'),
    line(`ca=\${${prefix}_CA_FILE:-}`),
    line('[ -z "$ca" ] || [ -r "$ca" ] || { printf \'%s\\n\' "The file $ca cannot be read." >&2; exit 1; }'),
    line(''),
    {
      text: `url=${shellWord(urlOf(target, scope))}`,
      why: why('The path of this version.', scope.source(target.source)),
    },
    { text: `body_head=${shellWord(head)}`, ...(reason === undefined ? {} : { why: reason }) },
    line(`body_tail=${shellWord(tail)}`),
    line(''),
    line('fail() { printf \'%s\\n\' "$1" >&2; exit 1; }'),
    line("command -v curl >/dev/null 2>&1 || fail 'curl is not installed.'"),
    line(''),
    line('# Reads one line into $answer, without showing it where there is a terminal.'),
    line('ask() {'),
    line('  if [ -t 0 ]; then'),
    line('    printf \'%s: \' "$1" >&2'),
    line("    trap 'stty echo' 0; trap 'exit 130' INT TERM"),
    line('    stty -echo; IFS= read -r answer || answer=; stty echo'),
    line('    trap - 0 INT TERM'),
    line("    printf '\\n' >&2"),
    line('  else'),
    line('    IFS= read -r answer || [ -n "$answer" ] || fail "$1 is missing."'),
    line('  fi'),
    line('}'),
    line(''),
    line('answer='),
    line(`token=\${${prefix}_TOKEN:-}; unset ${prefix}_TOKEN`),
    line('if [ -z "$token" ]; then ask \'Access token\'; token=$answer; fi'),
    line('answer='),
    line(`secret=\${${prefix}_CLIENT_SECRET:-}; unset ${prefix}_CLIENT_SECRET`),
    line('if [ -z "$secret" ]; then ask \'Client secret\'; secret=$answer; fi'),
    line('answer='),
    line('[ -n "$token" ] || fail \'The access token is empty.\''),
    line('[ -n "$secret" ] || fail \'The client secret is empty.\''),
    line('printable() { [ "$(printf \'%s\' "$1" | tr -d \'\\000-\\037\\177\')" = "$1" ]; }'),
    line('printable "$token" || fail \'The access token holds a line break or another control character.\''),
    line(
      'printable "$secret" || fail \'The client secret holds a line break or another control character.\'',
    ),
    line(''),
    {
      text: '# Backslashes and quotes escaped: the same rule in JSON and in curl’s configuration.',
      why: why(
        'printf is part of the shell and starts no process; sed and curl get the values on their input.',
      ),
    },
    line("escaped() { printf '%s' \"$1\" | sed 's/[\\\\\"]/\\\\&/g'; }"),
    line('body=$body_head$(escaped "$secret")$body_tail'),
    line(''),
    {
      text: 'reply=$(',
      why: why(
        quiet?.why ?? 'An answer may hold the secret, so a good one is not printed.',
        scope.source(quiet?.source ?? target.source),
      ),
    },
    line('  {'),
    line('    printf \'url = "%s"\\n\' "$(escaped "$url")"'),
    line(`    printf 'request = "${target.http}"\\n'`),
    line('    printf \'header = "Content-Type: application/json"\\n\''),
    line(`    printf ${header} "$(escaped "$token")"`),
    line('    printf \'data-binary = "%s"\\n\' "$(escaped "$body")"'),
    {
      text: '    [ -z "$ca" ] || printf \'cacert = "%s"\\n\' "$(escaped "$ca")"',
      why: why('The same as --cacert: curl then trusts the certificates in this file.'),
    },
    line("  } | curl --config - --silent --show-error --max-time 30 --write-out '|%{http_code}'"),
    line(') || {'),
    line(
      `  [ $? -ne 60 ] || fail "The certificate of ${name} was not trusted: name the PEM file of your CA in ${prefix}_CA_FILE."`,
    ),
    line(`  fail ${shellWord(`${oneLine(profile.name)} could not be reached.`)}`),
    line('}'),
    line('status=${reply##*\\|}'),
    line('case $status in'),
    line(
      `  2??) printf '%s\\n' ${shellWord(`Created. Sign in once at ${oneLine(connection.app.url)} to try it.`)} ;;`,
    ),
    line(
      `  401 | 403) fail "${name} refused the token (HTTP $status): it must belong to ${inQuotes(role)} and not be expired." ;;`,
    ),
    line(`  404 | 405) fail "Nothing answers at $url (HTTP $status): is this ${name} ${scope.version}?" ;;`),
    ...(taken === undefined
      ? []
      : [
          {
            text: `  409 | 5??) case $status$reply in ${['409*', ...taken.words.map((one) => `*${shellWord(one)}*`)].join(' | ')})`,
            ...(taken.why === undefined ? {} : { why: why(taken.why, scope.source(taken.source)) }),
          },
          line(`    fail "${inQuotes(taken.says)} (HTTP $status)." ;; esac`),
          line(`    printf '%s\\n' "\${reply%\\|*}" >&2; fail "${name} answered with HTTP $status." ;;`),
        ]),
    line(`  *) printf '%s\\n' "\${reply%\\|*}" >&2; fail "${name} answered with HTTP $status." ;;`),
    line('esac'),
  ];
}
