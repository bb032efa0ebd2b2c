import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { Fingerprint } from '../../../shared/diagnosis/evidence.ts';
import { printable } from '../../../shared/diagnosis/printable.ts';

/** Names whose values are never shown, in queries, forms and fragments. */
const SECRET_NAMES = new Set([
  'access_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
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
const AUTHORIZATION = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;

/** A replacement text for a secret: its length and the first 4 hex digits of its SHA-256. */
export function fingerprint(value: string): Fingerprint {
  return `[${value.length} characters, ${createHash('sha256').update(value).digest('hex').slice(0, 4)}]`;
}

/** Knows the secrets of one run and removes them from every text. Never shows the secrets. */
export class Redactor {
  readonly #values = new Map<string, Fingerprint>();
  #pattern: RegExp | undefined;

  /**
   * Registers a secret in all encodings in which it may appear. Ignores values under 4 characters, which
   * could match any word.
   */
  add(value: string | undefined): void {
    if (value === undefined || value.length < 4 || this.#values.has(value)) return;
    const mark = fingerprint(value);
    const encoded = encodeURIComponent(value);
    for (const form of [
      value,
      encoded,
      encoded.replaceAll('%20', '+'),
      JSON.stringify(value).slice(1, -1),
      Buffer.from(value).toString('base64'),
    ]) {
      this.#values.set(form, mark);
    }
    this.#pattern = undefined;
  }

  /** Returns the text without any registered secret, token or Authorization value. */
  text(text: string): string {
    if (!this.#pattern && this.#values.size > 0) {
      const forms = [...this.#values.keys()].sort((a, b) => b.length - a.length);
      this.#pattern = new RegExp(
        forms.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
        'g',
      );
    }
    const known = this.#pattern ? text.replace(this.#pattern, (form) => this.#values.get(form) ?? '') : text;
    return known
      .replace(TOKEN, (token) => fingerprint(token))
      .replace(AUTHORIZATION, (_, scheme) => `${scheme} [redacted]`);
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
    const query = redactQuery(parsed.search.slice(1), (name, value) => this.field(name, value));
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
  if (query === '') return '';
  return [...new URLSearchParams(query)]
    .slice(0, 60)
    .map(([name, value]) => `${printable(name, 100)}=${show(name, value)}`)
    .join('&');
}
