import { own } from '../../own.ts';
import type { Target } from '../target.ts';
import type { EvidenceValue, Finding } from '../types.ts';
import { failing, warning } from './verdict.ts';

/** What a provider may demand of every request that neither the known apps nor the test login do. */
export type Demand =
  | 'pushed-request'
  | 'request-object'
  | 'dpop'
  | 'mutual-tls'
  | 'client-assertion'
  | 'response-mode';

type Document = Readonly<Record<string, EvidenceValue>>;

/** What one member of the document asks of a client; undefined if nothing. */
type Rule = (value: EvidenceValue, target: Target) => { readonly demand: string } | undefined;

const ifTrue =
  (demand: Demand): Rule =>
  (value) =>
    value === true ? { demand } : undefined;

const ifNoneOf =
  (demand: Demand, ours: readonly string[]): Rule =>
  (value) =>
    Array.isArray(value) && value.length > 0 && !value.some((item) => ours.includes(String(item)))
      ? { demand }
      : undefined;

const nothing: Rule = () => undefined;

/**
 * Every member of provider metadata that can demand something, or looks as if it did. What the other members
 * (`…_supported`, `…_endpoint`) announce is an offer, or is judged with the endpoints, keys and PKCE.
 */
const DEMANDS: Readonly<Record<string, Rule>> = {
  /** RFC 9126 §5. */
  require_pushed_authorization_requests: ifTrue('pushed-request'),
  /** RFC 9101 §10.5. */
  require_signed_request_object: ifTrue('request-object'),
  /** Discovery §3: only for clients that send `request_uri`. */
  require_request_uri_registration: nothing,
  /** RFC 8414 §2: without a secret or a public client's `none`, only signed assertions or certificates are left. */
  token_endpoint_auth_methods_supported: ifNoneOf('client-assertion', [
    'client_secret_basic',
    'client_secret_post',
    'none',
  ]),
  /** RFC 8414 §2: absent means query and fragment; the code flow of these apps reads the query. */
  response_modes_supported: ifNoneOf('response-mode', ['query']),
};

/** A member of this form that is not in the table demands something that is not known here. */
const UNKNOWN_DEMAND = /^require_\w{1,60}$/;

/**
 * What the document demands and the app doesn't do. A custom app may do it, so this is a warning there; but
 * the test login can't show it.
 */
export function demandFindings(document: Document, target: Target): Finding[] {
  return Object.entries(document).flatMap(([field, value]) => {
    const rule = own(DEMANDS, field);
    const unmet =
      rule?.(value, target) ??
      (rule === undefined && UNKNOWN_DEMAND.test(field) && value === true ? { demand: field } : undefined);
    if (!unmet) return [];
    const known = rule !== undefined && target.app.kind !== 'custom';
    return [
      (known ? failing : warning)('provider-demands-more', {
        ...unmet,
        field,
        actual: Array.isArray(value) ? value.slice(0, 10) : value,
      }),
    ];
  });
}

/**
 * Encryption that the document announces. In a document of the whole provider this is only an offer; in one
 * that is made for this client (authentik) it says what this client gets.
 */
export function encryptionFindings(document: Document, target: Target): Finding[] {
  const algs = document['id_token_encryption_alg_values_supported'];
  return target.provider.document_per_client && Array.isArray(algs) && algs.length > 0
    ? [
        failing('id-token-encrypted', {
          announced: algs.slice(0, 10),
          field: 'id_token_encryption_alg_values_supported',
        }),
      ]
    : [];
}
