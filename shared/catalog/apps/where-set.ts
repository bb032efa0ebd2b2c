import { holds } from '../../profile/condition.ts';
import type { AppProfile, ProfileJson, ProfileValue } from '../../profile/schema.ts';
import { fill, hasVariable, type Lookup, textOf } from '../../profile/template.ts';
import { chosenOf, contentOf, namesIn } from '../../profile/value.ts';
import type { Version } from '../../version.ts';
import type { AppEntry } from '../../workspace/types.ts';
import type { SetAt } from '../types.ts';
import { circumstancesOf } from './circumstances.ts';

/** The provider isn't known here; this holds for most. */
const USUAL = {
  'provider.discovery_below_issuer': true,
  'provider.end_session': true,
  // The place for scopes is meant even where the usual ones need no line.
  'client.other_scopes': true,
} as const;

/** Where this app's side has a value with one of these variables in it, in the order of the profile. */
export function whereSet(
  profile: AppProfile,
  entry: AppEntry,
  version: Version,
  variables: readonly string[],
  isPublic: boolean,
  lookup: Lookup,
): SetAt[] {
  const at = circumstancesOf(profile, entry, version, { ...USUAL, 'client.public': isPublic });
  const held = (value: ProfileValue): ProfileJson | undefined => {
    const chosen = chosenOf(value, at);
    return chosen === undefined ? undefined : contentOf(chosen);
  };
  const has = (value: ProfileValue): boolean => {
    const content = held(value);
    return content !== undefined && namesIn(content).some((name) => variables.includes(name));
  };
  const found = profile.targets
    .filter((target) => target.instead !== true && holds(target, at))
    .flatMap((target): SetAt[] => {
      if ('command' in target)
        return target.command.flatMap((one) => {
          if (!has(one)) return [];
          const text = typeof one === 'string' ? one : String(one.value ?? '');
          const option = /^(-[^\s={]+)/.exec(text)?.[1];
          return [{ name: option ?? `an argument of ${commandName(target.command)}`, way: 'command' }];
        });
      const [keys, way] =
        'env' in target
          ? ([target.keys, 'env'] as const)
          : 'file' in target
            ? ([target.keys, 'file'] as const)
            : 'screen' in target
              ? ([target.fields, 'screen'] as const)
              : ([target.body, 'http'] as const);
      return Object.entries(keys).flatMap(([name, value]) =>
        has(value)
          ? [
              {
                name: filledName(way === 'file' ? name.replaceAll('/', '.') : name, lookup),
                way,
                ...(/^\{[^{}]+\}$/.test(String(held(value))) ? { alone: true } : {}),
              },
            ]
          : [],
      );
    });
  return found.filter((one, index) => found.findIndex(({ name }) => name === one.name) === index);
}

/** A name in which the variables are filled in that are known here. */
const filledName = (name: string, lookup: Lookup): string => {
  const filled = hasVariable(name) ? fill(name, lookup) : undefined;
  return filled === undefined ? name : textOf(filled);
};

/** What switches the login on: the first variable that is simply true. */
export const switches = (profile: AppProfile, entry: AppEntry, version: Version): SetAt[] => {
  const at = circumstancesOf(profile, entry, version);
  return profile.targets
    .flatMap((target) => ('env' in target && holds(target, at) ? Object.entries(target.keys) : []))
    .filter(([, value]) => {
      const chosen = chosenOf(value, at);
      return chosen !== undefined && String(contentOf(chosen)) === 'true';
    })
    .slice(0, 1)
    .map(([name]) => ({ name, way: 'env', alone: true }));
};

/** The words before the first value, e.g. `occ user_oidc:provider`. */
const commandName = (
  command: Extract<AppProfile['targets'][number], { command: unknown }>['command'],
): string =>
  command
    .filter((one): one is string => typeof one === 'string' && /^[a-z][\w:.-]*$/.test(one))
    .slice(0, 3)
    .join(' ');
