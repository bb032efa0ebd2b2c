// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is written here is shell, not a template

import { MEMOS_SINCE, memosProviderId, memosSource } from '../../catalog/apps/hooks/memos.ts';
import type { Source } from '../../catalog/fact.ts';
import type { Connection } from '../../client/types.ts';
import { shellWord } from '../../shell.ts';
import { atLeast, type Version } from '../../version.ts';
import { textSetting } from '../../workspace/setting.ts';
import { appDeliverable, providerLabel, why } from '../apps/base.ts';
import { ASSUMED_COMMENT, assumedEndpoints } from '../assumed.ts';
import type { FileDeliverable, Line } from '../types.ts';
import { memosOauth2Config } from './memos-config.ts';

/** Tried on a running Memos: a second provider with the same ID was sent to it. */
const RAN: Source = { title: 'Memos, run', ref: 'usememos/memos@v0.30.0', certainty: 'ran' };

/**
 * Where the script splits the body to insert the secret. The text can't occur inside a JSON string, because
 * its quotes would be escaped there.
 */
const GAP = '"clientSecret":""';

/**
 * The path that creates a provider at this version. 0.21 also has `/api/v2/identityProviders`, but that reads
 * its values only from the query, where a secret must not go; its `/api/v1/idp` still takes a body.
 */
export function memosApiPath(version: Version, uid: string): string {
  if (!atLeast(version, MEMOS_SINCE.restIdentityProviders)) return '/api/v1/idp';
  const path = atLeast(version, MEMOS_SINCE.restKebab)
    ? '/api/v1/identity-providers'
    : '/api/v1/identityProviders';
  return atLeast(version, MEMOS_SINCE.providerId) ? `${path}?identityProviderId=${uid}` : path;
}

/**
 * The API call as a POSIX shell script. The token and the secret come from the environment, the terminal or
 * the first two lines of the input. curl gets them on its standard input, so that no process list ever shows
 * them.
 */
export function renderMemosApi(connection: Connection): FileDeliverable {
  const { app } = connection;
  const version = app.version.effective;
  const before022 = !atLeast(version, MEMOS_SINCE.restIdentityProviders);
  const body = JSON.stringify({
    [before022 ? 'name' : 'title']: providerLabel(connection),
    type: 'OAUTH2',
    identifierFilter: textSetting(app.entry, 'identifier_filter') ?? '',
    config: { oauth2Config: memosOauth2Config(connection, '') },
  });
  const cut = body.indexOf(GAP) + GAP.length - 1;
  return {
    ...appDeliverable(
      connection,
      'create-provider.sh',
      'memos-api',
      false,
      'API call for Memos',
      'Run once in a terminal (sh, curl) with an access token of the owner or an admin; holds no secret itself.',
    ),
    form: 'file',
    language: 'shell',
    lines: script(
      connection,
      app.url + memosApiPath(version, memosProviderId(app.entry)),
      body.slice(0, cut),
      body.slice(cut),
    ),
  };
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

function script(connection: Connection, url: string, head: string, tail: string): Line[] {
  const version = connection.app.version.effective;
  const role = atLeast(version, MEMOS_SINCE.adminRole) ? 'an admin' : 'the owner (role HOST)';
  const line = (text: string): Line => ({ text });
  return [
    line('#!/bin/sh'),
    line(
      `# Creates the provider “${oneLine(providerLabel(connection))}” in Memos ${version} at ${oneLine(connection.app.url)}.`,
    ),
    {
      text: `# Needs curl, the client secret, and an access token of ${role}.`,
      why: why('Only that role may create a provider.', memosSource('api')),
    },
    line('#'),
    line('# Both are asked for. For use without a terminal, set MEMOS_TOKEN and MEMOS_CLIENT_SECRET,'),
    line('# or give them as the first and second line of the input.'),
    line(
      '# MEMOS_CA_FILE names the PEM file of an own certificate authority that signed the certificate of Memos.',
    ),
    ...(assumedEndpoints(connection).length > 0
      ? [line('#'), line(`# ${assumedEndpoints(connection).join(', ')} below:`), line(`# ${ASSUMED_COMMENT}`)]
      : []),
    line('set -eu'),
    line('LC_ALL=C; export LC_ALL'),
    line('ca=${MEMOS_CA_FILE:-}'),
    line('[ -z "$ca" ] || [ -r "$ca" ] || { printf \'%s\\n\' "The file $ca cannot be read." >&2; exit 1; }'),
    line(''),
    { text: `url=${shellWord(url)}`, why: why('The path of this version.', memosSource('api')) },
    {
      text: `body_head=${shellWord(head)}`,
      why: why('The mapping of fields is always sent; Memos relies on it.', memosSource('api')),
    },
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
    line('token=${MEMOS_TOKEN:-}; unset MEMOS_TOKEN'),
    line('if [ -z "$token" ]; then ask \'Access token\'; token=$answer; fi'),
    line('answer='),
    line('secret=${MEMOS_CLIENT_SECRET:-}; unset MEMOS_CLIENT_SECRET'),
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
        'Older versions answer with the secret in it, so a good answer is not printed.',
        memosSource('api'),
      ),
    },
    line('  {'),
    line('    printf \'url = "%s"\\n\' "$(escaped "$url")"'),
    line('    printf \'request = "POST"\\n\''),
    line('    printf \'header = "Content-Type: application/json"\\n\''),
    line('    printf \'header = "Authorization: Bearer %s"\\n\' "$(escaped "$token")"'),
    line('    printf \'data-binary = "%s"\\n\' "$(escaped "$body")"'),
    {
      text: '    [ -z "$ca" ] || printf \'cacert = "%s"\\n\' "$(escaped "$ca")"',
      why: why('The same as --cacert: curl then trusts the certificates in this file.'),
    },
    line("  } | curl --config - --silent --show-error --max-time 30 --write-out '|%{http_code}'"),
    line(') || {'),
    line(
      '  [ $? -ne 60 ] || fail "The certificate of Memos was not trusted: name the PEM file of your CA in MEMOS_CA_FILE."',
    ),
    line("  fail 'Memos could not be reached.'"),
    line('}'),
    line('status=${reply##*\\|}'),
    line('case $status in'),
    line(
      `  2??) printf '%s\\n' ${shellWord(`Created. Sign in once at ${oneLine(connection.app.url)} to try it.`)} ;;`,
    ),
    line(
      `  401 | 403) fail "Memos refused the token (HTTP $status): it must belong to ${role} and not be expired." ;;`,
    ),
    line(`  404 | 405) fail "Nothing answers at $url (HTTP $status): is this Memos ${version}?" ;;`),
    {
      text: "  409 | 5??) case $status$reply in 409* | *'UNIQUE constraint'* | *'duplicate key'* | *'Duplicate entry'*)",
      why: why('Memos 0.30 says so with HTTP 500 and the words of its database.', RAN),
    },
    line('    fail "A provider with this ID exists already (HTTP $status)." ;; esac'),
    line('    printf \'%s\\n\' "${reply%\\|*}" >&2; fail "Memos answered with HTTP $status." ;;'),
    line('  *) printf \'%s\\n\' "${reply%\\|*}" >&2; fail "Memos answered with HTTP $status." ;;'),
    line('esac'),
  ];
}
