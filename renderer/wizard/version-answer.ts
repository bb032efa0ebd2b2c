import { compareVersions, parseVersion, type Version } from '../../shared/version.ts';
import type { Form } from './forms.ts';

/** What a person answers when asked which version runs. `unsaid`: another than those offered, and not written yet. */
export type VersionAnswer =
  | { readonly is: 'unknown' }
  | { readonly is: 'unsaid' }
  | { readonly is: 'stated'; readonly text: string };

export const UNKNOWN: VersionAnswer = { is: 'unknown' };
export const UNSAID: VersionAnswer = { is: 'unsaid' };

/** A text as an answer; an empty one is `instead`. */
export const statedOr = (text: string | undefined, instead: VersionAnswer): VersionAnswer =>
  text === undefined || text.trim() === '' ? instead : { is: 'stated', text: text.trim() };

/** The answer that stands in a form. */
export const versionOf = (form: Form): VersionAnswer =>
  statedOr(form['version'], form['version_other'] === 'yes' ? UNSAID : UNKNOWN);

/** What an answer changes in a form. */
export const versionFields = (answer: VersionAnswer): Form => ({
  version: answer.is === 'stated' ? answer.text : '',
  version_other: answer.is === 'unsaid' ? 'yes' : '',
});

/** True if another version than those offered was chosen, and not said or not as one. */
export const isVersionMissing = (answer: VersionAnswer): boolean =>
  answer.is === 'unsaid' || (answer.is === 'stated' && !parseVersion(answer.text));

/** True for a version that is known from drafts only: it is newer than the newest release that is known. */
export const isDraft = (version: Version, { released }: { readonly released: Version }): boolean =>
  compareVersions(version, released) > 0;

/** How many versions are offered: as many as the person can take in quickly. */
const MOST = 7;

/** The versions that are offered, the newest first. */
export const offeredVersions = (lines: readonly Version[], otherThan?: Version): readonly Version[] =>
  [...lines]
    .reverse()
    .filter((line) => line !== otherThan)
    .slice(0, MOST);
