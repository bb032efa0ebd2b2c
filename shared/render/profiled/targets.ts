import type { StepWays } from '../../apply-ways.ts';
import { isMergeable } from '../../mergeable.ts';
import { holds } from '../../profile/condition.ts';
import { type ProfileTarget, TARGET_KINDS } from '../../profile/schema.ts';
import type { GuideStep } from '../types.ts';
import { commandTarget } from './command-target.ts';
import { envTarget } from './env-target.ts';
import { fileTarget } from './file-target.ts';
import { alone } from './guide.ts';
import { httpTarget } from './http-target.ts';
import type { Made } from './made.ts';
import type { Scope } from './scope.ts';
import { screenTarget } from './screen-target.ts';

/** What a target becomes, and whether its steps come after the login has worked. */
interface MadeTarget extends Made {
  readonly kind: (typeof TARGET_KINDS)[number];
  readonly last: boolean;
  readonly by: StepWays;
}

/** The steps that come before the login, or after it. */
export const stepsOf = (made: readonly MadeTarget[], last: boolean): GuideStep[] =>
  made.filter((one) => one.last === last).flatMap(({ steps }) => steps);

/** The targets that count here. Each kind is counted by itself, for the names of its files. */
export function makeTargets(targets: readonly ProfileTarget[], scope: Scope): MadeTarget[] {
  const counts = new Map<string, number>();
  let group = 0;
  return targets
    .filter((target) => holds(target, scope.at))
    .map((target) => {
      const kind = TARGET_KINDS.find((one) => one in target)!;
      const index = counts.get(kind) ?? 0;
      counts.set(kind, index + 1);
      if (target.instead !== true) group += 1;
      const { files, steps } = makeTarget(target, index, scope);
      const by: StepWays = { of: `target ${group}`, ways: waysOf(target, files) };
      // What comes after the first step is what this way leaves to a person.
      const [first, ...rest] = steps;
      const after = target.order === 'last' ? { after: 'both' as const } : {};
      return {
        kind,
        files,
        steps:
          first === undefined
            ? []
            : [{ ...first, ...shortOf(first), by }, ...rest].map((step) => ({ ...step, ...after })),
        last: target.order === 'last',
        by,
      };
    });
}

const shortOf = ({ title }: GuideStep) => (alone(title) === title ? {} : { short: alone(title) });

/** The ways in which a target can be applied, with its files. */
function waysOf(target: ProfileTarget, files: Made['files']): StepWays['ways'] {
  const paths = files.map(({ path }) => path);
  const each = paths.map((path) => [path]);
  if ('screen' in target) return { hand: [] };
  if ('command' in target || 'http' in target) return { script: [paths] };
  if ('env' in target) return { file: each.slice(0, 1), merge: each, hand: [] };
  if (target.whole === true) return { file: each.slice(0, 1) };
  const own = each.filter((_, index) => isMergeable(files[index]!.kind));
  return { ...(own.length === 0 ? {} : { merge: own }), hand: each };
}

function makeTarget(target: ProfileTarget, index: number, scope: Scope): Made {
  if ('env' in target) return envTarget(target, index, scope);
  if ('file' in target) return fileTarget(target, index, scope);
  if ('command' in target) return commandTarget(target, index, scope);
  if ('screen' in target) return screenTarget(target, index, scope);
  return httpTarget(target, index, scope);
}
