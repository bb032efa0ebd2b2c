import type { FindingCode } from './findings.ts';
import type { ProofCode } from './proofs.ts';
import type { Side } from './sides.ts';

export type CheckStatus = 'pass' | 'warn' | 'fail' | 'inconclusive';

/** A value that a report may contain: never a token, code, state or secret. */
export type EvidenceValue =
  | string
  | number
  | boolean
  | null
  | readonly EvidenceValue[]
  | { readonly [key: string]: EvidenceValue };

/** One noteworthy thing that a check saw. The diagnosis reads only findings. */
export interface Finding {
  readonly code: FindingCode;
  /** `fail` and `warn` set the status of the check; `info` only adds to the evidence. */
  readonly severity: 'fail' | 'warn' | 'info';
  /** Names and values for the texts, e.g. `{ expected, actual }`. Redacted. */
  readonly data: Readonly<Record<string, EvidenceValue>>;
}

/** One thing tested. `id` is the id in the requirements: `S1`…`S19`, `P1`…`P12`. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly status: CheckStatus;
  readonly light: Light;
  /** One sentence: what was seen. */
  readonly summary: string;
  readonly evidence: Readonly<Record<string, EvidenceValue>>;
  readonly findings: readonly Finding[];
  /** What was seen to be right. A check passes only with one of these, never for want of findings. */
  readonly proofs?: readonly ProofCode[];
  /** The check whose failure made this one fail or inconclusive. */
  readonly because_of?: string;
}

/** The separate lights of a report. */
export const LIGHTS = [
  'provider',
  'client',
  'test-callback',
  'app-callback',
  'app-request',
  'claims',
  'app-network',
] as const;
export type Light = (typeof LIGHTS)[number];

/** A cause that explains failed checks. */
export interface Diagnosis {
  /** Id in the symptom catalogue, e.g. `issuer-mismatch`. */
  readonly id: string;
  readonly side: Side;
  /** True if it names several things of which one is wrong, so that the side is only the likelier one. */
  readonly either?: true;
  /** True if it is about a program that Latchkey does not know of, so that no side of the workspace is edited. */
  readonly elsewhere?: true;
  readonly title: string;
  readonly cause: string;
  readonly fix: Fix;
  /** 0 to 1: how specific the evidence is. */
  readonly confidence: number;
  /** Ids of the checks it explains. */
  readonly explains: readonly string[];
}

/** What to change, where, to what. */
export interface Fix {
  /** One or two sentences. */
  readonly text: string;
  /** The setting to change, in the product's own words, e.g. `token_endpoint_auth_method`. */
  readonly setting?: string;
  /** Exactly what to write there. */
  readonly value?: string;
  /** The current value, if known. */
  readonly current?: string;
  /** The kind of deliverable that already holds the right value. */
  readonly deliverable?: string;
  /** The workspace key to change instead, if the mistake is in the workspace. */
  readonly workspace_path?: string;
}

/** The outcome of `check` and `login`. */
export interface Report {
  readonly result: CheckStatus;
  readonly checks: readonly Check[];
  readonly diagnoses: readonly Diagnosis[];
}
