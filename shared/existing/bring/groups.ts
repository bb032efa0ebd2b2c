/** How grave a finding is, the gravest first. */
export const GRAVITY = ['error', 'warning', 'info'] as const;
export type Gravity = (typeof GRAVITY)[number];

/** What has a gravity, in groups: the gravest first, those without anything left out, each in the order given. */
export const byGravity = <T extends { readonly severity: Gravity }>(
  all: readonly T[],
): readonly { readonly severity: Gravity; readonly list: readonly T[] }[] =>
  GRAVITY.map((severity) => ({ severity, list: all.filter((one) => one.severity === severity) })).filter(
    ({ list }) => list.length > 0,
  );

/** The gravest of them; undefined of nothing. */
export const gravest = (all: readonly { readonly severity: Gravity }[]): Gravity | undefined =>
  GRAVITY.find((severity) => all.some((one) => one.severity === severity));
