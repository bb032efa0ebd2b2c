import type { Connection } from '../client/types.ts';
import { holds } from '../profile/condition.ts';
import { clientVariable } from '../profile/template.ts';
import { asText } from '../targets/values.ts';
import { scopeOf, valuesOf } from './profiled/scope.ts';

/**
 * The variables of an app's environment that hold no secret, as its files have them. Those with a client ID that isn't
 * known are left out. Empty for an app that is told nothing by its environment.
 */
export function environmentOf(
  connection: Connection,
): readonly { readonly name: string; readonly value: string; readonly isList: boolean }[] {
  const { profile } = connection.app.definition;
  if (profile === undefined) return [];
  const scope = scopeOf(profile, connection, '');
  const isUnknown = (name: string): boolean => {
    if (name !== 'client_id') return clientVariable(name)?.what === 'client_id';
    return connection.app.entry.client_id === undefined && connection.client.client_id === connection.app.id;
  };
  return profile.targets
    .filter((target) => 'env' in target && holds(target, scope.at))
    .flatMap((target) => ('env' in target ? valuesOf(target.keys, scope) : []))
    .filter(({ secret, holds: names }) => !secret && !names.some(isUnknown))
    .map(({ name, value, merge }) => ({ name, value: asText(value), isList: merge !== undefined }));
}
