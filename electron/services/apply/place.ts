import type { BackPlan } from '../../../shared/apply/back.ts';
import type { PlannedThing } from '../../../shared/apply/plan.ts';
import type { SecretStore } from '../secrets/store.ts';

/** Where the journal is, and what an apply keeps a secret in. */
export interface ApplyPlace {
  /** The workspace file. */
  readonly file: string;
  readonly workspace: string;
  readonly store: SecretStore;
  readonly now?: () => Date;
  /** Whether a person has agreed to what is going to be sent now. Absent: to whatever it is. */
  readonly agreed?: (planned: readonly PlannedThing[]) => boolean;
  /** The same of what takes a run back. */
  readonly agreedBack?: (planned: BackPlan) => boolean;
}
