import type { Source } from '../../catalog/fact.ts';
import type { Connection } from '../../client/types.ts';
import type { FindingCode } from '../findings.ts';
import type { Side } from '../sides.ts';
import type { Check, EvidenceValue, Finding, Fix } from '../types.ts';

/** Products whose answers differ enough to recognise them. */
export const PRODUCTS = [
  'authelia',
  'authentik',
  'keycloak',
  'pocket-id',
  'kanidm',
  'zitadel',
  'dex',
] as const;
export type Product = (typeof PRODUCTS)[number];

/** Sections of the catalogue, in the order of a login. */
export const SECTIONS = {
  A: 'Redirect URI',
  B: 'Client authentication',
  C: 'Request parameters, PKCE and state',
  D: 'Discovery, issuer, TLS and network',
  E: 'Tokens and claims',
  F: 'Authorization and accounts',
  G: 'After the login, and at start-up',
} as const;
export type Section = keyof typeof SECTIONS;

/**
 * What a cause can use: the findings it explains (or what pasted text said), and the setup if there is one.
 */
export interface Facts {
  readonly connection: Connection | undefined;
  /** The findings that this cause is to explain. Empty when it was recognised in pasted text. */
  readonly findings: readonly Finding[];
  /** Every finding of the run, `info` included. */
  readonly all: readonly Finding[];
  /** The check that the first finding belongs to. */
  readonly check: Check | undefined;
  /** The provider's product, from the workspace, its issuer, or the words of the text. */
  readonly product: Product | undefined;
  /** Values of the findings (the first one wins), or read from the text. Redacted. */
  readonly data: Readonly<Record<string, EvidenceValue>>;
}

/** Findings a cause explains. */
export interface Evidence {
  readonly codes: readonly FindingCode[];
  /** 0 to 1: how specific the finding is to this cause. */
  readonly weight: number;
  readonly when?: (facts: Facts) => boolean;
  /** `when` in words, for the catalogue's page. */
  readonly condition?: string;
}

/**
 * A short, stable piece of text. All of `text` must occur and none of `without`. Compared after normalising.
 */
export interface Key {
  readonly text: string | readonly string[];
  readonly weight: number;
  readonly without?: readonly string[];
  /** A program says it as information or for debugging; elsewhere such an entry says how things go, not what is wrong. */
  readonly quiet?: true;
  /** It only names a thing, as a list of settings does too: it says something where a complaint stands near it. */
  readonly topic?: true;
  /** Other products say it, too, so that without a sign of its own product it means another cause. */
  readonly others?: true;
}

/** What a cause says about one setup. */
export interface Told {
  readonly side: Side;
  /** True if it names several things of which one is wrong, so that the side is only the likelier one. */
  readonly either?: true;
  /** True if it is about a program that Latchkey does not know of, so that no side of the workspace is edited. */
  readonly elsewhere?: true;
  readonly title: string;
  readonly cause: string;
  readonly fix: Fix;
}

/** One entry of the symptom catalogue. */
export interface Cause {
  /** Stable, kebab-case. */
  readonly id: string;
  /** The entry it is based on, `D01` to `D58`; absent for a cause that Latchkey added itself. */
  readonly ref?: string;
  readonly section: Section;
  /** What a person sees, in general words. */
  readonly see: string;
  /** The sides it may name, the most usual one first. */
  readonly sides: readonly Side[];
  /** Applies only to these products; absent: to any. */
  readonly products?: readonly Product[];
  readonly explains: readonly Evidence[];
  /** Causes that result from this one; they are merged into it if both are found. */
  readonly entails?: readonly string[];
  readonly keys: readonly Key[];
  readonly tell: (facts: Facts) => Told;
  readonly seen: readonly Source[];
}

/** A public thread: `owner/repo#number`. */
export const thread = (ref: string, title = 'Public issue thread'): Source => ({
  title,
  ref,
  certainty: 'issue',
});

/** Several threads. */
export const threads = (...refs: readonly string[]): readonly Source[] => refs.map((ref) => thread(ref));

/** A product's documentation. */
export const docs = (title: string, ref: string): Source => ({ title, ref, certainty: 'docs' });

/** Something found in source code. */
export const code = (title: string, ref: string): Source => ({ title, ref, certainty: 'code' });

/** Something seen on the running product. */
export const ran = (title: string, ref: string): Source => ({ title, ref, certainty: 'ran' });

/** A rule of a standard. */
export const rule = (ref: string): Source => ({ title: 'Specification', ref, certainty: 'docs' });
