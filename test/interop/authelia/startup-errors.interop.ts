import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMessages } from '../../../shared/diagnosis/authelia-start/messages.ts';
import { startFaults } from '../../../shared/diagnosis/authelia-start/told.ts';
import {
  type Broken,
  brokenConfigurations,
  rightConfiguration,
  USERS,
} from '../../shared/diagnosis/startup/broken.ts';
import { RECORDED, type Recorded } from '../../shared/diagnosis/startup/recorded.ts';
import { AUTHELIA_BIN, autheliaVersion, whyNot } from './server.ts';

const UPDATE = process.env['UPDATE'] !== undefined;

/** Long enough for a program that checks its configuration. */
const MOST_MS = 10_000;

/** What the program prints before it ends, or until the time is over. */
function output(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(AUTHELIA_BIN!, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    const limit = setTimeout(() => child.kill('SIGKILL'), MOST_MS);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        parts.push(part);
        // It found nothing that keeps it from its start.
        if (part.includes('Startup complete')) child.kill('SIGKILL');
      });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(limit);
      resolve(Buffer.concat(parts).toString('utf8'));
    });
  });
}

/** What `config validate` and the start say of these files. */
async function said({ id, files, env, filters }: Broken): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-startup-'));
  try {
    const names = Object.keys(files).map((name) => name.replace(/^!/, ''));
    for (const [name, text] of Object.entries(files))
      if (!name.startsWith('!')) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'users.yml'), USERS);
    const args = [
      ...names.filter((name) => name.endsWith('.yml')).flatMap((name) => ['--config', name]),
      ...(filters === undefined ? [] : ['--config.experimental.filters', filters]),
    ];
    const plain = (text: string): string =>
      text
        .replaceAll(folder, '/config')
        .replace(/ stack="[^"]*"/g, '')
        .replace(/time="[^"]*"/g, 'time="2026-11-26T19:10:00Z"')
        .replace(/\n[^\n]*Startup complete[\s\S]*$/, '\n')
        .replace(/\nUsage:\n[\s\S]*$/, '\n');
    return {
      id,
      validate: plain(await output(['config', 'validate', ...args], folder, env)),
      log: plain(await output(args, folder, env)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wordsOf = (text: string): readonly string[] =>
  startMessages(text)
    .messages.map((message) => message.text)
    .sort();

/** What is said of the configuration: the program goes through some maps in no fixed order. */
const sorted = ({ id, validate, log }: Recorded) => ({
  id,
  validate: wordsOf(validate),
  log: wordsOf(log),
});

describe.skipIf(whyNot() !== undefined)(
  `Authelia's own words of a wrong configuration (${whyNot() ?? autheliaVersion()})`,
  () => {
    it('are recorded as this program says them', async () => {
      const now: Recorded[] = [];
      const right: Broken = { id: 'right', files: { 'configuration.yml': rightConfiguration() }, env: {} };
      for (const one of [right, ...brokenConfigurations()]) now.push(await said(one));
      for (const { id, validate, log } of now)
        for (const text of [validate, log]) {
          const { messages } = startMessages(text);
          const { faults } = startFaults(text);
          expect(faults.length > 0, `${id}: ${text}`).toBe(messages.length > 0);
          for (const { option, fix, said: words } of faults) {
            expect(option, words).toMatch(/\S/);
            expect(fix, words).not.toMatch(/these words want/);
          }
        }
      if (UPDATE)
        writeFileSync(
          join(import.meta.dirname, '../../shared/diagnosis/startup/recorded.json'),
          `${JSON.stringify(now, null, 2)}\n`,
        );
      else expect(now.map(sorted)).toEqual(RECORDED.map(sorted));
    }, 600_000);
  },
);
