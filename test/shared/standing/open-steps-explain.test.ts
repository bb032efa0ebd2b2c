import { describe, expect, it } from 'vitest';
import { SIDES } from '../../../shared/diagnosis/sides.ts';
import { type Diagnosis, LIGHTS } from '../../../shared/diagnosis/types.ts';
import { openStepsMayExplain, sureCause } from '../../../shared/standing/open-steps-explain.ts';

const cause = (more: Partial<Diagnosis>): Diagnosis => ({
  id: 'some-cause',
  side: 'app',
  title: 'Something.',
  cause: 'It is so.',
  fix: { text: 'Change it.' },
  confidence: 0.95,
  explains: ['S1'],
  ...more,
});
const checkOf = (light: (typeof LIGHTS)[number]) => [{ id: 'S1', light }];

const FIXES = {
  'a setting': { text: 'Write it.', setting: 'client_id' },
  'a file': { text: 'Put it there.', deliverable: 'env' },
  'the workspace': { text: 'Write it.', setting: 'url', workspace_path: 'providers.home.url' },
  'nothing to write': { text: 'Start it.' },
} as const;

describe('open steps of Apply beside a cause', () => {
  it.each(
    SIDES.flatMap((side) =>
      (Object.keys(FIXES) as (keyof typeof FIXES)[]).flatMap((fix) =>
        LIGHTS.map((light) => ({ side, fix, light })),
      ),
    ),
  )('of $side, with $fix, seen by $light', ({ side, fix, light }) => {
    const may = openStepsMayExplain([cause({ side, fix: FIXES[fix] })], checkOf(light));
    const elsewhere = side === 'proxy' || side === 'host' || fix === 'the workspace';
    const network = fix === 'nothing to write' && (light === 'provider' || light === 'app-network');
    expect(may).toBe(!elsewhere && !network);
    // What is only likely leaves every other reason open.
    expect(openStepsMayExplain([cause({ side, fix: FIXES[fix], confidence: 0.7 })], checkOf(light))).toBe(
      true,
    );
  });

  it('may be the reason where no cause is known, or two claim to be the one', () => {
    expect(openStepsMayExplain([], [])).toBe(true);
    const two = [cause({ side: 'host' }), cause({ side: 'proxy', id: 'other' })];
    expect(sureCause(two)).toBeUndefined();
    expect(openStepsMayExplain(two, checkOf('provider'))).toBe(true);
    // Of a page that the provider showed nothing was checked.
    expect(openStepsMayExplain([cause({ explains: [] })], [])).toBe(true);
  });
});
