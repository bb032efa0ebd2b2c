import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canParseUrl } from '../../shared/can-parse-url.ts';
import { normaliseUrl } from '../../shared/client/url.ts';

describe('canParseUrl', () => {
  it('answers as at first however often it is asked, for letters outside ASCII too', () => {
    let wrong = 0;
    for (let turn = 0; turn < 20_000; turn++) if (!canParseUrl('https://bücher.example')) wrong++;
    for (let turn = 0; turn < 20_000; turn++) if (!normaliseUrl('https://bücher.example/ä')) wrong++;
    expect(wrong).toBe(0);
  });

  it('knows what is no address', () => {
    for (const text of ['', 'bücher', 'https://', 'https://[::1', 'https://a:99999'])
      expect(canParseUrl(text), text).toBe(false);
    expect(canParseUrl('/cb', 'https://a.example')).toBe(true);
  });
});

it('is what everything here asks, for the platform’s own answer changes after some thousand calls', () => {
  const root = path.join(import.meta.dirname, '../..');
  const asking = ['shared', 'electron', 'renderer'].flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && name !== 'can-parse-url.ts')
      .filter((name) => readFileSync(path.join(root, room, name), 'utf8').includes('URL.canParse'))
      .map((name) => `${room}/${name}`),
  );
  expect(asking).toEqual([]);
});
