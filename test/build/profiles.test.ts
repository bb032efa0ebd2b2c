import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compileProfiles } from '../../build/profiles.mjs';
import { readAppProfile } from '../../shared/profile/read.ts';
import { starterProfile } from '../../shared/profile/starter.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-profiles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says every mistake of every profile with its place, and not where in the build it was found', () => {
  const text = starterProfile('aaa')!;
  writeFileSync(
    path.join(folder, 'aaa.yaml'),
    text.replace('{issuer}', '{isuer}').replace('trust: go', 'trust: gone'),
  );
  writeFileSync(
    path.join(folder, 'bbb.yaml'),
    text.replace('kind: aaa', 'kind: bbb').replace('pkce:', 'pcke:'),
  );
  writeFileSync(path.join(folder, 'ccc.yaml'), text);
  writeFileSync(path.join(folder, 'ddd.yaml'), text.replace('kind: aaa', 'kind: ddd'));
  let thrown: unknown;
  try {
    compileProfiles(folder, readAppProfile);
  } catch (error) {
    thrown = error;
  }
  const { message, stack } = thrown as Error;
  const places = message.split('\n').map((line) => /([a-z]+\.yaml:\d+:\d+): /.exec(line)?.[1]);
  expect(places).toEqual([
    'aaa.yaml:26:8',
    expect.stringMatching(/^aaa\.yaml:\d+:/),
    expect.stringMatching(/^bbb\.yaml:14:3/),
    'ccc.yaml:1:1',
  ]);
  expect(stack).toBe('');
});
