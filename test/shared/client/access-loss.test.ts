import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AccessRecords,
  accessLoss,
  changedSince,
  describeLoss,
  nextRecords,
  readAccessRecords,
  withLosses,
} from '../../../shared/client/access-loss.ts';
import type { Access } from '../../../shared/client/types.ts';
import { renderProvider } from '../../../shared/render/provider.ts';
import { filesOf } from '../../../shared/render/render.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';

import { bagFor, connect } from '../render/provider-support.ts';

const GROUPS = ['family', 'friends', 'office'] as const;
const POLICIES = ['one_factor', 'two_factor', 'office hours', 'weekend'] as const;
const access: fc.Arbitrary<Access> = fc.record({
  policy: fc.constantFrom(...POLICIES),
  groups: fc.subarray([...GROUPS]),
});

/** Everybody there could be: any groups, and any policies satisfied. */
const PEOPLE = Array.from({ length: 2 ** 6 }, (_, bits) => ({
  groups: GROUPS.filter((_group, index) => bits & (1 << index)),
  passes: POLICIES.slice(1).filter((_policy, index) => bits & (8 << index)),
}));
const letsIn = ({ policy, groups }: Access, person: (typeof PEOPLE)[number]): boolean =>
  (policy === 'one_factor' || (person.passes as readonly string[]).includes(policy)) &&
  (groups.length === 0 || groups.some((group) => (person.groups as readonly string[]).includes(group)));

const entryOf = ({ policy, groups }: Access) => (groups.length === 0 ? { policy } : { policy, groups });

describe('who loses access', () => {
  it('is named whenever there is somebody, and never otherwise', () => {
    fc.assert(
      fc.property(access, access, (before, after) => {
        const someone = PEOPLE.some((person) => letsIn(before, person) && !letsIn(after, person));
        expect(accessLoss(before, after) !== undefined).toBe(someone);
      }),
      { numRuns: 400 },
    );
  });

  it('is said with its number', () => {
    const said = (before: readonly string[], after: readonly string[], policy = 'one_factor') =>
      describeLoss(accessLoss({ policy: 'one_factor', groups: before }, { policy, groups: after })!);
    expect(said(['family', 'friends', 'office'], ['family'])).toBe('2 groups lose access: friends, office.');
    expect(said(['family', 'friends'], ['family'])).toBe('1 group loses access: friends.');
    expect(said([], ['family'])).toBe('Everyone outside family loses access.');
    expect(said([], [], 'two_factor')).toBe('Whoever has no second factor loses access.');
    expect(said([], [], 'weekend')).toBe('Whoever the policy “weekend” refuses loses access.');
  });

  it.each(PROVIDER_KINDS)('stands in the guide of %s after any sequence of edits', (kind) => {
    fc.assert(
      fc.property(fc.array(access, { minLength: 1, maxLength: 6 }), (edits) => {
        let former: AccessRecords = {};
        let last: Access | undefined;
        let told = false;
        for (const edit of edits) {
          const connections = connect({ kind }, { memos: entryOf(edit) });
          const records = nextRecords(former, connections);
          const [connection] = withLosses(connections, records);
          const changed = last !== undefined && JSON.stringify(last) !== JSON.stringify(edit);
          expect(changedSince(former, connection!)).toBe(changed);
          if (changed) told = accessLoss(last!, edit) !== undefined;
          const files = renderProvider([connection!], bagFor(connections)).flatMap(filesOf);
          const guide = files.find(({ path }) => path.endsWith('guide.md'))!.content;
          expect(guide.includes('some people lose access')).toBe(told);
          // What is read back from the file is what was written, and writing again changes nothing.
          former = readAccessRecords(JSON.parse(JSON.stringify(records)));
          expect(former).toEqual(records);
          expect(nextRecords(former, connections)).toEqual(records);
          last = edit;
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is nobody at another provider, and nothing is read from what has another form', () => {
    const [memos] = connect({ kind: 'oidc' }, { memos: { groups: ['family'] } });
    const elsewhere = { memos: { provider: 'other', policy: 'one_factor', groups: [] } };
    expect(nextRecords(elsewhere, [memos!])['memos']?.before).toBeUndefined();
    expect(readAccessRecords(null)).toEqual({});
    expect(
      readAccessRecords({ a: null, b: { provider: 'x' }, c: { ...elsewhere.memos, groups: [1] } }),
    ).toEqual({});
  });
});
