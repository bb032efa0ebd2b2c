import { compareVersions, type Version } from '../version.ts';

/** How a fact was come by, surest first. Screens say so for everything below `docs`. */
export type Certainty = 'ran' | 'code' | 'docs' | 'issue' | 'inferred';

/** Where a fact is from. */
export interface Source {
  /** What it is, e.g. `Authelia documentation: client options`. */
  readonly title: string;
  /** A URL, `owner/repo path@version`, or `owner/repo#number`. */
  readonly ref: string;
  readonly certainty: Certainty;
}

/** A statement about a product, the versions it holds for and where it is from. */
export interface Fact<T> {
  readonly value: T;
  /** First version it holds for; absent: from the beginning. */
  readonly since?: Version;
  /** First version it no longer holds for; absent: still holds. */
  readonly before?: Version;
  readonly source: Source;
  /** One sentence on why it matters, fit for a screen. */
  readonly note?: string;
}

/** True when the fact holds at this version. */
export function holdsAt(fact: Fact<unknown>, version: Version): boolean {
  return (
    (fact.since === undefined || compareVersions(version, fact.since) >= 0) &&
    (fact.before === undefined || compareVersions(version, fact.before) < 0)
  );
}

/** Every trait of a product, each as the facts that together cover all known versions. */
export type FactTable<T> = { readonly [K in keyof T]: readonly Fact<T[K]>[] };

/** The traits at one version, each with its fact beside it. */
export interface TraitsAt<T> {
  readonly value: Readonly<T>;
  readonly fact: { readonly [K in keyof T]: Fact<T[K]> };
}

/**
 * Reads the table at one version. A trait without exactly one fact there is a mistake in the catalog
 * and throws; a test walks every product over every known version.
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
