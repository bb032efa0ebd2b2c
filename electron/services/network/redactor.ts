import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { Fingerprint } from '../../../shared/diagnosis/evidence.ts';
import { KnownValues } from '../../../shared/diagnosis/known-values.ts';
import { printable } from '../../../shared/diagnosis/printable.ts';
import { redactCredentials } from '../../../shared/diagnosis/redact.ts';

/** Names whose values are never shown, in queries, forms and fragments. */
const SECRET_NAMES = new Set([
  'access_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_challenge',
  'code_verifier',
  'id_token',
  'id_token_hint',
  'login_hint',
  'nonce',
  'password',
  'refresh_token',
  'session',
  'session_state',
  'state',
  'token',
]);

/** True if this is the name of a parameter or claim whose value is never shown. */
export const isSecretName = (name: string): boolean => SECRET_NAMES.has(name);

/**
 * A token with three or five base64url parts. Also matches tokens that were not registered, such as one in an
 * error text.
 */
const TOKEN = /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*){1,3}/g;

/** A replacement text for a secret: its length and the first 4 hex digits of its SHA-256. */
export function fingerprint(value: string): Fingerprint {
  return `[${value.length} characters, ${createHash('sha256').update(value).digest('hex').slice(0, 4)}]`;
}

/** Knows the secrets of one run and removes them from every text. Never shows the secrets. */
export class Redactor {
  readonly #known = new KnownValues<Fingerprint>();

  /**
   * Registers a secret. It is then found in all the forms that `KnownValues` knows. Values under 4 characters
   * are ignored, because they could be part of any word.
   */
  add(value: string | undefined): void {
    if (value !== undefined) this.#known.add(value, fingerprint(value));
  }

  /** Returns the text without any registered secret, token or Authorization value. */
  text(text: string): string {
    const known = this.#known.hide(text, (mark) => mark);
    return redactCredentials(known.replace(TOKEN, (token) => fingerprint(token)));
  }

  /** Returns the value with all its texts, also names, without registered secrets and tokens. */
  deep<V>(value: V): V {
    if (typeof value === 'string') return this.text(value) as V;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => this.deep(item)) as V;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [this.text(name), this.deep(item)]),
    ) as V;
  }

  /** Removes secrets from external text, makes it safe for a terminal and shortens it. */
  printable(text: string, limit?: number): string {
    return printable(this.text(text.slice(0, 65_536)), limit);
  }

  /** Redacts the value of a form field. */
  field(name: string, value: string): string {
    return isSecretName(name) ? fingerprint(value) : this.printable(value, 500);
  }

  /** Returns a URL with every secret parameter replaced and without user information. */
  url(url: string): string {
    if (!canParseUrl(url)) return this.printable(url, 500);
    const parsed = new URL(url);
    const query = redactQuery(parsed.search, (name, value) => this.field(name, value));
    const fragment = parsed.hash.includes('=')
      ? redactQuery(parsed.hash.slice(1), (name, value) => this.field(name, value))
      : parsed.hash.slice(1);
    const origin = parsed.origin === 'null' ? `${parsed.protocol}` : parsed.origin;
    const text = `${origin}${parsed.pathname}${query && `?${query}`}${fragment && `#${fragment}`}`;
    return this.printable(text, 2000);
  }

  toJSON(): string {
    return '[redactor]';
  }

  [inspect.custom](): string {
    return '[redactor]';
  }
}

function redactQuery(query: string, show: (name: string, value: string) => string): string {
  return [...new URLSearchParams(query)]
    .slice(0, 60)
    .map(([name, value]) => `${printable(name, 100)}=${show(name, value)}`)
    .join('&');
}
