import type { Connection } from '../../client/types.ts';
import { holds } from '../../profile/condition.ts';
import type { AppProfile, ProfileTarget } from '../../profile/schema.ts';
import type { SecretBag } from '../../secrets.ts';
import {
  appDeliverable,
  clientSecret,
  field,
  providerLabel,
  secretField,
  showsSecret,
  why,
} from '../apps/base.ts';
import { trustStep } from '../apps/trust.ts';
import {
  ASSUMED_COMMENT,
  isAssumed,
  leadsTo,
  markAssumed,
  withAssumedNote,
  withAssumedPurpose,
} from '../assumed.ts';
import { composeLines } from '../text/compose.ts';
import { type EnvVariable, envComment, envFailures, envLines } from '../text/env.ts';
import { shellLine } from '../text/shell.ts';
import type { Deliverable, FileDeliverable, GuideField, GuideStep } from '../types.ts';
import { formatLines, LANGUAGE_OF } from './formats.ts';
import { asText, type FilledValue, type Scope, scopeOf, sentence, valuesOf } from './scope.ts';
import { testedSentence } from './tested.ts';

/** One target of a profile as its files and the step that says what to do with them. */
interface Made {
  readonly files: readonly FileDeliverable[];
  readonly steps: readonly GuideStep[];
}

const KINDS = ['env', 'file', 'command', 'screen', 'http'] as const;

/** The side of an app that a profile describes: its files, and the guide first. */
export function renderProfile(
  profile: AppProfile,
  connection: Connection,
  secrets: SecretBag,
): Deliverable[] {
  const scope = scopeOf(profile, connection, clientSecret(connection, secrets));
  // Each kind of target is counted by itself, for the names of its files.
  const counts = new Map<string, number>();
  const made = profile.targets
    .filter((target) => holds(target, scope.at))
    .map((target) => {
      const kind = KINDS.find((one) => one in target)!;
      const index = counts.get(kind) ?? 0;
      counts.set(kind, index + 1);
      return makeTarget(target, index, scope);
    });
  const steps = [
    ...beforeSteps(scope),
    ...trustStep(connection),
    ...made.flatMap((one) => one.steps),
    ...afterSteps(scope),
  ];
  return [
    {
      ...appDeliverable(
        connection,
        'guide.md',
        'guide',
        showsSecret(steps),
        `Set up ${connection.client.client_name}`,
        `Followed in ${profile.name} and on the host that runs it.`,
      ),
      form: 'guide',
      kind: 'guide',
      intro: [
        `${profile.about}. Written for ${profile.versions.of ?? profile.name} ${connection.app.version.effective}.`,
        ...(profile.plugin === undefined
          ? []
          : [
              `The login comes from the plug-in “${profile.plugin.name}” (${profile.plugin.url}). ${profile.plugin.state}`,
            ]),
        testedSentence(profile),
      ].join(' '),
      steps,
    },
    ...made.flatMap((one) => one.files),
  ];
}

function makeTarget(target: ProfileTarget, index: number, scope: Scope): Made {
  if ('env' in target) return envTarget(target, index, scope);
  if ('file' in target) return fileTarget(target, index, scope);
  if ('command' in target) return commandTarget(target, index, scope);
  if ('screen' in target) return screenTarget(target, index, scope);
  return httpTarget(target, index, scope);
}

const idOf = ({ profile }: Scope, what: string, index: number): string =>
  `${profile.kind}-${what}${index === 0 ? '' : `-${index + 1}`}`;

const reasonOf = (target: ProfileTarget, scope: Scope, text: string) => {
  const source = scope.source(target.source);
  return source === undefined ? undefined : why(text, source);
};

const isSecret = (values: readonly FilledValue[]): boolean => values.some((one) => one.secret);

/** A value as a field of a step, marked if it is secret or an endpoint that is only assumed. */
const fieldOf = ({ connection }: Scope, { name, value, secret, holds: held }: FilledValue): GuideField => {
  const made = secret ? secretField(name, asText(value)) : field(name, asText(value));
  const assumed = held.find((one) => isAssumed(connection, one));
  return assumed === undefined ? made : markAssumed(connection, assumed, made);
};

const noteOf = (
  scope: Scope,
  target: ProfileTarget,
  values: readonly FilledValue[],
  more: readonly string[],
): string => {
  const merged = values.filter(({ merge }) => merge !== undefined).map(({ name }) => name);
  const note = [
    ...more,
    ...(merged.length === 0
      ? []
      : [`${merged.join(', ')}: a list that may have other entries already; add to it and keep them.`]),
    ...(target.note === undefined ? [] : [target.note]),
  ].join(' ');
  return values.some(({ holds: held }) => held.some((one) => isAssumed(scope.connection, one)))
    ? withAssumedNote(scope.connection, note)
    : note;
};

function envTarget(target: Extract<ProfileTarget, { env: string }>, index: number, scope: Scope): Made {
  const { connection, profile } = scope;
  const values = valuesOf(target.keys, scope);
  const version = connection.app.version.effective;
  const variables: EnvVariable[] = values.map(({ name, value, why: reason }) => ({
    name,
    value: asText(value),
    ...(reason === undefined ? {} : { why: reason }),
  }));
  const failures = envFailures(variables);
  const compose = index === 0 ? 'compose.yaml' : `compose-${target.service}.yaml`;
  const secret = isSecret(values);
  const head = `${profile.name} ${version}: login through ${providerLabel(connection)}.`;
  const merge = values.flatMap(({ name, merge: how }) =>
    how === undefined ? [] : [`${name} is a list; add to it if you have it already.`],
  );
  const assumed = values
    .filter(({ holds: held }) => held.some((one) => isAssumed(connection, one)))
    .map(({ name }) => name);
  return {
    files: [
      {
        ...appDeliverable(
          connection,
          target.env,
          'env',
          secret,
          `Environment of ${profile.name}`,
          `Named under “env_file” in the service, or appended to the .env that ${profile.name} reads.`,
        ),
        form: 'file',
        language: 'env',
        lines: [
          ...envComment(head),
          ...merge.flatMap(envComment),
          ...variables.flatMap((one) => [
            ...(assumed.includes(one.name) ? envComment(ASSUMED_COMMENT) : []),
            ...envLines(one),
          ]),
        ],
      },
      {
        ...appDeliverable(
          connection,
          compose,
          'compose',
          secret,
          `${profile.name}’s service for Docker Compose`,
          withAssumedPurposeIf(
            connection,
            assumed,
            `The same variables to merge into the compose file, instead of ${target.env}.`,
          ),
        ),
        form: 'file',
        language: 'yaml',
        lines: composeLines(
          target.service,
          variables,
          `${profile.name} ${version}: merge “environment” into your service. Every $ is doubled, as Compose wants it.${merge.length === 0 ? '' : ` ${merge.join(' ')}`}`,
        ),
      },
    ],
    steps: [
      {
        id: idOf(scope, 'environment', index),
        title: target.title ?? 'Set the environment',
        where: `The host that runs ${profile.name}`,
        fields: values.map((one) => fieldOf(scope, one)),
        note: noteOf(scope, target, values, [
          `Either name ${target.env} under “env_file” of the service, or merge ${compose} into your compose file. Not both. In a list (“- NAME=value”) quotes would become part of the value.`,
        ]),
        ...whyIf(reasonOf(target, scope, `${profile.name} reads these from its environment.`)),
      },
      ...(failures.length === 0
        ? []
        : [
            {
              id: idOf(scope, 'env-values', index),
              title: 'Use the compose form',
              where: `The host that runs ${profile.name}`,
              fields: failures.map(({ name, message }) => field(name, message)),
              note: `These values are missing from ${target.env}, because its readers disagree on them. ${compose} has them right.`,
            },
          ]),
    ],
  };
}

const withAssumedPurposeIf = (connection: Connection, assumed: readonly string[], purpose: string): string =>
  assumed.length === 0 ? purpose : withAssumedPurpose(connection, purpose);

const whyIf = (reason: ReturnType<typeof reasonOf>) => (reason === undefined ? {} : { why: reason });

function fileTarget(target: Extract<ProfileTarget, { file: string }>, index: number, scope: Scope): Made {
  const { connection, profile } = scope;
  const values = valuesOf(target.keys, scope);
  const place = sentence(target.place, scope) ?? target.place;
  const assumed = values
    .filter(({ holds: held }) => held.some((one) => isAssumed(connection, one)))
    .map(({ name }) => name);
  const comment = `${profile.name} ${connection.app.version.effective}: merge this into ${place}.`;
  return {
    files: [
      {
        ...appDeliverable(
          connection,
          target.file,
          'app-config',
          isSecret(values),
          `Configuration of ${profile.name}`,
          withAssumedPurposeIf(connection, assumed, `To merge into ${place}.`),
        ),
        form: 'file',
        language: LANGUAGE_OF[target.format],
        lines: formatLines(target.format, values, comment.replaceAll('--', '–')),
      },
    ],
    steps: [
      {
        id: idOf(scope, 'file', index),
        title: target.title ?? `Merge ${target.file} into the configuration`,
        where: place,
        fields: values.map((one) => fieldOf(scope, one)),
        note: noteOf(scope, target, values, [
          `${target.file} holds these values in the form of the file; keep everything else in it.`,
        ]),
        ...whyIf(reasonOf(target, scope, `${profile.name} reads these from that file.`)),
      },
    ],
  };
}

function commandTarget(
  target: Extract<ProfileTarget, { command: unknown }>,
  index: number,
  scope: Scope,
): Made {
  const { connection, profile } = scope;
  const values = target.command.flatMap((one, at) => valuesOf({ [String(at)]: one }, scope));
  const argv = values.map(({ value }) => asText(value));
  const outer =
    target.inside === undefined
      ? []
      : ['docker', 'exec', ...(target.as === undefined ? [] : ['-u', target.as]), target.inside];
  const line = shellLine([...outer, ...argv]);
  const secret = isSecret(values);
  const name = index === 0 ? 'command.sh' : `command-${index + 1}.sh`;
  const where =
    target.inside === undefined
      ? `A terminal on the host that runs ${profile.name}`
      : `A terminal on the host that runs the container “${target.inside}”`;
  return {
    files: [
      {
        ...appDeliverable(
          connection,
          name,
          'app-command',
          secret,
          target.title ?? `Command for ${profile.name}`,
          `Run once. Latchkey shows it and never runs it.`,
        ),
        form: 'file',
        language: 'shell',
        lines: [
          { text: '#!/bin/sh' },
          {
            text: `# ${profile.name} ${connection.app.version.effective}: login through ${providerLabel(connection)}.`,
          },
          ...line.split('\n').map((text) => ({ text })),
        ],
      },
    ],
    steps: [
      {
        id: idOf(scope, 'command', index),
        title: target.title ?? 'Run the command',
        where,
        fields: [secret ? secretField('Command', line) : field('Command', line)],
        note: noteOf(scope, target, values, [
          ...(target.inside === undefined
            ? []
            : [`If your container has another name than “${target.inside}”, put that in its place.`]),
          ...(secret
            ? [
                'The secret stands in the command: other users of that machine can see it while it runs, and the shell may keep it in its history.',
              ]
            : []),
        ]),
        ...whyIf(reasonOf(target, scope, `${profile.name} is set up by this command.`)),
      },
    ],
  };
}

function screenTarget(target: Extract<ProfileTarget, { screen: string }>, index: number, scope: Scope): Made {
  const values = valuesOf(target.fields, scope);
  const url = target.url === undefined ? undefined : sentence(target.url, scope);
  return {
    files: [],
    steps: [
      {
        id: idOf(scope, 'screen', index),
        title: target.title ?? 'Enter the provider',
        where: `${scope.profile.name}: ${target.screen}`,
        ...(url === undefined ? {} : { url }),
        fields: values.map((one) => fieldOf(scope, one)),
        ...noteIf(noteOf(scope, target, values, [])),
        ...whyIf(reasonOf(target, scope, `${scope.profile.name} keeps these in its own settings.`)),
      },
    ],
  };
}

const noteIf = (note: string) => (note === '' ? {} : { note });

/** One call of the app's API, as a script that asks for the token, so that the token is in no file. */
function httpTarget(target: Extract<ProfileTarget, { http: string }>, index: number, scope: Scope): Made {
  const { connection, profile } = scope;
  const values = valuesOf(target.body, scope);
  const body = JSON.stringify(Object.fromEntries(values.map(({ name, value }) => [name, value])), null, 2);
  const url = sentence(target.url, scope) ?? target.url;
  const name = index === 0 ? 'request.sh' : `request-${index + 1}.sh`;
  const header = target.header ?? 'Authorization: Bearer {token}';
  const [before = '', after = ''] = header.split('{token}');
  const text = [
    '#!/bin/sh',
    `# ${profile.name} ${connection.app.version.effective}: login through ${providerLabel(connection)}.`,
    `# The token: ${target.token}`,
    'set -eu',
    "printf 'Token: ' >&2",
    'stty -echo 2>/dev/null || true',
    'IFS= read -r token',
    'stty echo 2>/dev/null || true',
    "printf '\\n' >&2",
    // The token reaches curl in a file of its own, so that no other user sees it among the arguments.
    `printf 'header = "%s"\\n' ${shellLine([before])}"$token"${after === '' ? '' : shellLine([after])} |`,
    `  curl --fail-with-body --silent --show-error --config - --request ${target.http} \\`,
    `    --header 'Content-Type: application/json' --data-binary @"$(dirname "$0")/${name.replace(/\.sh$/, '.json')}" \\`,
    `    ${shellLine([url])}`,
  ];
  const common = { form: 'file' } as const;
  return {
    files: [
      {
        ...appDeliverable(
          connection,
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
        ...appDeliverable(
          connection,
          name.replace(/\.sh$/, '.json'),
          'app-config',
          isSecret(values),
          `What ${name} sends`,
          `Beside ${name}.`,
        ),
        ...common,
        language: 'json',
        lines: body.split('\n').map((line) => ({ text: line })),
      },
    ],
    steps: [
      {
        id: idOf(scope, 'request', index),
        title: target.title ?? 'Send the request',
        where: `A terminal in the folder of ${name}`,
        fields: [
          field('Command', `sh ${name}`),
          field('Address', `${target.http} ${url}`),
          ...values.map((one) => fieldOf(scope, one)),
        ],
        note: noteOf(scope, target, values, [`It asks for a token: ${target.token}`]),
        ...whyIf(reasonOf(target, scope, `${profile.name} takes these by its API.`)),
      },
    ],
  };
}

function beforeSteps(scope: Scope): GuideStep[] {
  return (scope.profile.before ?? [])
    .filter((one) => holds(one, scope.at))
    .map(({ title, where, note, source }, index) => {
      const of = scope.source(source);
      return {
        id: idOf(scope, 'before', index),
        title,
        where,
        fields: [],
        note,
        ...(of === undefined ? {} : { why: why('It has to be done first.', of) }),
      };
    });
}

function afterSteps(scope: Scope): GuideStep[] {
  const { profile, connection } = scope;
  const { after, login_start: start, errors } = profile;
  const checks = after.check.flatMap((one) => sentence(one, scope) ?? []);
  const path =
    start === undefined || !holds(start, scope.at) || start.kind !== 'redirect'
      ? undefined
      : sentence(start.path, scope);
  const address =
    path === undefined ? undefined : /^[a-z]+:/i.test(path) ? path : `${connection.app.url}${path}`;
  const wayBack = after.way_back === undefined ? undefined : sentence(after.way_back, scope);
  const said = (errors ?? []).filter((one) => one.where === 'page' && holds(one, scope.at)).slice(0, 4);
  return [
    {
      id: `${profile.kind}-restart`,
      title: 'Make it take effect',
      where: `The host that runs ${profile.name}`,
      fields: [],
      note: sentence(after.restart, scope) ?? after.restart,
    },
    {
      id: `${profile.kind}-check`,
      title: 'Check before the first login',
      where: 'The browser',
      ...(address === undefined ? { url: connection.app.url } : { url: address }),
      fields: [
        ...checks.map((check, index) =>
          field(checks.length === 1 ? 'Expected' : `Expected ${index + 1}`, check),
        ),
        ...(address === undefined
          ? []
          : [
              field(address, leadsTo(connection)),
              field('client_id in that address', connection.client.client_id),
              field('redirect_uri in that address', connection.client.redirect_uris[0] ?? ''),
            ]),
      ],
    },
    {
      id: `${profile.kind}-login`,
      title: 'Sign in once',
      where: 'A private browser window',
      url: connection.app.url,
      fields: [field('Expected', 'your own account')],
      note: [
        wayBack === undefined
          ? 'Keep another way into the app until that worked.'
          : `The way back: ${wayBack}`,
        ...said.map(({ text, means }) => `“${text}”: ${means}`),
      ].join(' '),
    },
  ];
}
