import type { Notice } from '../../shared/catalog/types.ts';
import type { Side, Step } from './sides.ts';

/** Notices that belong together. */
export interface NoteGroup {
  /** The product that they are about, where it isn't the same for all of the step. */
  readonly name?: string;
  readonly list: readonly Notice[];
  /** Those that the step at hand is about: it says itself what is to be done. */
  readonly own?: readonly Notice[];
  /** True: what they speak of is done. */
  readonly past?: true;
}

/** Where it is acted on; what concerns a proxy or a machine belongs to the product that says it. */
function sideOf({ side, code }: Notice, sides: readonly Side[]): Side | undefined {
  return (
    sides.find((one) => one.side === side) ??
    sides.find(({ kind }) => code.startsWith(`${kind}-`)) ??
    sides.find((one) => one.side === 'app')
  );
}

/**
 * What has to be known, by the product that it is about. Before the way is chosen: everything but what a step does. At a
 * step: what is about its product, and what it does itself. What is behind the person is past, so it is no longer loud.
 */
export function notesAt(
  notices: readonly Notice[],
  sides: readonly Side[],
  at: Step | 'choose' | 'done',
): readonly NoteGroup[] {
  const stepOf = ({ step }: Notice) =>
    step === undefined
      ? undefined
      : sides.flatMap(({ plan }) => plan.steps).find((one) => one.step?.id === step);
  return sides.flatMap((side): NoteGroup[] => {
    const own = notices.filter((one) => sideOf(one, sides) === side);
    const here = typeof at !== 'string' && side.plan.steps.includes(at);
    const shown = own.filter((one) => {
      const step = stepOf(one);
      if (at === 'done') return true;
      if (step !== undefined) return step === at;
      return at === 'choose' || here;
    });
    const isPast = (one: Notice) =>
      at === 'done' || stepOf(one)?.state === 'yes' || side.plan.steps.every(({ state }) => state === 'yes');
    const loud = shown.filter((one) => !isPast(one));
    const past = shown.filter(isPast);
    const ofStep = loud.filter((one) => here && stepOf(one) === at);
    return [
      ...(loud.length > 0
        ? [{ name: side.name, list: loud, ...(ofStep.length > 0 ? { own: ofStep } : {}) }]
        : []),
      ...(past.length > 0 ? [{ name: side.name, list: past, past: true as const }] : []),
    ];
  });
}
