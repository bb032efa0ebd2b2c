import { type Evidence, withoutPersonalData } from './evidence.ts';
import { KnownValues } from './known-values.ts';
import { lights } from './lights.ts';
import { REDACTED, redactText, redactUrl } from './redact.ts';
import type { EvidenceValue, Report } from './types.ts';

/**
 * The names allowed in a bundle. Everything else is left out, so new evidence stays out until its name is
 * added here. Free text of the provider is not allowed, because it may repeat anything.
 */
const ALLOWED = new Set(
  `run started_at exchanges purpose at duration_ms request response method url status size truncated failure kind code
  network host port addresses address scope proxy tls protocol chain names not_before not_after self_signed ca_issuers
  name_matches valid_now trusted_by chain_error chain_problem plain_http discovery answer redirects from to followed
  redirect_loop exchange content_type body location retry_after_s document issuer authorization_endpoint token_endpoint
  userinfo_endpoint jwks_uri end_session_endpoint response_types_supported response_modes_supported
  grant_types_supported subject_types_supported scopes_supported claims_supported
  id_token_signing_alg_values_supported userinfo_signing_alg_values_supported
  token_endpoint_auth_methods_supported code_challenge_methods_supported
  authorization_response_iss_parameter_supported claims_parameter_supported request_parameter_supported
  jwks has_keys_member keys kty alg use crv bits private_members usable clock origin offset_ms error_ms authorize probe
  redirect_uri scopes with_pkce class error inside_path blames token_attempts style authentication probes_stopped
  callback outcome waited_ms parameters iss has_code seen wrong_state missing_state empty wrong_path wrong_host
  wrong_method other_user late token has_access_token has_id_token has_refresh_token token_type expires_in id_token parts malformed
    header typ signature result candidates refetched nonce_state at_hash received_at userinfo as_field accepted claims signed refresh offered
  logout endpoint library verdict step response_type pkce prompt state_bits nonce_bits`.split(/\s+/),
);

/**
 * The finding data allowed in a bundle. Values of claims and identities are personal, so they are left out.
 */
const FINDING_DATA = new Set(
  `expected actual status url host port address endpoint missing claim place claims scope scopes alg bits method accepted
  style error seconds offset_s days not_after not_before names content_type location retry_after_s code setting
  first_difference redirect_uri version needed where written announced from`.split(/\s+/),
);
const PERSONAL = /^(?:claim-|email-|id-token-sub|userinfo-sub|refresh-changed)/;
const SHAPES = /^(?:missing|null|string|empty|number|boolean|array|object)$/;
const MAX_TEXT = 400;
const MAX_ITEMS = 60;

/**
 * A report with its evidence for a person who helps: JSON text that contains only allowed fields, and no free
 * text of the provider, personal data or secret. `versions` names programs and their versions. The values in
 * `secrets` are removed wherever they still occur.
 */
export function supportBundle(
  report: Report,
  evidence: Evidence | undefined,
  versions: Readonly<Record<string, string>>,
  secrets: readonly string[] = [],
): string {
  const bundle = {
    latchkey_support: 1,
    versions: Object.fromEntries(
      Object.entries(versions).map(([name, version]) => [name, redactText(version).slice(0, 80)]),
    ),
    result: report.result,
    lights: lights(report).map(({ light, status }) => ({ light, status })),
    checks: report.checks.map((check) => ({
      id: check.id,
      title: check.title,
      status: check.status,
      light: check.light,
      ...(check.because_of === undefined ? {} : { because_of: check.because_of }),
      findings: check.findings.map(({ code, severity, data }) => ({
        code,
        severity,
        data: Object.fromEntries(
          Object.entries(data)
            .filter(
              ([name]) =>
                FINDING_DATA.has(name) &&
                !(PERSONAL.test(code) && !['claim', 'claims', 'place', 'scope'].includes(name)),
            )
            .map(([name, value]) => [name, scrub(value, 0)]),
        ),
      })),
    })),
    diagnoses: report.diagnoses.map(({ id, side, title, confidence, explains }) => ({
      id,
      side,
      title: redactText(title),
      confidence,
      explains,
    })),
    ...(evidence === undefined
      ? {}
      : { evidence: scrub(withoutPersonalData(evidence) as unknown as EvidenceValue, 0) }),
  };
  const known = new KnownValues<string>();
  for (const secret of secrets) known.add(secret, REDACTED);
  return `${JSON.stringify(withoutKnown(bundle, known), null, 2)}\n`;
}

function withoutKnown(value: unknown, known: KnownValues<string>): unknown {
  if (typeof value === 'string') return known.hide(value, () => REDACTED);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutKnown(item, known));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      known.hide(name, () => REDACTED),
      withoutKnown(item, known),
    ]),
  );
}

function scrub(value: EvidenceValue, depth: number): EvidenceValue {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 8) return REDACTED;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => scrub(item, depth + 1));
  const result: Record<string, EvidenceValue> = {};
  for (const [name, item] of Object.entries(value)) {
    if (name === 'claims' && typeof item === 'object' && item !== null && !Array.isArray(item)) {
      result[name] = shapesOnly(item as Readonly<Record<string, EvidenceValue>>);
    } else if (ALLOWED.has(name)) result[name] = scrub(item, depth + 1);
  }
  return result;
}

/** Names of claims with their JSON types. Any other value would be there by mistake and is left out. */
function shapesOnly(claims: Readonly<Record<string, EvidenceValue>>): Record<string, EvidenceValue> {
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([, shape]) => typeof shape === 'string' && SHAPES.test(shape))
      .slice(0, MAX_ITEMS)
      .map(([name, shape]) => [redactText(name).slice(0, 80), shape]),
  );
}

const scrubText = (text: string): string =>
  (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? redactUrl(text) : redactText(text)).slice(0, MAX_TEXT);
