import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idFrom, newWorkspace } from '../../../shared/workspace/defaults.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { entryIdRule } from '../../../shared/workspace/rules.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';

describe('newWorkspace', () => {
  it('is valid and empty', () => {
    const workspace = newWorkspace('6f1c', 'At home');
    expect(parseWorkspace(stringifyWorkspace(workspace))).toEqual({ ok: true, workspace, problems: [] });
  });
});

describe('idFrom', () => {
  it.each([
    ['Memos', [], 'memos'],
    ['Mémos (Family)', [], 'memos-family'],
    ['2FA gateway', [], 'fa-gateway'],
    ['日本語', [], 'app'],
    ['', ['app'], 'app-2'],
    ['Memos', ['memos', 'memos-2'], 'memos-3'],
    ['constructor', [], 'constructor-2'],
    ['x'.repeat(60), ['x'.repeat(40)], `${'x'.repeat(38)}-2`],
  ])('makes an id of %j', (name, taken, id) => {
    expect(idFrom(name, taken)).toBe(id);
  });

  it('makes a valid id that is not taken, of any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.array(fc.string()), (name, taken) => {
        const first = idFrom(name, taken, 'provider');
        const second = idFrom(name, [...taken, first]);
        expect(entryIdRule(first)).toBeUndefined();
        expect(entryIdRule(second)).toBeUndefined();
        expect([...taken, first]).not.toContain(second);
      }),
    );
  });
});
