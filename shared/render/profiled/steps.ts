import { holds } from '../../profile/condition.ts';
import type { AppProfile } from '../../profile/schema.ts';
import { field, why } from '../apps/base.ts';
import { leadsTo } from '../assumed.ts';
import type { GuideStep } from '../types.ts';
import { sentencesAt } from './guide.ts';
import { idOf } from './made.ts';
import { choiceOf, type Scope, sentence, textAt } from './scope.ts';

/** The steps that come before the app’s side is written. */
export function beforeSteps(scope: Scope<Pick<AppProfile, 'kind' | 'name' | 'before'>>): GuideStep[] {
  return (scope.profile.before ?? [])
    .filter((one) => holds(one, scope.at))
    .map(({ title, where, note, not_here, source }, index) => ({
      id: idOf(scope, 'before', index),
      title,
      where,
      fields: [],
      ...noteOf(choiceOf(note, scope)),
      ...(not_here === undefined ? {} : { not_here }),
      why: why('It has to be done first.', scope.source(source)),
    }));
}

/** The steps after it: make it count, check, sign in once. */
export function afterSteps(scope: Scope<AppProfile>): GuideStep[] {
  const { profile, connection } = scope;
  const { after, login_start: starts = [], errors } = profile;
  const checks = sentencesAt(after.check, scope).map(plain);
  const start = [starts].flat().find((one) => holds(one, scope.at));
  const path =
    start === undefined || !('path' in start) || start.kind !== 'redirect'
      ? undefined
      : sentence(start.path, scope);
  const address = path?.startsWith('/') ? `${connection.app.url}${path}` : path;
  const wayBack = textAt(after.way_back, scope);
  const restart = textAt(after.restart, scope);
  const said = (errors ?? []).filter((one) => one.where === 'page' && holds(one, scope.at)).slice(0, 4);
  return [
    // What counts at once needs no step.
    ...(restart === undefined
      ? []
      : [
          {
            id: `${profile.kind}-restart`,
            title: 'Make it take effect',
            where: textAt(after.where, scope) ?? `The host that runs ${profile.name}`,
            fields: [],
            note: restart,
          },
        ]),
    {
      id: `${profile.kind}-check`,
      check: true,
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
      after: 'test',
      check: true,
      title: 'Sign in once',
      where: 'A private browser window',
      url: connection.app.url,
      fields: [field('Expected', 'your own account')],
      note: [
        wayBack === undefined
          ? 'Keep another way into the app until that worked.'
          : `The way back: ${wayBack}`,
        ...said.map(({ text, means }) => `“${text.replace(/[.,]$/, '')}”: ${means}`),
        // Each message and what it means is a line of its own.
      ].join('\n\n'),
    },
  ];
}

/** Without the signs that mark what is to be typed. */
const plain = (text: string): string => text.replaceAll('`', '');

const noteOf = (note: string | undefined) => (note === undefined ? {} : { note });
