import type { CaseResult, HealthyResult, PairResult } from './laboratory.ts';
import type { Measures } from './measures.ts';
import type { Overhead } from './overhead.ts';

/** Everything between these lines is measured again on every machine and not compared. */
const TIMES = ['<!-- times: of the machine this was written on -->', '<!-- end of times -->'] as const;

const percent = (value: number) => `${(Math.floor(value * 1000) / 10).toFixed(1)} %`;
const row = (...cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');
const code = (text: string) => `\`${text}\``;

/** The page that is stored in docs/. */
export function report(
  measures: Measures,
  overhead: Overhead,
  cases: readonly CaseResult[],
  healthy: readonly HealthyResult[],
  pairs: readonly PairResult[],
): string {
  const noticed = measures.cases - measures.bareMisses.length;
  const byFault = new Map<string, CaseResult[]>();
  for (const one of cases) {
    const list = byFault.get(one.case.fault.id) ?? [];
    list.push(one);
    byFault.set(one.case.fault.id, list);
  }
  const faults = [...byFault.values()].sort((a, b) =>
    a[0]!.case.fault.id.localeCompare(b[0]!.case.fault.id, 'en'),
  );
  return `# The fault laboratory

What Latchkey's check and test login make of set-ups with one thing wrong, and of set-ups with nothing wrong. A
practice provider (a real one, oidc-provider, on loopback) answers as Authelia, authentik, Keycloak, Kanidm or a
provider that nothing is known of; a fault is put into one side; then \`check\` and \`login\` run as they do for a
person, with a browser that signs in by itself. What is compared is the first cause that a person meets.

Faults and catalogue grew up together, so these figures say that nothing was lost since and that no two causes
are taken for each other; how the catalogue fares with texts and products it has not seen is told in
docs/interop.md and by the corpus in test/shared/diagnosis.

This page is written by \`UPDATE=1 npm run test:faults\`; a run without \`UPDATE\` fails when the page no longer
says what is measured.

## Figures

${table(
  ['measure', 'is', 'goal'],
  [
    ['faults', measures.faults, 'at least 70'],
    ['cases (a fault at one provider, with one app)', measures.cases, ''],
    ['**top-1**: the first cause named is the one put in', percent(measures.top1), '≥ 95 %'],
    ['**top-3**: it is among the first three', percent(measures.top3), '≥ 99 %'],
    ['**misses**: reported as well', measures.misses.length, '0'],
    ['names the side to edit', percent(1 - measures.wrongSide.length / measures.cases), ''],
    [
      'fixes that name a value: written there by a script, the run turned green',
      measures.mendedByValue,
      'all of them',
    ],
    ['fixes that name no value: done by hand, the run turned green', measures.mendedByHand, ''],
    ['fixes that left it red', measures.notMended.length, '0'],
    ['healthy variants', measures.variants, 'at least 35'],
    ['healthy set-ups', measures.healthy, ''],
    ['**false alarms**: a failure in a healthy set-up', measures.falseAlarms.length, '0'],
    ['healthy set-ups with more than one warning', measures.manyWarnings.length, '0'],
    ['pairs of faults', measures.pairs, 'at least 20'],
    ['both faults of a pair named', percent(measures.bothNamed), '≥ 85 %'],
    [
      `top-1 of ${measures.behindCa} faults behind https, with a CA file in the workspace`,
      percent(measures.behindCaTop1),
      '≥ 95 %',
    ],
    [
      '**leaks**: planted secrets, codes, tokens or states in pages, evidence, reports, bundles or on the console',
      measures.leaks.length,
      '0',
    ],
    ['most requests of one run', measures.mostRequests, '≤ 25'],
    ['a check without a login passed what it should have seen', measures.wrongCertain.length, '0'],
  ],
)}

The pairs are faults of one set-up of which neither hides the other: they show at different steps, and the earlier
one lets the login go on.

${TIMES[0]}

## Times, and what hangs on them

A test login looks at the app's own redirect URI while the person signs in; here nobody waits for it.

${table(
  ['the expected cause is named first by', 'is'],
  [
    ['the check alone, without a login', percent(measures.byCheck)],
    ['the test login alone', percent(measures.byLogin)],
  ],
)}

${table(
  ['median of the runs, milliseconds', 'is', 'goal'],
  [
    ['bare openid-client login', overhead.bare_ms, ''],
    ['test login, on the same set-up', overhead.login_ms, ''],
    ['**overhead**', overhead.login_ms - overhead.bare_ms, '≤ 300'],
    ['check without a login, pauses between probes included', overhead.check_ms, ''],
  ],
)}

${TIMES[1]}

## Beside a bare library

The same faults, with openid-client alone as its manual shows it (the app's way of sending the secret, PKCE where
the app sends it, userinfo read at the end): it notices ${noticed} of ${measures.cases} and lets
${measures.bareMisses.length} through. Of those it notices it names an error code, not the side to edit; it does not
look at the app's own redirect URI, verifies no signature unless told to, and never sees a wrong \`at_hash\`, a
wrong \`azp\`, a future \`iat\` or a claim that the app will miss.

## What stays open without a login

The share of the checks about the client (known, redirect URI, secret, method, PKCE, scopes) that a provider's
answers leave open. They are shown as inconclusive, never as a pass.

${table(
  ['provider', 'open'],
  Object.entries(measures.open).map(([face, value]) => [face, percent(value)]),
)}

## Faults

${table(
  ['fault', 'what was done', 'at', 'cause', 'named first', 'bare library'],
  faults.map((list) => {
    const { fault } = list[0]!.case;
    const first = list.filter((one) => one.rank === 1).length;
    const bare = list.filter((one) => !one.bare.ok).length;
    return [
      code(fault.id),
      fault.description + (fault.suite ? ` (suite: ${fault.suite})` : ''),
      [...new Set(list.map((one) => one.case.face))].join(', '),
      [...new Set(list.map((one) => code(one.case.expected)))].join(', '),
      `${first} of ${list.length}`,
      bare === list.length ? 'notices' : bare === 0 ? 'misses' : `notices ${bare} of ${list.length}`,
    ];
  }),
)}

## Healthy variants

${table(
  ['variant', 'result', 'told besides'],
  healthy.map((one) => [one.name, one.result, one.named.map(code).join(', ')]),
)}

Among them a login at providers that take Basic only, the form only, no secret at all (a public client), that
demand PKCE, sign with ES256, EdDSA or PS256, sign userinfo, over plain http on loopback and over https with a CA of
one's own.

## Pairs

${table(
  ['pair', 'both named'],
  pairs.map(({ pair, named }) => [pair.name, pair.expected.every((id) => named.includes(id)) ? 'yes' : 'no']),
)}

## Not covered

Of the relying-party suite: aggregated and distributed claims, mutual TLS, request objects, dynamic registration,
WebFinger, hybrid and implicit flows. The providers are profiles of a practice provider, made from what their
sources and documentation say; docs/interop.md tells of runs against the products themselves.
`;
}

/** The page without the times. */
export function comparable(page: string): string {
  const from = page.indexOf(TIMES[0]);
  const to = page.indexOf(TIMES[1]);
  return from < 0 || to < 0 ? page : page.slice(0, from) + page.slice(to);
}
