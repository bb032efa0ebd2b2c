import type { Dependent } from '../profile/condition.ts';
import type { Certainty, Fact, Source } from './fact.ts';

/** One fact of a profile: a value, or values with what they depend on. */
export type Facts<T> =
  | T
  | readonly (Dependent & {
      readonly value: T;
      readonly source?: string;
      readonly certainty?: Certainty;
      readonly note?: string;
    })[];

/** What the sources of a profile of either side are read from. */
interface Sourced {
  readonly name: string;
  readonly sources: Readonly<Record<string, { title?: string; ref: string; certainty: Certainty }>>;
  readonly traits: { readonly source: string };
}

/** The source with this id, or that of the traits if a fact names none. */
export function profileSource({ name, sources, traits }: Sourced, id = traits.source): Source {
  const { title, ref, certainty } = sources[id]!;
  return { title: title ?? `${name}: ${id}`, ref, certainty };
}

/** Facts are a list of objects; a value may be a list itself, but of texts. */
export const isList = <T>(facts: Facts<T>): facts is Exclude<Facts<T>, T> =>
  Array.isArray(facts) && typeof facts[0] === 'object';

/** The facts that depend on the version alone. */
export function table<T>(facts: Facts<T>, source: (id: string | undefined) => Source): Fact<T>[] {
  if (!isList(facts)) return [{ value: facts as T, source: source(undefined) }];
  return facts
    .filter((one) => one.when === undefined && one.unless === undefined)
    .map(({ value, since, before, source: id, certainty, note }) => ({
      value,
      ...(since === undefined ? {} : { since }),
      ...(before === undefined ? {} : { before }),
      source: certainty === undefined ? source(id) : { ...source(id), certainty },
      ...(note === undefined ? {} : { note }),
    }));
}
