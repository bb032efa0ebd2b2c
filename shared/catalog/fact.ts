import { compareVersions, type Version } from '../version.ts';

/** How a fact was found, the most certain first. Screens show this for everything below `docs`. */
export type Certainty = 'ran' | 'code' | 'docs' | 'issue' | 'inferred';

/** The source of a fact. */
export interface Source {
  /** What it is, e.g. `Authelia documentation: client options`. */
  readonly title: string;
  /** A URL, `owner/repo path@version`, or `owner/repo#number`. */
  readonly ref: string;
  readonly certainty: Certainty;
}

/** A statement about a product, the versions it is true for, and its source. */
export interface Fact<T> {
  readonly value: T;
  /** The first version it is true for. Absent: true from the beginning. */
  readonly since?: Version;
  /** The first version it is no longer true for. Absent: still true. */
  readonly before?: Version;
  readonly source: Source;
  /** One sentence on why it matters, suitable for a screen. */
  readonly note?: string;
}

/** Returns true if the fact is true for this version. */
export function holdsAt(fact: Fact<unknown>, version: Version): boolean {
  return (
    (fact.since === undefined || compareVersions(version, fact.since) >= 0) &&
    (fact.before === undefined || compareVersions(version, fact.before) < 0)
  );
}

/** Every trait of a product. The facts of one trait together cover all known versions. */
export type FactTable<T> = { readonly [K in keyof T]: readonly Fact<T[K]>[] };

/** The traits at one version, and the fact behind each of them. */
export interface TraitsAt<T> {
  readonly value: Readonly<T>;
  readonly fact: { readonly [K in keyof T]: Fact<T[K]> };
}

/**
 * Reads the table at one version. Throws if a trait does not have exactly one fact there, because that is a
 * mistake in the catalog; a test checks every product for every known version.
 */
export function traitsAt<T extends object>(table: FactTable<T>, version: Version): TraitsAt<T> {
  const value: Partial<T> = {};
  const fact: Partial<{ [K in keyof T]: Fact<T[K]> }> = {};
  for (const key of Object.keys(table) as (keyof T)[]) {
    const holding = table[key].filter((candidate) => holdsAt(candidate, version));
    if (holding.length !== 1) {
      throw new Error(
        `The catalog has ${holding.length} facts for “${String(key)}” at ${version}; it needs one.`,
      );
    }
    fact[key] = holding[0]!;
    value[key] = holding[0]!.value;
  }
  return { value: value as T, fact: fact as { [K in keyof T]: Fact<T[K]> } };
}
