/**
 * What a step of a guide waits for. `both`: everything else on both sides, so it stands after the steps of the other side,
 * too. `failure`: a login that fails; who has none never does it. `test`: the test login. The last two are no part of
 * applying.
 */
export const STEP_AFTER = ['both', 'failure', 'test'] as const;
export type StepAfter = (typeof STEP_AFTER)[number];

/** True for a step that has to be done before the test, so that it counts as one of Apply. */
export const isApplied = (after: StepAfter | undefined): boolean => after === undefined || after === 'both';

/** The same steps in the order in which they can be done. What waits for nothing keeps its place. */
export const inOrder = <S>(steps: readonly S[], afterOf: (step: S) => StepAfter | undefined): readonly S[] =>
  steps
    .map((step) => ({ step, rank: rankOf(afterOf(step)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ step }) => step);

const rankOf = (after: StepAfter | undefined): number =>
  after === undefined ? 0 : STEP_AFTER.indexOf(after) + 1;
