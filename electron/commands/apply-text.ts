import type { BackPlan } from '../../shared/apply/back.ts';
import { type Json, type JsonObject, listChanges } from '../../shared/apply/compare.ts';
import { shownBody } from '../../shared/apply/plan.ts';
import { leavesOf, shown } from '../../shared/apply/shown.ts';
import type { ApplySide, NoWay } from '../../shared/apply/things.ts';
import { withoutEscapes } from '../../shared/diagnosis/printable.ts';
import type { LiveDifference } from '../../shared/existing/import/live.ts';
import type { Failure } from '../../shared/result.ts';
import type { ApplyFailure } from '../services/apply/run.ts';
import { nameOf, type Ready } from '../services/apply/sides.ts';

/** Why a side could not be applied, and how things stand now. */
export function failureText(
  side: ApplySide,
  error: ApplyFailure | Failure,
  before: readonly Ready[],
): string {
  const lines = [`latchkey: ${nameOf(side)}: ${error.message}`];
  if (error.detail) lines.push(error.detail);
  if ('taken_back' in error) {
    const { taken_back, sent } = error;
    if (taken_back === 'all') lines.push(`Taken back, and seen to be as before: ${sent.join(', ')}.`);
    else if (taken_back === 'nothing') lines.push('Nothing was changed here.');
    else
      lines.push(
        `${sent.length === 0 ? '' : `Sent before it ended: ${sent.join(', ')}. `}${taken_back.message} Run latchkey apply again to go on, or latchkey apply --undo.`,
      );
  }
  if (before.length > 0)
    lines.push(`Done before, and left so: ${before.map(({ side: one }) => nameOf(one)).join(', ')}.`);
  return `${lines.join('\n')}\n`;
}

/** The plan of all sides for a terminal: each request, and why a side has none. */
export function planText(ready: readonly Ready[], without: readonly NoWay[]): string {
  return [...ready.map((one) => diffLines(one, true).join('\n')), ...without.map(({ why }) => why)].join(
    '\n\n',
  );
}

const WORDS = {
  make: 'to make',
  change: 'to change',
  remove: 'to remove',
  keep: 'as it shall be',
  cannot: 'DIFFERS',
} as const;

/** A side as lines; with the requests, or only with what differs. */
export function diffLines({ side, planned }: Ready, requests = false): string[] {
  return [
    `${nameOf(side)}, ${side.origin}`,
    ...planned.flatMap(({ thing, action, request, comparison, looked_up = [] }) => [
      `  ${WORDS[action]}: ${thing.title}`,
      ...(requests && request !== undefined
        ? [
            `    ${request.method} ${readable(new URL(request.url).pathname)}`,
            ...(request.body === undefined
              ? ['    This can’t be taken back.']
              : bodyLines(shownBody(request.differing, thing.secrets))),
          ]
        : []),
      ...(requests && request !== undefined
        ? looked_up.map(({ title, key }) => `    looked up: ${title} is ${key}`)
        : []),
      ...(action === 'make' && requests
        ? []
        : comparison.differences.flatMap(({ path, now, wanted, secret }) =>
            differenceLines(path, shown(now, secret), shown(wanted, secret)),
          )),
      ...(action === 'change' && comparison.untouched.length > 0
        ? [`    stays: ${comparison.untouched.join(', ')}`]
        : []),
      ...comparison.unseen.map((path) => `    ${path}: ${side.product} does not show it`),
    ]),
    ...leavesOf(side, planned).map((one) => `  by hand: ${one}`),
  ];
}

/** Why something is left by an undo. */
export const LEFT = {
  changed: 'was changed since by somebody, so it stays as it is now',
  lost: 'was a secret that is nowhere any more',
  gone: 'is gone',
} as const;

/** What takes a run back, for a terminal: each request, and what stays. */
export function backText(
  run: Pick<ApplySide, 'side' | 'app' | 'product' | 'origin'>,
  { things, left }: BackPlan,
): string[] {
  return [
    `${nameOf(run)}, ${run.origin}`,
    ...things.flatMap(({ title, action, request, differences }) => [
      `  ${BACK_WORDS[action]}: ${title}`,
      ...(request === undefined
        ? []
        : [
            `    ${request.method} ${readable(request.path)}`,
            ...(request.body === undefined ? [] : bodyLines(request.body)),
          ]),
      ...differences.flatMap(({ path, now, wanted }) => differenceLines(path, now, wanted)),
    ]),
    ...left.map(({ title, path, why }) => `  stays: ${title}${path === '' ? '' : `: ${path}`} ${LEFT[why]}`),
  ];
}

const BACK_WORDS = {
  ...WORDS,
  remove: 'to remove again',
  change: 'to put back',
  keep: 'as it was before',
} as const;

/** What the workspace could take over from what stands there, or nothing. */
export function takeOverLines(live: readonly LiveDifference[]): string[] {
  if (live.length === 0) return [];
  const text = (value: LiveDifference['live']) =>
    value === undefined ? 'nothing (it follows by itself)' : JSON.stringify(value);
  return [
    '  or take over into the workspace, by latchkey diff --take-over KEY:',
    ...live.flatMap(({ key, stated, live: now }) => [
      `    ${key}`,
      `      - ${text(stated)}`,
      `      + ${text(now)}`,
    ]),
  ];
}

/** A path as a person reads it; one that is no escaped UTF-8 stays as it is. */
function readable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Lines with what a product answered in them, so that nothing in it moves the cursor or hides a line. */
export const safeLines = (text: string): string => text.split('\n').map(withoutEscapes).join('\n');

const bodyLines = (body: JsonObject): string[] =>
  JSON.stringify(body, null, 2)
    .split('\n')
    .map((line) => `    ${line}`);

function differenceLines(path: string, now: Json, wanted: Json): string[] {
  const lists = listChanges(now, wanted);
  const lines = lists
    ? [
        ...lists.gone.map((one) => `- ${JSON.stringify(one)}`),
        ...lists.come.map((one) => `+ ${JSON.stringify(one)}`),
      ]
    : [`- ${JSON.stringify(now)}`, `+ ${JSON.stringify(wanted)}`];
  return [`    ${path}`, ...lines.map((line) => `      ${line}`)];
}
