import type { DeliverableKind } from './deliverable-kinds.ts';

/** The files of ours whose content can be put into a file that is there; the others are of Latchkey’s own making. */
const MERGEABLE: readonly DeliverableKind[] = [
  'authelia-config',
  'provider-config',
  'app-config',
  'kestra-config',
  'compose',
  'env',
];

export const isMergeable = (kind: DeliverableKind): boolean => MERGEABLE.includes(kind);
