import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { TokenNeed } from '../../shared/apply/things.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { keepToken, keptToken, type TokenOwner } from '../services/apply/kept-tokens.ts';
import { judge } from '../services/secrets/stdin.ts';
import { readStdin, tell } from './common.ts';
import type { SecretSource } from './secret-source.ts';

const LIMIT = 256 * 1024;

/** Whose token is wanted. */
interface WantedToken extends TokenOwner {
  readonly product: string;
  readonly token: TokenNeed;
}

/** Gives the token of a product's API, from where the person has it. */
export type TokenSource = (wanted: WantedToken) => Promise<Result<string>>;

/**
 * Where tokens come from: standard input as JSON (`{"<provider or app id>": "token"}`, or `api_token` among the secrets), the
 * keychain if one was kept there, or the terminal, where what is typed is not shown. Never an argument.
 *
 * @param from `stdin`, or undefined for the other two
 */
export async function openTokens(
  workspace: string,
  from: string | undefined,
  { store, provided }: SecretSource,
  keep: boolean,
): Promise<Result<TokenSource>> {
  if (from !== undefined && from !== 'stdin')
    return fail('wrong-use', '--token takes stdin: not a token itself, as others can read arguments.');
  const given = from === 'stdin' ? await tokensOfStdin() : ok(new Map<string, string>());
  if (!given.ok) return given;
  return ok(async (wanted) => {
    const handed = given.value.get(wanted.owner) ?? provided.get(wanted.owner)?.get('api_token');
    if (handed === undefined) {
      const kept = await keptToken(store, workspace, wanted);
      if (kept.ok && kept.value !== undefined) return ok(kept.value);
    }
    const asked = handed === undefined ? await askToken(wanted) : ok(handed);
    if (!asked.ok) return asked;
    const judged = judge(wanted.owner, 'api_token', asked.value);
    if (!judged.ok || !keep) return judged;
    const kept = await keepToken(store, workspace, wanted, judged.value);
    return kept.ok ? judged : kept;
  });
}

async function tokensOfStdin(): Promise<Result<Map<string, string>>> {
  const text = await readStdin(LIMIT);
  if (!text.ok) return text;
  const shape = fail(
    'wrong-use',
    '--token stdin takes JSON of the form {"<provider or app id>": "token"} on standard input.',
  );
  try {
    const read: unknown = JSON.parse(text.value);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return shape;
    const entries = Object.entries(read);
    return entries.every((one): one is [string, string] => typeof one[1] === 'string')
      ? ok(new Map(entries))
      : shape;
  } catch {
    return shape;
  }
}

/** Asks in the terminal and shows nothing of what is typed. */
async function askToken({ owner, product, origin, token }: WantedToken): Promise<Result<string>> {
  if (!process.stdin.isTTY)
    return fail(
      'wrong-use',
      `${product} at ${origin} wants a token with this right: ${token.right}. Give it with --token stdin as {"${owner}": "…"}, or run this in a terminal, which asks for it.`,
      token.how,
    );
  tell(`${product} at ${origin} wants a token with this right: ${token.right}.\n${token.how}\nToken: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    const line = await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
    });
    return line.trim() === ''
      ? fail('wrong-use', 'No token was given, so nothing was sent.')
      : ok(line.trim());
  } finally {
    lines.close();
    tell('\n');
  }
}
