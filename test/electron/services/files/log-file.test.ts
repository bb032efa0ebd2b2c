import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_LOG_BYTES, openLogFile } from '../../../../electron/services/files/log-file.ts';

let base = '';
beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'latchkey-log-'));
});
afterEach(() => rmSync(base, { recursive: true }));

const at = () => new Date('2026-01-02T03:04:05.678Z');
const open = () => openLogFile(path.join(base, 'logs'), at);

describe('the log file', () => {
  it('is made with its first line, for its owner alone, one line an event', () => {
    const log = open();
    expect(log.tail(10)).toBe('');
    expect(readdirSync(base)).toEqual([]);
    log.append('one\ntwo');
    log.append('three');
    expect(log.tail(10)).toBe('2026-01-02T03:04:05.678Z one two\n2026-01-02T03:04:05.678Z three');
    expect(log.tail(1)).toBe('2026-01-02T03:04:05.678Z three');
    expect(statSync(path.join(log.folder, 'latchkey.log')).mode & 0o777).toBe(0o600);
    expect(statSync(log.folder).mode & 0o777).toBe(0o700);
  });

  it('stays small, and keeps the newest lines', () => {
    const log = open();
    const line = 'x'.repeat(60_000);
    for (let count = 0; count < 40; count++) log.append(`${count} ${line}`);
    const sizes = readdirSync(log.folder).map((name) => statSync(path.join(log.folder, name)).size);
    expect(sizes).toHaveLength(2);
    for (const size of sizes) expect(size).toBeLessThan(MAX_LOG_BYTES + 70_000);
    expect(log.tail(1)).toMatch(/Z 39 x/);
  });

  it('never ends the program', () => {
    writeFileSync(path.join(base, 'logs'), 'a file where the folder should be');
    const log = open();
    expect(() => log.append('lost')).not.toThrow();
    expect(log.tail(5)).toBe('');
  });
});
