import type { StepWays } from '../apply-ways.ts';
import type { Source } from '../catalog/fact.ts';
import type { DeliverableKind } from '../deliverable-kinds.ts';
import type { StepAfter } from '../step-order.ts';

/** Why a line is there. */
export interface Why {
  readonly text: string;
  readonly source?: Source;
}

/** One line of a file, without its newline. */
export interface Line {
  readonly text: string;
  readonly why?: Why;
  /** `test`: only for the test login; to be removed afterwards. */
  readonly mark?: 'test';
}

/** Lines in parts. A part that was rendered before is the same object. */
export type Blocks = readonly (readonly Line[])[];

/** One thing the user copies or looks up while following a guide. */
export interface GuideField {
  readonly label: string;
  readonly value: string;
  /** True: `value` is a secret. */
  readonly secret?: boolean;
  /** True: it is looked for before, in what is there already. */
  readonly look?: true;
  /** True: `value` is only assumed; neither the workspace nor the provider named it. */
  readonly assumed?: boolean;
}

/** One step of a guide. `id` stays the same when the guide is rendered again, so that ticks are kept. */
export interface GuideStep {
  readonly id: string;
  readonly title: string;
  /** Where it is done, e.g. `Applications › Providers`. */
  readonly where: string;
  /** The direct link to the admin screen. */
  readonly url?: string;
  readonly fields: readonly GuideField[];
  readonly note?: string;
  /** Which of several files is used. For a guide that stands beside all of them: a screen shows those of one way. */
  readonly choice?: string;
  readonly why?: Why;
  /** A shorter title, for where only one way is shown. */
  readonly short?: string;
  /** Absent: it is done whatever way is chosen. */
  readonly by?: StepWays;
  /** What has to be done before, beyond the steps before it. */
  readonly after?: StepAfter;
  /** True: nothing is entered, it is only looked whether something is so. */
  readonly check?: true;
  /** What somebody says who has nothing to do here, where the step is not for everyone: `There are none`. */
  readonly not_here?: string;
  /** What a screen says in place of what is about the workspace file or the command line. */
  readonly on_screen?: StepOnScreen;
}

/** A step in the terms of the screens. What is absent is said as in the guide. */
export interface StepOnScreen {
  readonly where?: string;
  readonly note?: string;
  /** What has to be so before it, and what is done with its values: a few short sentences that stand above them, one a line. */
  readonly must?: string;
  /** The step of the wizard where it is changed, and the field there, by its path in the workspace. */
  readonly leads_to?: {
    readonly step: 'provider' | 'app' | 'addresses' | 'secrets';
    readonly focus?: string;
    /** What the button says that leads there, at most 28 characters. Default: the step's name. */
    readonly says?: string;
  };
}

interface DeliverableBase {
  /** Relative to the export folder, `/`-separated, e.g. `home/authelia-clients.yml`. */
  readonly path: string;
  readonly kind: DeliverableKind;
  readonly side: 'provider' | 'app';
  readonly provider: string;
  /** Absent: it is for all apps of the provider. */
  readonly app?: string;
  /** True if the content holds a key or a secret in clear text. The export writes these files, and those that hold
   * the digest of a secret, with mode 0600. */
  readonly secret: boolean;
  readonly title: string;
  /** One sentence: where it goes. */
  readonly purpose: string;
}

/** For colours. Every text of a file stands in one of these. */
export const FILE_LANGUAGES = [
  'yaml',
  'env',
  'json',
  'shell',
  'markdown',
  'toml',
  'ini',
  'xml',
  'php',
  'python',
  'ruby',
] as const;
export type FileLanguage = (typeof FILE_LANGUAGES)[number];

/** A file to put somewhere; each line has its reason. */
export interface FileDeliverable extends DeliverableBase {
  readonly form: 'file';
  readonly language: FileLanguage;
  readonly lines: readonly Line[];
  /** The same lines, where a file is put together from parts for many apps. */
  readonly blocks?: Blocks;
}

/** Ordered steps with exact values; written as Markdown (`path`) and also as JSON. */
export interface GuideDeliverable extends DeliverableBase {
  readonly form: 'guide';
  readonly kind: 'guide';
  readonly intro: string;
  readonly steps: readonly GuideStep[];
  /** True: no address is registered for a test login, so nothing may wait for one. */
  readonly without_test?: true;
}

export type Deliverable = FileDeliverable | GuideDeliverable;

/** A deliverable as the bytes of a file. A guide becomes two. */
export interface RenderedFile {
  readonly path: string;
  readonly kind: DeliverableKind;
  readonly side: 'provider' | 'app';
  readonly provider: string;
  readonly app?: string;
  readonly secret: boolean;
  /** UTF-8, newline-terminated. */
  readonly content: string;
}
