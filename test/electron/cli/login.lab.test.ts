import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  type PracticeProviderOptions,
  startPracticeProvider,
} from '../../../electron/services/practice/provider.ts';
import { browse } from '../../helpers/browse.ts';
import { latchkey, type RunOptions, temporaryFolder } from '../../helpers/latchkey.ts';
import { PLANTED } from '../../helpers/pairs.ts';

const STDIN = JSON.stringify({ romm: { client_id: 'rommId', client_secret: PLANTED.client_secret } });

/** Starts a practice provider that knows RomM, and writes a workspace that points to it. */
async function world(options: Partial<PracticeProviderOptions> = {}, secret: string = PLANTED.client_secret) {
  const provider = await startPracticeProvider({
    clients: [
      {
        client_id: 'rommId',
        client_secret: secret,
        redirect_uris: ['https://games.example.com/api/oauth/openid', 'http://127.0.0.1/callback'],
        token_endpoint_auth_method: 'client_secret_basic',
        application_type: 'native',
      },
    ],
    profile: { claimsInIdToken: true },
    ...options,
  });
  onTestFinished(() => provider.close());
  const workspace = join(temporaryFolder(), 'w.yaml');
  writeFileSync(
    workspace,
    `latchkey: 1\nid: cli-login\nproviders:\n  practice: { kind: oidc, url: "${provider.issuer}" }\napps:\n  romm: { kind: romm, url: https://games.example.com, provider: practice, version: "5.2" }\n`,
  );
  return { provider, workspace };
}

/** Signs in once, as soon as the address is printed. */
function signingIn(stream: 'stdout' | 'stderr'): Pick<RunOptions, 'onOutput'> {
  let done = false;
  return {
    onOutput: (from, text) => {
      const url = /^http:\/\/127\.0\.0\.1\S+(?=\n)/m.exec(text)?.[0];
      if (done || from !== stream || !url) return;
      done = true;
      void browse(url);
    },
  };
}

/** Runs `latchkey login` with the arguments that every test needs, followed by `more`. */
const logIn = (workspace: string, more: readonly string[], options: RunOptions = {}) =>
  latchkey(['login', workspace, '--app', 'romm', '--secrets', 'stdin', '--no-browser', ...more], {
    stdin: STDIN,
    ...options,
  });

test('the first line on stdout is the one address to open, and the report follows', async () => {
  const { workspace } = await world();
  const ran = await logIn(workspace, ['--port', '0', '--timeout', '30'], signingIn('stdout'));
  expect(ran.code).toBe(0);
  expect(ran.stdout.split('\n')[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\S+client_id=rommId/);
  expect(ran.stdout).toContain('Test callback');
  expect(ran.stdout + ran.stderr).not.toContain('PLANTED');
});

test('--json is one object on stdout, the address on stderr', async () => {
  const { workspace } = await world();
  const ran = await logIn(workspace, ['--port', '0', '--timeout', '30', '--json'], signingIn('stderr'));
  expect(ran.code).toBe(0);
  const report = JSON.parse(ran.stdout);
  expect(report).toMatchObject({ result: 'pass', diagnoses: [] });
  for (const check of report.checks) {
    expect(check).toMatchObject({
      id: expect.any(String),
      title: expect.any(String),
      evidence: expect.anything(),
    });
    expect(['pass', 'warn', 'fail', 'inconclusive']).toContain(check.status);
  }
});

test('claims in the wrong place fail, with side, cause and fix', async () => {
  const { workspace } = await world({ profile: { claimsInIdToken: false } });
  const ran = await logIn(workspace, ['--port', '0', '--timeout', '30', '--json'], signingIn('stderr'));
  expect(ran.code).toBe(1);
  const report = JSON.parse(ran.stdout);
  expect(report.result).toBe('fail');
  expect(report.diagnoses[0]).toMatchObject({
    id: 'claims-left-the-id-token',
    side: 'provider',
    fix: expect.stringMatching(/.+/),
    confidence: expect.any(Number),
  });
});

test('check finds a wrong secret without a person, and prints neither', async () => {
  const { workspace } = await world({}, 'another-secret-altogether-0123456789');
  const ran = await latchkey(['check', workspace, '--secrets', 'stdin', '--json'], { stdin: STDIN });
  expect(ran.code).toBe(1);
  const report = JSON.parse(ran.stdout);
  expect(report.checks.find((check: { id: string }) => check.id === 'P8')).toMatchObject({ status: 'fail' });
  expect(report.diagnoses[0]).toMatchObject({ id: expect.stringMatching(/secret/) });
  expect(ran.stdout + ran.stderr).not.toMatch(/PLANTED|another-secret/);
});

test('a provider that is not there is a failed check, not a crash', async () => {
  const { provider, workspace } = await world();
  await provider.close();
  const ran = await latchkey(['check', workspace, '--secrets', 'stdin', '--json'], { stdin: STDIN });
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.stdout).result).toBe('fail');
});

test('nobody signs in: the wait ends with a sentence', async () => {
  const { workspace } = await world();
  const ran = await logIn(workspace, ['--port', '0', '--timeout', '1']);
  expect([1, 3]).toContain(ran.code);
  expect(ran.stdout + ran.stderr).toMatch(/second|came|answer/i);
});

test('a port in use is named, and no other is taken', async () => {
  const { workspace } = await world();
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as { port: number };
  const ran = await logIn(workspace, ['--port', String(port)]);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(String(port));
});

test('Ctrl-C ends the wait at once, with a sentence', async () => {
  const { workspace } = await world();
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../../../build/run.mjs'),
      'cli',
      'login',
      workspace,
      '--app',
      'romm',
      '--secrets',
      'stdin',
      '--no-browser',
      '--port',
      '0',
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let text = '';
  let interrupted = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (interrupted === 0 && /^http:\S+\n/m.test(text)) {
        interrupted = Date.now();
        child.kill('SIGINT');
      }
    });
  }
  child.stdin.end(STDIN);
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(3);
  expect(text).toContain('The login was stopped;');
  expect(text).not.toContain('PLANTED');
});

test.each([
  [['login', 'w.yaml'], '--app'],
  [['login', 'w.yaml', '--app', 'romm', '--mode', 'magic'], 'magic'],
  [['login', 'w.yaml', '--app', 'romm', '--port', '99999'], '99999'],
  [['check'], 'workspace'],
])('%j is wrong use', async (args, word) => {
  const ran = await latchkey(args);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(word);
});

test('explain reads what is pasted', async () => {
  const ran = await latchkey(['explain', '--json'], { stdin: '{"detail":"Email is missing from token."}' });
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.stdout).explanations[0]).toMatchObject({
    id: 'claims-left-the-id-token',
    side: expect.any(String),
  });
  const cut = await latchkey(['explain', '--json'], {
    stdin: 'latchkey-probe 1 begin\nurl: https://auth.example.com\n',
  });
  expect(JSON.parse(cut.stdout)).toMatchObject({
    explanations: [],
    probe: { text: expect.stringContaining('its end is missing') },
  });
  const nothing = await latchkey(['explain'], { stdin: 'the quick brown fox' });
  expect(nothing.code).toBe(3);
});

test('demo does all of it with no question asked', async () => {
  const ran = await latchkey(['demo']);
  expect(ran.code).toBe(0);
  for (const app of ['Memos', 'RomM', 'Kestra'])
    expect(ran.stdout).toMatch(new RegExp(`${app}\\s+login\\s+pass`));
});

test('check --container-command prints one command whose output explain reads', async () => {
  const { workspace } = await world();
  const told = await latchkey(['check', workspace, '--container-command']);
  expect(told.code).toBe(0);
  expect(told.stdout.startsWith('sh -s -- ')).toBe(true);
  const output = await new Promise<string>((resolve) => {
    const shell = spawn('sh', [], { stdio: ['pipe', 'pipe', 'ignore'], timeout: 40_000 });
    let text = '';
    shell.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    shell.on('close', () => resolve(text));
    shell.stdin.end(told.stdout);
  });
  expect(output).toMatch(/^latchkey-probe 1 begin/);
});

test('paste-back gives up with a sentence when nothing more can be pasted', async () => {
  const { workspace } = await world();
  const ran = await latchkey(
    [
      'login',
      workspace,
      '--app',
      'romm',
      '--secrets',
      'stdin',
      '--no-browser',
      '--mode',
      'paste-back',
      '--timeout',
      '60',
    ],
    { stdin: `${STDIN}\n` },
  );
  expect(ran.stderr).toContain('Standard input ended before an address was pasted');
  expect(ran.code).toBe(3);
});

test('the text of an error page, pasted while the login waits, is told in place of “not finished”', async () => {
  const { workspace } = await world();
  const pasted = 'Not known to anybody\n\nPermission denied\nRequest has been denied.\n\n';
  const { code, stdout, stderr } = await logIn(workspace, ['--timeout', '60'], {
    stdin: `${STDIN}\n${pasted}`,
  });
  expect(stderr).toContain('Nothing in this text is known');
  expect(stdout).toContain('does not let this user in');
  expect(stdout).not.toContain('The login was cancelled');
  expect(code).toBe(3);
  const json = await logIn(workspace, ['--timeout', '60', '--json'], { stdin: `${STDIN}\n${pasted}` });
  expect(JSON.parse(json.stdout).diagnoses[0]).toMatchObject({ id: 'denied-by-policy', side: 'provider' });
});
