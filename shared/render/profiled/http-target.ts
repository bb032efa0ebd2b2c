import { shellLine } from '../../shell.ts';
import { treeOf } from '../../targets/tree.ts';
import { field } from '../apps/base.ts';
import { aroundToken, askingRequest, asks, type HttpTarget, inCurlFile, urlOf } from './asking-request.ts';
import { fieldOf, idOf, isSecret, type Made, noteOf, reasonOf, titleOf } from './made.ts';
import { type Scope, valuesOf } from './scope.ts';

/** One call of the app's API, as a script that asks for the token, so that the token is in no file. */
export function httpTarget(target: HttpTarget, index: number, scope: Scope): Made {
  if (asks(target)) return askingRequest(target, index, scope);
  const { profile } = scope;
  const values = valuesOf(target.body, scope);
  const body = JSON.stringify(treeOf(values), null, 2);
  const url = urlOf(target, scope);
  const name = index === 0 ? 'request.sh' : `request-${index + 1}.sh`;
  const sent = name.replace(/\.sh$/, '.json');
  const [before, after] = aroundToken(target);
  const text = [
    '#!/bin/sh',
    `# ${profile.name} ${scope.version}: ${scope.subject}.`,
    `# The token: ${target.token}`,
    'set -eu',
    "printf 'Token: ' >&2",
    // What is typed is not shown, and the terminal is as before whatever ends the script.
    'if [ -t 0 ]; then',
    '  before=$(stty -g)',
    `  trap 'stty "$before"' 0`,
    "  trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM",
    '  stty -echo',
    'fi',
    'IFS= read -r token || [ -n "$token" ]',
    'if [ -t 0 ]; then',
    '  stty "$before"',
    '  trap - 0 HUP INT TERM',
    "  printf '\\n' >&2",
    'fi',
    // In curl's file of options, a quote and a backslash are escaped (curl(1), --config).
    `escaped=$(printf '%s' "$token" | sed 's/[\\"]/\\\\&/g')`,
    // The token reaches curl in such a file, so that no other user sees it among the arguments.
    `printf 'header = "%s%s%s"\\n' ${shellLine([inCurlFile(before)])} "$escaped" ${shellLine([inCurlFile(after)])} |`,
    `  curl --fail-with-body --silent --show-error --globoff --config - --request ${target.http} \\`,
    `    --header 'Content-Type: application/json' --data-binary @"$(dirname "$0")/${scope.fileName(sent)}" \\`,
    `    --url ${shellLine([url])}`,
  ];
  const common = { form: 'file' } as const;
  return {
    files: [
      {
        ...scope.deliverable(
          name,
          'app-request',
          false,
          target.title ?? `Request to ${profile.name}`,
          'Asks for the token and sends the file beside it. Instead of what the step says by hand.',
        ),
        ...common,
        language: 'shell',
        lines: text.map((line) => ({ text: line })),
      },
      {
        ...scope.deliverable(
          sent,
          'app-config',
          isSecret(values),
          `What ${scope.fileName(name)} sends`,
          `Beside ${scope.fileName(name)}.`,
        ),
        ...common,
        language: 'json',
        lines: body.split('\n').map((line) => ({ text: line })),
      },
    ],
    steps: [
      {
        id: idOf(scope, 'request', index),
        title: titleOf(target, 'Send the request'),
        where: `A terminal in the folder of ${scope.fileName(name)}`,
        fields: [
          field('Command', `sh ${scope.fileName(name)}`),
          field('Address', `${target.http} ${url}`),
          ...values.map((one) => fieldOf(scope, one)),
        ],
        ...noteOf(scope, target, values, [`It asks for a token: ${target.token}`]),
        why: reasonOf(target, scope, `${profile.name} takes these by its API.`),
      },
    ],
  };
}
