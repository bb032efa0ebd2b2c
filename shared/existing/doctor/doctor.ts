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

/** Every rule, as data. */
export const RULES: readonly RuleData[] = [
  ...FILES,
  ...AUTHELIA,
  ...AUTHENTIK,
  ...ENVIRONMENT,
  ...APP,
  ...KESTRA,
  ...ACROSS,
];

/** Nobody reads more than this of one rule. */
const MOST_OF_ONE = 50;

function* apply<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  version?: Version,
): Generator<Finding> {
  for (const rule of rules) {
    if (version !== undefined && rule.since !== undefined && !atLeast(version, rule.since)) continue;
    if (version !== undefined && rule.before !== undefined && atLeast(version, rule.before)) continue;
    let count = 0;
    for (const hit of rule.find(subject)) {
      yield findingOf(rule, hit);
      count++;
      if (count >= MOST_OF_ONE) break;
    }
  }
}

function together(reading: Reading): Omit<AllFiles, 'matches'> {
  const { authelia, authentik, environments, sides } = reading;
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
 */
export function examine(
  reading: Reading,
  matches: (clear: string, digest: string) => boolean | undefined = () => undefined,
): readonly Finding[] {
  const { authelia, authentik, environments, sides, kestra, unread } = reading;
  const found: Finding[] = [...apply(FILES, unread)];
  if (authelia !== undefined) found.push(...apply(AUTHELIA, authelia, authelia.version));
  if (authentik !== undefined) found.push(...apply(AUTHENTIK, authentik, authentik.version));
  for (const environment of environments) found.push(...apply(ENVIRONMENT, environment));
  for (const side of sides) found.push(...apply(APP, { side, all: sides }, side.version));
  for (const configuration of kestra) found.push(...apply(KESTRA, configuration, configuration.version));
  found.push(...apply(ACROSS, { ...together(reading), matches }));
  return sorted(found);
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
