import { alternatives, type Dependent } from './condition.ts';
import { knownOf } from './consistency.ts';
import type { ProfileFlaw } from './flaw.ts';
import { type Known, possible } from './possible.ts';
import type { ProviderProfile } from './provider-schema.ts';
import type { AppProfile } from './schema.ts';

/** Lists of which the first that holds counts. */
const FIRST_COUNTS = [
  'restart',
  'where',
  'way_back',
  'note',
  'title',
  'purpose',
  'intro',
  'head',
  'trust',
  'login_start',
  'login_list',
];
/** What holds values: each is a list, of which the first that holds counts. */
const VALUES = ['keys', 'fields', 'body'];

/**
 * The parts of a profile that count in no workspace: their conditions contradict each other or those of the part that they
 * stand in, or what stands before them always counts first. They do no harm, but they are not what somebody meant.
 */
export function neverCounts(profile: AppProfile | ProviderProfile): ProfileFlaw[] {
  const known: Known = 'callbacks' in profile ? knownOf(profile) : {};
  const flaws: ProfileFlaw[] = [];
  const walk = (node: unknown, path: ProfileFlaw['path'], around: readonly Dependent[]): void => {
    if (typeof node !== 'object' || node === null) return;
    const own = dependentOf(node);
    if (own !== undefined) {
      const flaw = contradiction(own, around, known);
      if (flaw !== undefined) {
        flaws.push({ path, ...flaw });
        return;
      }
    }
    const within = own === undefined ? around : [...around, own];
    for (const [key, inner] of Array.isArray(node) ? node.entries() : Object.entries(node)) {
      if (typeof key === 'string' && ['when', 'unless'].includes(key)) continue;
      const here = [...path, key];
      if (Array.isArray(inner)) flaws.push(...overtaken(inner, here, within, known));
      walk(inner, here, within);
    }
  };
  // Versions before the first line are not asked for; that they are too old is said under “versions”.
  const { versions, ...rest } = profile;
  walk(rest, [], [{ since: versions.lines[0]! }]);
  return flaws;
}

/** The conditions of a part, if it has some. */
function dependentOf(node: object): Dependent | undefined {
  const { when, unless, since, before } = node as Dependent;
  const own: Dependent = {
    ...(when === undefined ? {} : { when }),
    ...(unless === undefined ? {} : { unless }),
    ...(since === undefined ? {} : { since }),
    // What is done before is called so, too.
    ...(typeof before === 'string' ? { before } : {}),
  };
  return Object.keys(own).length === 0 ? undefined : own;
}

type Said = Pick<ProfileFlaw, 'message' | 'suggestion'>;

function contradiction(own: Dependent, around: readonly Dependent[], known: Known): Said | undefined {
  if (!possible([own], [], known))
    return {
      message: 'These conditions can never hold together, so this never counts.',
      suggestion: 'Take one of them out, or write { any: […] } if one of them is enough.',
    };
  if (!possible([...around, own], [], known))
    return {
      message: 'The part that this stands in counts only where this doesn’t, so this never counts.',
      suggestion: 'Take this out, or mend the conditions of one of the two.',
    };
  const spare = (own.when ?? [])
    .filter((one) => typeof one !== 'string')
    .flatMap((clause) =>
      alternatives(clause).filter((one) => !possible([...around, { ...own, when: [one] }], [], known)),
    );
  return spare.length === 0
    ? undefined
    : {
        message: `“${spare[0]}” can never hold here, so it is no choice.`,
        suggestion: 'Take it out of “any”.',
      };
}

/** The entries of a list before which another one always counts. */
function overtaken(
  list: readonly unknown[],
  path: ProfileFlaw['path'],
  around: readonly Dependent[],
  known: Known,
): ProfileFlaw[] {
  const entries = list.map((one) =>
    typeof one === 'object' && one !== null ? (dependentOf(one) ?? {}) : undefined,
  );
  const name = String(path.at(-1));
  const isTrait = path[0] === 'traits' && path.length === 2;
  const isFirst =
    (FIRST_COUNTS.includes(name) && entries.every((one) => one !== undefined)) ||
    VALUES.includes(String(path.at(-2)));
  if (!isTrait && !isFirst) return [];
  const asked = (one: Dependent) => one.when !== undefined || one.unless !== undefined;
  return entries.flatMap((own, index): ProfileFlaw[] => {
    if (own === undefined || (isTrait && !asked(own))) return [];
    const before = entries
      .slice(0, index)
      .filter((one): one is Dependent => one !== undefined && (!isTrait || asked(one)));
    if (before.length === 0 || !possible([...around, own], [], known)) return [];
    return possible([...around, own], before, known)
      ? []
      : [
          {
            path: [...path, index],
            message: 'Wherever this would count, one before it does, so this never counts.',
            suggestion: 'Write it before that one, or take it out.',
          },
        ];
  });
}
