import type { Connection } from '../../client/types.ts';
import { type Facts, PRODUCTS, type Product } from '../catalogue/cause.ts';
import { causesOf } from '../diagnose.ts';
import { NEXT } from '../joining.ts';
import { classifyDifference } from '../judges/issuer.ts';
import { type Judged, judgeRedirect } from '../pasted-address.ts';
import { redactText, redactUrl } from '../redact.ts';
import type { EvidenceValue, Finding } from '../types.ts';
import type { Observation } from './recogniser.ts';

/** A cause that a message points to. */
export interface Pointed extends Judged {
  readonly finding?: Finding;
  /** One of several that the same words may mean. */
  readonly several?: true;
}

/** A value that came with its quotes, or with the end of its line. */
const AS_TYPED = /^["'\u2018\u2019].*["'\u2018\u2019]$|\\[rn]$/;
/** What a program makes of a setting that is not there, or of a name that nothing filled in. */
const NOT_SET = /^(?:undefined|null|none|nil|\$\{?\w{1,60}\}?|%\w{1,60}%|\{\{.{1,60}\}\})$/i;
/** A program's own words for one cause. */
const BY_WORDS = 0.96;
/** So many seconds: two days. */
const DAYS = 2 * 24 * 60 * 60;
/** The value itself shows what is wrong; the words around it only say that something is. */
const BY_VALUE = 0.98;

/**
 * The causes that a message points to, with the values it names: those are compared, and what differs decides. A value
 * of the workspace never takes their place.
 */
export function pointedTo(
  { recogniser, finding, data }: Observation,
  connection: Connection | undefined,
  known: Product | undefined,
): readonly Pointed[] {
  // A provider's own words say which one it is.
  const product = known ?? PRODUCTS.find((one) => one === recogniser.by.toLowerCase());
  const weight = recogniser.weight ?? 1;
  if (typeof finding === 'object')
    return [finding.cause, ...(finding.or ?? [])].map((id, index, { length }) => ({
      id,
      weight: BY_WORDS * weight - index * NEXT,
      data: shownOf(data),
      ...(length > 1 ? { several: true as const } : {}),
    }));
  // A request without a secret is mended where it is made: to register that would open the client to everyone.
  if (finding === 'auth-method-refused' && data['used_method'] === 'none')
    return [{ id: 'secret-not-sent', weight: BY_VALUE * weight, data: shownOf(data) }];
  const typed = ['client_id', 'redirect_uri'].find((name) =>
    [AS_TYPED, NOT_SET].some((form) => form.test(String(data[name] ?? ''))),
  );
  if (typed !== undefined)
    return [{ id: 'literal-quotes-or-misspelt-name', weight: BY_VALUE * weight, data: shownOf(data) }];
  if (finding === 'redirect') {
    const sent = String(data['redirect_uri'] ?? '');
    if (sent === '')
      return [{ id: 'literal-quotes-or-misspelt-name', weight: BY_VALUE * weight, data: shownOf(data) }];
    const special = judgeRedirect(sent, undefined, connection, product);
    if (special.length > 0)
      return special.map((one) => ({
        ...one,
        weight: Math.max(one.weight, BY_VALUE * weight),
        data: { ...shownOf(data), ...one.data },
      }));
    // Told before both are redacted.
    const literally = String(data['registered'] ?? '').includes(sent);
    const found = failed(literally ? { ...data, literally } : data);
    return pointedBy({ code: 'redirect-uri-not-registered', ...found }, weight, connection, product);
  }
  // Nobody's clock is days off: the token itself has a wrong time.
  if (finding === 'id-token-iat-in-future' && Number(data['seconds']) > DAYS)
    return [{ id: 'id-token-times', weight: BY_VALUE * weight, data: shownOf(data) }];
  if (finding === 'issuer') {
    const [expected, actual] = [String(data['expected'] ?? ''), String(data['actual'] ?? '')];
    const code =
      expected === '' || actual === '' ? 'issuer-differs-by-path' : classifyDifference(expected, actual);
    return pointedBy({ code, ...failed(data) }, weight, connection, product);
  }
  return pointedBy({ code: finding, ...failed(data) }, weight, connection, product);
}

const failed = (data: Observation['data']): Omit<Finding, 'code'> => ({
  severity: 'fail',
  data: shownOf(data),
});

/** Values of a text may be secrets that somebody put in a wrong place. */
const shownOf = (data: Observation['data']): Record<string, EvidenceValue> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value !== 'string' ? value : /^https?:\/\//i.test(value) ? redactUrl(value) : redactText(value),
    ]),
  );

/** Other causes of a finding, this much less likely than the first, are named as well. */
const NEAR = 0.2;

function pointedBy(
  finding: Finding,
  weight: number,
  connection: Connection | undefined,
  product: Product | undefined,
): readonly Pointed[] {
  const facts: Facts = {
    connection,
    findings: [finding],
    all: [finding],
    check: undefined,
    product,
    data: finding.data,
  };
  const ranked = causesOf(finding, facts);
  const best = ranked[0]?.weight ?? 0;
  return ranked
    .filter((one, index) => index === 0 || best - one.weight <= NEAR)
    .map((one) => ({ id: one.cause.id, weight: one.weight * weight, data: finding.data, finding }));
}
