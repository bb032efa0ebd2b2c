import { expect, it } from 'vitest';
import { appFromProfile } from '../../../shared/catalog/apps/profiled.ts';
import { readAppProfile } from '../../../shared/profile/read.ts';
import { starterProfile } from '../../../shared/profile/starter.ts';
import type { AppEntry } from '../../../shared/workspace/types.ts';

/** The starter with settings that only a newer version has, and claims that look at them. */
function made() {
  const text = starterProfile('my-app')!
    .replace(/lines: \[[^\]]*\]/, "lines: ['1.0', '2.0']")
    .replace(
      'claims:',
      [
        'settings:',
        "  role: { label: Role, type: text, since: '2.0', too_new: roles, help: A claim. }",
        "  skip: { label: Skip, type: boolean, since: '2.0', default: false, too_new: skipping, help: Or not. }",
        "  open: { label: Open, type: boolean, since: '2.0', default: true, too_new: the switch, help: Or not. }",
        '  name: { label: Name, type: text, help: A claim. }',
        'claims:',
        "  - { claim: '{settings.name}', scope: profile, level: required, accepts: ['{settings.role}', 'x'], accepts_by: role, why: First. }",
      ].join('\n'),
    );
  const read = readAppProfile(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return appFromProfile(read.profile);
}

const entry = (settings: AppEntry['settings']): AppEntry => ({
  kind: 'my-app',
  url: 'https://app.example.com',
  provider: 'home',
  ...(settings === undefined ? {} : { settings }),
});

it('warns of a setting that this version doesn’t have, unless it is a switch that is off anyway', () => {
  const warned = (version: string, settings: AppEntry['settings']) =>
    made()
      .notices(entry(settings), version)
      .filter(({ code }) => code === 'my-app-setting-too-new')
      .map(({ path, message }) => `${path}: ${message}`);
  const all = { role: 'groups', skip: true, open: false };
  expect(warned('2.0', all)).toEqual([]);
  expect(warned('1.0', {})).toEqual([]);
  expect(warned('1.0', { skip: false })).toEqual([]);
  expect(warned('1.0', all)).toEqual([
    expect.stringMatching(/^settings\.role: .* 1\.0 doesn’t know roles; “role” is left out\.$/),
    expect.stringMatching(/^settings\.skip: /),
    expect.stringMatching(/^settings\.open: /),
  ]);
});

it('lists a claim once, as it is first said, with what the settings accept in it', () => {
  const app = made();
  const claims = (settings: AppEntry['settings'], version = '2.0') => app.claims(entry(settings), version);
  expect(claims({ name: 'email', role: 'a' }).filter(({ claim }) => claim === 'email')).toMatchObject([
    { why: 'First.', accepts: { any_of: ['a', 'x'] }, accepts_by: 'role' },
  ]);
  expect(claims({ name: 'nick', role: 'a' }, '1.0')[0]).toMatchObject({ accepts: { any_of: ['x'] } });
});
