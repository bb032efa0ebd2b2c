import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { User } from '../../helpers/authentik/engine.ts';
import type { Imported } from '../../helpers/authentik/importer.ts';

/** The folder of authentik's source, and the Python that has its packages, both from the environment. */
const SRC = process.env['AUTHENTIK_SRC'];
const PYTHON = process.env['AUTHENTIK_PYTHON'];

/** The reason why the tests can't run, or undefined. */
export function whyNot(): string | undefined {
  if (!SRC) return 'AUTHENTIK_SRC does not name a folder with authentik’s source';
  if (!existsSync(join(SRC, 'authentik', 'blueprints'))) return 'AUTHENTIK_SRC holds no authentik';
  if (!PYTHON) return 'AUTHENTIK_PYTHON does not name a Python with authentik’s packages';
  return undefined;
}

export interface RealBinding {
  readonly pk: string;
  readonly order: number;
  readonly policy: string | null;
  readonly group: string | null;
  readonly user: string | null;
  readonly negate: boolean;
  readonly enabled: boolean;
  readonly failure_result: boolean;
}

export interface RealState {
  readonly providers: readonly Readonly<Record<string, unknown>>[];
  readonly applications: readonly {
    readonly slug: string;
    readonly name: string;
    readonly mode: string;
    readonly provider: string | null;
    readonly bindings: readonly RealBinding[];
  }[];
}

/** authentik's own importer and policy engine, without its server; its database stays as it was. */
export class RealAuthentik {
  version = '';
  private readonly child = spawn(PYTHON ?? '', [join(import.meta.dirname, 'judge.py')], {
    ...(SRC === undefined ? {} : { cwd: SRC }),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('AUTHENTIK_'))),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  private readonly lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  private errors = '';

  static async start(): Promise<RealAuthentik> {
    const real = new RealAuthentik();
    real.child.stderr.on('data', (chunk: Buffer) => {
      real.errors = `${real.errors}${chunk.toString('utf8')}`.slice(-4000);
    });
    real.version = (await real.tell<{ version: string }>({ do: 'hello' })).version;
    return real;
  }

  stop(): void {
    this.child.stdin.end();
  }

  begin(groups: readonly string[], policies: readonly string[], users: readonly User[]): Promise<unknown> {
    return this.tell({ do: 'begin', groups, policies, users });
  }

  apply(text: string): Promise<Imported> {
    return this.tell({ do: 'apply', text });
  }

  /** Who is let in, in the order of the users that `begin` made. */
  async ask(slug: string): Promise<boolean[]> {
    return (await this.tell<{ in: boolean[] }>({ do: 'ask', slug })).in;
  }

  state(): Promise<RealState> {
    return this.tell({ do: 'state' });
  }

  change(pk: string, to: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.tell({ do: 'change', pk, to });
  }

  async bind(slug: string, order: number, to: Readonly<Record<string, unknown>>): Promise<string> {
    return (await this.tell<{ pk: string }>({ do: 'bind', slug, order, to })).pk;
  }

  encrypt(client_id: string): Promise<unknown> {
    return this.tell({ do: 'encrypt', client_id });
  }

  private async tell<T>(asked: Readonly<Record<string, unknown>>): Promise<T> {
    this.child.stdin.write(`${JSON.stringify(asked)}\n`);
    const line = await this.lines.next();
    if (line.done) throw new Error(`authentik ended.\n${this.errors}`);
    const answer = JSON.parse(line.value) as T & { error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }
}
