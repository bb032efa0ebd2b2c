import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Returns a Python with python-dotenv: the system's, or a virtual environment in node_modules/.cache. Returns
 * undefined, with a warning, if neither is possible (no Python, no network).
 */
export function pythonWithDotenv(): string | undefined {
  const has = (python: string) => {
    try {
      execFileSync(python, ['-c', 'import dotenv'], { stdio: 'ignore', timeout: 20_000 });
      return true;
    } catch {
      return false;
    }
  };
  if (has('python3')) return 'python3';
  const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache');
  const home = join(cache, 'python-dotenv');
  const python = join(home, 'bin', 'python');
  try {
    if (!existsSync(python)) {
      mkdirSync(cache, { recursive: true });
      execFileSync('python3', ['-m', 'venv', home], { stdio: 'ignore', timeout: 60_000 });
    }
    if (!has(python)) {
      const install = ['-m', 'pip', '-q', 'install', '--disable-pip-version-check', 'python-dotenv==1.2.1'];
      execFileSync(python, install, { stdio: 'ignore', timeout: 60_000 });
    }
    return python;
  } catch {
    console.warn('SKIPPED: python-dotenv itself is not here (needs python3 and, once, the package index).');
    return undefined;
  }
}

/** Reads each file with python-dotenv, the same code that RomM uses. */
export function readWithPython(python: string, files: readonly string[]): Record<string, string>[] {
  const program = [
    'import sys, json, io',
    'from dotenv import dotenv_values',
    'files = json.loads(sys.stdin.buffer.read().decode("utf-8"))',
    'read = [dotenv_values(stream=io.StringIO(f, newline=None)) for f in files]',
    'sys.stdout.buffer.write(json.dumps(read).encode("utf-8"))',
  ].join('\n');
  const answer = execFileSync(python, ['-c', program], {
    input: JSON.stringify(files),
    env: { PATH: process.env['PATH'] ?? '' },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return JSON.parse(answer.toString('utf8')) as Record<string, string>[];
}
