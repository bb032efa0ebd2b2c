import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AutheliaOptions } from '../../shared/existing/merge/authelia.ts';
import { mergeAuthelia } from '../../shared/existing/merge/authelia.ts';
import { planAuthelia } from '../../shared/existing/merge/authelia-plan.ts';
import type { Merged } from '../../shared/existing/merge/merged.ts';
import type { FileText } from '../../shared/existing/merge/yaml-source.ts';
import { renderAutheliaProvider } from '../../shared/render/authelia/provider.ts';
import { linesToText } from '../../shared/render/text/deliverable.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { bagFor, connect, fileAt } from '../shared/render/provider-support.ts';

export const CORPUS = join(import.meta.dirname, 'corpus');

/** The cases of the corpus: a file, or a folder whose files are loaded together. */
export const CASES = readdirSync(CORPUS).sort();

/** The files of a case, in the order in which Authelia loads them. */
export function filesOf(name: string): FileText[] {
  const path = join(CORPUS, name);
  if (!statSync(path).isDirectory()) return [{ name, text: readFileSync(path, 'utf8') }];
  return readdirSync(path)
    .filter((one) => /\.ya?ml$/.test(one))
    .sort()
    .map((one) => ({ name: `${name}/${one}`, text: readFileSync(join(path, one), 'utf8') }));
}

const APPS: Readonly<Record<string, Partial<AppEntry>>> = {
  memos: { client_id: 'memos' },
  romm: { kind: 'romm', client_id: 'romm', groups: ['family'] },
};

/** What is put into every file of the corpus: an app that needs a client alone, and one that needs policies too. */
export function planOf(apps: Readonly<Record<string, Partial<AppEntry>>> = APPS) {
  const connections = connect({ version: '4.39' }, apps);
  return { connections, bag: bagFor(connections), plan: planAuthelia(connections, bagFor(connections)) };
}

export const OPTIONS: AutheliaOptions = {
  rename: false,
  keys: false,
  environment: new Set(),
  fitting: new Map(),
};

export function mergeInto(
  files: readonly FileText[],
  options: Partial<AutheliaOptions> = {},
  world = planOf(),
) {
  return mergeAuthelia(files, world.plan, { ...OPTIONS, ...options });
}

/** Merges, or throws. */
export function merged(
  files: readonly FileText[],
  options: Partial<AutheliaOptions> = {},
  world = planOf(),
): Merged {
  const done = mergeInto(files, options, world);
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
  return done.value;
}

/** The files with what a merge made of them. */
export const made = (done: Merged): FileText[] =>
  done.files.map(({ name, mark, after: text }) => ({ name, text: mark + text }));

export type Tree = { [key: string]: unknown };

/** What the rendered file says, read by another way: the independent source of what has to be there. */
export function rendered(world = planOf()): Tree {
  const file = fileAt(renderAutheliaProvider(world.connections, world.bag), 'home/authelia-oidc.yml');
  return ((parse(linesToText(file.lines)) as Tree)['identity_providers'] as Tree)['oidc'] as Tree;
}

const DEFAULTS: Readonly<Record<string, unknown>> = {
  public: false,
  require_pkce: false,
  scopes: ['openid', 'groups', 'profile', 'email'],
  response_types: ['code'],
  grant_types: ['authorization_code'],
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'RS256',
  userinfo_signed_response_alg: 'none',
};
const OLD: Readonly<Record<string, string>> = {
  client_secret: 'secret',
  client_name: 'description',
  userinfo_signed_response_alg: 'userinfo_signing_algorithm',
};
/** The workspace states none of these for Memos, and only the groups for RomM. */
const UNSTATED = new Set(['client_name', 'consent_mode', 'pre_configured_consent_duration']);

const json = (value: unknown): string => JSON.stringify(value);
const filled = (value: unknown): boolean => typeof value === 'string' && /\$\{|TEMPLATE/.test(value);

/**
 * What a single file has to say after the merge, worked out on plain trees: nothing of the code under test takes part.
 *
 * @param left apps that have to be done by hand
 */
export function expectedTree(before: unknown, wanted: Tree, left: readonly string[]): Tree {
  if (left.length === 2) return before as Tree;
  const tree = structuredClone((before ?? {}) as Tree);
  const child = (of: Tree, key: string): Tree => {
    of[key] ??= {};
    return of[key] as Tree;
  };
  const oidc = child(child(tree, 'identity_providers'), 'oidc');
  const clients = (oidc['clients'] ?? []) as Tree[];
  if (clients.length === 0) {
    oidc['hmac_secret'] ??= wanted['hmac_secret'];
    if (oidc['issuer_private_key'] === undefined) oidc['jwks'] ??= wanted['jwks'];
  }
  if (!left.includes('romm')) {
    const claims = child(oidc, 'claims_policies');
    const own = child(claims, 'romm');
    own['id_token'] = union(
      own['id_token'],
      ((wanted['claims_policies'] as Tree)['romm'] as Tree)['id_token'],
    );
    Object.assign(
      child(child(oidc, 'authorization_policies'), 'romm-groups'),
      (wanted['authorization_policies'] as Tree)['romm-groups'],
    );
  }
  for (const planned of wanted['clients'] as Tree[]) {
    if (left.includes(String(planned['client_id']))) continue;
    const there = clients.find((one) => String(one['client_id'] ?? one['id']) === planned['client_id']);
    if (there) update(there, planned);
    else clients.push(planned);
  }
  oidc['clients'] = clients;
  return tree;
}

function update(there: Tree, planned: Tree): void {
  for (const [key, value] of Object.entries(planned)) {
    if (key === 'client_id' || UNSTATED.has(key)) continue;
    if (key === 'authorization_policy' && planned['client_id'] === 'memos') continue;
    const name = there[key] === undefined && OLD[key] !== undefined && OLD[key] in there ? OLD[key] : key;
    const old = there[name];
    if (old === undefined && json(DEFAULTS[key]) === json(value)) continue;
    if (Array.isArray(value)) {
      if (Array.isArray(old) && old.some(filled)) continue;
      const all = union(old ?? DEFAULTS[key], value);
      if (old !== undefined || all.length !== (DEFAULTS[key] as unknown[] | undefined)?.length)
        there[name] = all;
    } else if (!filled(old)) there[name] = value;
  }
}

const union = (old: unknown, value: unknown): unknown[] => [
  ...new Set([...((old ?? []) as unknown[]), ...(value as unknown[])]),
];

/** Template actions as words or comments, in a way of its own: they are no YAML. */
export const withoutTemplates = (text: string): string =>
  text.replace(/^[ \t]*\{\{[^\n]*\}\}[ \t]*$/gm, '#').replace(/\{\{.*?\}\}/g, 'TEMPLATE');

/** The lines of `before` that are gone, in order, by the longest row of lines that both have. */
export function goneLines(before: string, now: string): string[] {
  const [a, b] = [before.split('\n'), now.split('\n')];
  const best: number[][] = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      best[i]![j] = a[i] === b[j] ? best[i + 1]![j + 1]! + 1 : Math.max(best[i + 1]![j]!, best[i]![j + 1]!);
  const gone: string[] = [];
  let j = 0;
  for (let i = 0; i < a.length; ) {
    if (j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
    } else if (j < b.length && best[i]![j + 1]! >= best[i + 1]![j]!) j += 1;
    else {
      gone.push(a[i]!);
      i += 1;
    }
  }
  return gone;
}
