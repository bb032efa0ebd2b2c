import { holds } from '../../profile/condition.ts';
import type { ProfileTarget } from '../../profile/schema.ts';
import type { GuideStep } from '../types.ts';
import { commandTarget } from './command-target.ts';
import { envTarget } from './env-target.ts';
import { fileTarget } from './file-target.ts';
import { httpTarget } from './http-target.ts';
import type { Made } from './made.ts';
import type { Scope } from './scope.ts';
import { screenTarget } from './screen-target.ts';

const KINDS = ['env', 'file', 'command', 'screen', 'http'] as const;

/** What a target becomes, and whether its steps come after the login has worked. */
interface MadeTarget extends Made {
  readonly last: boolean;
}

/** The steps that come before the login, or after it. */
export const stepsOf = (made: readonly MadeTarget[], last: boolean): GuideStep[] =>
  made.filter((one) => one.last === last).flatMap(({ steps }) => steps);

/** The targets that count here. Each kind is counted by itself, for the names of its files. */
export function makeTargets(targets: readonly ProfileTarget[], scope: Scope): MadeTarget[] {
  const counts = new Map<string, number>();
  return targets
    .filter((target) => holds(target, scope.at))
    .map((target) => {
      const kind = KINDS.find((one) => one in target)!;
      const index = counts.get(kind) ?? 0;
      counts.set(kind, index + 1);
      return { ...makeTarget(target, index, scope), last: target.order === 'last' };
    });
}

function makeTarget(target: ProfileTarget, index: number, scope: Scope): Made {
  if ('env' in target) return envTarget(target, index, scope);
  if ('file' in target) return fileTarget(target, index, scope);
  if ('command' in target) return commandTarget(target, index, scope);
  if ('screen' in target) return screenTarget(target, index, scope);
  return httpTarget(target, index, scope);
}
