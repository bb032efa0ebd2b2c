import { appOf } from '../../catalog/apps/index.ts';
import { providerOf } from '../../catalog/providers/index.ts';
import { atLeast, type Version } from '../../version.ts';
import { ACROSS, type AllFiles } from './across/rules.ts';
import { autheliaClients, authentikClients, pairsOf, type SecretPair } from './across/sides.ts';
import { secretForm } from './authelia/digest.ts';
import { CLIENTS } from './authelia/rules-clients.ts';
import { POLICY_RULES } from './authelia/rules-policies.ts';
import { PROVIDER } from './authelia/rules-provider.ts';
import { REDIRECTS } from './authelia/rules-redirects.ts';
import { STRUCTURE } from './authelia/rules-structure.ts';
import { AUTHENTIK } from './authentik/rules.ts';
import type { Reading } from './reading.ts';
import { type Finding, findingOf, type Rule, type RuleData, SEVERITIES } from './rule.ts';
import { FILES } from './rules-files.ts';
import { APP } from './settings/rules-app.ts';
import { ENVIRONMENT } from './settings/rules-environment.ts';
import { KESTRA } from './settings/rules-kestra.ts';

const AUTHELIA = [...STRUCTURE, ...CLIENTS, ...REDIRECTS, ...POLICY_RULES, ...PROVIDER];

/** Every rule, as data, by what it is about. */
export const RULE_GROUPS: readonly { readonly title: string; readonly rules: readonly RuleData[] }[] = [
  { title: 'Files that can’t be examined', rules: FILES },
  { title: 'Authelia: where keys stand and how files are joined', rules: STRUCTURE },
  { title: 'Authelia: clients', rules: CLIENTS },
  { title: 'Authelia: redirect URIs', rules: REDIRECTS },
  { title: 'Authelia: policies, scopes and lifespans', rules: POLICY_RULES },
  { title: 'Authelia: the provider itself', rules: PROVIDER },
  { title: 'authentik: blueprints and answers of the API', rules: AUTHENTIK },
  { title: 'Env files and Compose', rules: ENVIRONMENT },
  { title: 'Settings of apps, by their profiles', rules: APP },
  { title: 'Kestra', rules: KESTRA },
  { title: 'One side against the other', rules: ACROSS },
];

/** Every rule. */
export const RULES: readonly RuleData[] = RULE_GROUPS.flatMap(({ rules }) => rules);

/** Nobody reads more than this of one rule. */
const MOST_OF_ONE = 50;

/** Which product a table of rules is about, and its version as far as it is known. */
interface Product {
  readonly name: string;
  readonly version: Version | undefined;
  /** What is taken where no version is known. */
  readonly newest: Version;
}

const provider = (kind: string, version: Version | undefined): Product => {
  const { name, versions } = providerOf(kind);
  return { name, version, newest: versions.lines.at(-1)! };
};

const appAt = (kind: string, version: Version | undefined): Product => {
  const { name, versions } = appOf(kind);
  return { name, version, newest: versions.lines.at(-1)! };
};

function* apply<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  most: number,
  product?: Product,
): Generator<Finding> {
  const version = product?.version ?? product?.newest;
  for (const rule of rules) {
    const { since, before } = rule;
    if (version !== undefined && since !== undefined && !atLeast(version, since)) continue;
    if (version !== undefined && before !== undefined && atLeast(version, before)) continue;
    const depends = since !== undefined || before !== undefined;
    const assumes =
      product !== undefined && product.version === undefined && depends
        ? { assumes: { product: product.name, version: product.newest } }
        : {};
    let count = 0;
    for (const hit of rule.find(subject)) {
      yield { ...findingOf(rule, hit), ...assumes };
      count++;
      if (count >= most) break;
    }
  }
}

const known = new WeakMap<Reading, Omit<AllFiles, 'matches'>>();

/** What only all files show, made once for a reading. */
function together(reading: Reading): Omit<AllFiles, 'matches'> {
  const before = known.get(reading);
  if (before !== undefined) return before;
  const all = allOf(reading);
  known.set(reading, all);
  return all;
}

function allOf({ authelia, authentik, environments, sides }: Reading): Omit<AllFiles, 'matches'> {
  const clients = [
    ...(authelia === undefined ? [] : autheliaClients(authelia)),
    ...(authentik === undefined ? [] : authentikClients(authentik)),
  ];
  return {
    clients,
    sides,
    environments,
    pairs: pairsOf(clients, sides),
    ...(authelia === undefined ? {} : { authelia }),
  };
}

/** The secrets in clear and the digests that belong together if all is well, for someone who can compare them. */
export function secretsToCompare(reading: Reading): readonly SecretPair[] {
  const { clients, pairs } = together(reading);
  const digests = clients.flatMap(({ digest }) => digest?.value ?? []);
  return pairs.flatMap(({ side, client }) => {
    const clear = side.said['client_secret']?.value;
    if (clear === undefined || secretForm(clear) !== 'clear' || client.digest === undefined) return [];
    return [client.digest.value, ...digests].map((digest) => ({ clear, digest }));
  });
}

/**
 * Examines files that were read. `matches` says whether a clear secret belongs to a digest; without an answer nothing is
 * said of it. No finding holds a secret.
 *
 * @param most how many of one rule are told
 */
export function examine(
  reading: Reading,
  matches: (clear: string, digest: string) => boolean | undefined = () => undefined,
  most = MOST_OF_ONE,
): readonly Finding[] {
  const { authelia, authentik, environments, sides, kestra, unread } = reading;
  const found: Finding[] = [...apply(FILES, unread, most)];
  if (authelia !== undefined)
    found.push(...apply(AUTHELIA, authelia, most, provider('authelia', authelia.version)));
  if (authentik !== undefined)
    found.push(...apply(AUTHENTIK, authentik, most, provider('authentik', authentik.version)));
  for (const environment of environments) found.push(...apply(ENVIRONMENT, environment, most));
  for (const side of sides)
    found.push(...apply(APP, { side, all: sides }, most, appAt(side.app.kind, side.version)));
  for (const configuration of kestra)
    found.push(...apply(KESTRA, configuration, most, appAt('kestra', configuration.version)));
  found.push(...apply(ACROSS, { ...together(reading), matches }, most));
  return firstOfEach(sorted(found), most);
}

/** The first findings of each rule: nobody reads more than {@link MOST_OF_ONE} of one. */
export function firstOfEach(found: readonly Finding[], most = MOST_OF_ONE): readonly Finding[] {
  const counts = new Map<string, number>();
  return found.filter(({ rule }) => {
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    return count <= most;
  });
}

/** In the order of the files and lines, the worst of a line first, and nothing twice. */
function sorted(found: readonly Finding[]): readonly Finding[] {
  const files = [...new Set(found.map(({ file }) => file))];
  const seen = new Set<string>();
  return [...found]
    .sort(
      (a, b) =>
        files.indexOf(a.file) - files.indexOf(b.file) ||
        a.line - b.line ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    )
    .filter((finding) => {
      const same = JSON.stringify(finding);
      if (seen.has(same)) return false;
      seen.add(same);
      return true;
    });
}
