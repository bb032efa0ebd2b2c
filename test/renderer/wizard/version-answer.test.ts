import { describe, expect, it } from 'vitest';
import { catalogView } from '../../../electron/host/catalog-view.ts';
import {
  isDraft,
  isVersionMissing,
  offeredVersions,
  statedOr,
  UNKNOWN,
  UNSAID,
  versionFields,
  versionOf,
} from '../../../renderer/wizard/version-answer.ts';
import { appOf } from '../../../shared/catalog/apps/index.ts';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { resolveVersion } from '../../../shared/version.ts';

describe('the answer to which version runs', () => {
  it.each([
    [{}, UNKNOWN],
    [{ version: '' }, UNKNOWN],
    [{ version: ' ' }, UNKNOWN],
    [{ version: '', version_other: 'yes' }, UNSAID],
    [{ version: ' 4.39 ' }, { is: 'stated', text: '4.39' }],
    // What is written counts, whatever was chosen before.
    [
      { version: 'unsaid', version_other: 'yes' },
      { is: 'stated', text: 'unsaid' },
    ],
  ] as const)('is read from %j', (form, answer) => {
    expect(versionOf(form)).toEqual(answer);
  });

  it('stands in a form as it was given, and replaces the one before', () => {
    const answers = [UNKNOWN, UNSAID, statedOr('4.39', UNKNOWN)];
    for (const before of answers)
      for (const answer of answers)
        expect(versionOf({ ...versionFields(before), ...versionFields(answer) })).toEqual(answer);
  });

  it.each([
    [UNKNOWN, false],
    [UNSAID, true],
    [statedOr('latest', UNSAID), true],
    [statedOr('v4.39.1', UNSAID), false],
  ])('%j is missing: %s', (answer, missing) => {
    expect(isVersionMissing(answer)).toBe(missing);
  });
});

const { providers, apps } = catalogView();

/** What is assumed, what is offered and what is written have to be of one mind, whatever the product. */
describe.each([
  ...providers.map((one) => ['provider', one] as const),
  ...apps.map((one) => ['app', one] as const),
])('the versions of the %s $kind', (side, { kind, versions }) => {
  const known = side === 'app' ? appOf(kind).versions : providerOf(kind).versions;
  const offered = offeredVersions(versions.lines);
  const plain = offered.filter((line) => !isDraft(line, versions));

  it('are assumed on the screen as they are worked with', () => {
    expect(versions.released).toBe(resolveVersion(undefined, known).effective);
  });

  it('are newer than the assumed one only where they are marked as drafts', () => {
    // The assumed one is the newest of those without a mark, or a patch of it.
    expect(`${versions.released}.`.startsWith(`${plain[0]}.`)).toBe(true);
    // A draft comes after all releases, and where there is none, nothing is marked.
    expect(offered.slice(offered.length - plain.length)).toEqual(plain);
    if (known.released === undefined) expect(plain).toEqual(offered);
  });
});
