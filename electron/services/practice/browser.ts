/**
 * An automatic browser for logins at the practice provider. The demo and the tests sign in with it. It only
 * opens loopback addresses, limits the number of pages and runs no scripts.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly location?: string;
  readonly body: string;
}

export interface BrowseOptions {
  /** PEM of a CA to trust besides the built-in ones. */
  readonly ca?: string;
  /** Stop before requesting a URL that starts with this text (to read a callback without using it up). */
  readonly stopBefore?: string;
  readonly maxHops?: number;
  /** Fields to send on a page with a form, for example `{ decision: 'agree' }`. */
  readonly form?: Readonly<Record<string, string>>;
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** A simple cookie store with only what a login needs. */
class Jar {
  #cookies: Cookie[] = [];

  store(url: URL, response: IncomingMessage): void {
    for (const line of response.headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const name = pair.slice(0, pair.indexOf('='));
      const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? '/';
      const expired = attributes.some(
        (part) => /^expires=/i.test(part) && Date.parse(part.slice(8)) < Date.now(),
      );
      this.#cookies = this.#cookies.filter(
        (cookie) => !(cookie.name === name && cookie.path === path && cookie.host === url.hostname),
      );
      if (!expired)
        this.#cookies.push({ host: url.hostname, path, name, value: pair.slice(name.length + 1) });
    }
  }

  header(url: URL): string {
    return this.#cookies
      .filter((cookie) => cookie.host === url.hostname && url.pathname.startsWith(cookie.path))
      .map((cookie) => `${cookie.name}=${cookie.value}`)
      .join('; ');
  }
}

function visit(url: URL, jar: Jar, ca: string | undefined, form?: string): Promise<Visit> {
  return new Promise((resolve, reject) => {
    const cookie = jar.header(url);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(
      url,
      {
        method: form === undefined ? 'GET' : 'POST',
        agent: false,
        ...(ca === undefined ? {} : { ca }),
        headers: {
          accept: 'text/html,*/*',
          ...(cookie ? { cookie } : {}),
          ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      (response) => {
        jar.store(url, response);
        let body = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          if (body.length < 200_000) body += chunk;
        });
        response.on('end', () => {
          const location = response.headers.location;
          resolve({
            url: url.href,
            status: response.statusCode ?? 0,
            ...(location === undefined ? {} : { location }),
            body,
          });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(form);
  });
}

/**
 * Simulates the user's browser: opens `start`, keeps cookies, follows redirects and fills in the practice
 * login page. Stops at a page that is neither a redirect nor a login form (the answer of the loopback
 * callback). Returns all visits.
 */
export async function browse(start: string, options: BrowseOptions = {}): Promise<readonly Visit[]> {
  const jar = new Jar();
  const visits: Visit[] = [];
  let url = new URL(start);
  let form: string | undefined;
  for (let hop = 0; hop < (options.maxHops ?? 20); hop++) {
    if (options.stopBefore !== undefined && url.href.startsWith(options.stopBefore)) {
      visits.push({ url: url.href, status: 0, body: '' });
      return visits;
    }
    const seen = await visit(url, jar, options.ca, form);
    visits.push(seen);
    if (seen.location !== undefined && seen.status >= 300 && seen.status < 400) {
      url = new URL(seen.location, url);
      form = undefined;
    } else if (options.form && seen.status === 200 && /<form method="post">/.test(seen.body)) {
      form = new URLSearchParams(options.form).toString();
    } else {
      return visits;
    }
  }
  return visits;
}

/** Returns the last page that the browser visited. */
export const lastVisit = (visits: readonly Visit[]): Visit => visits[visits.length - 1]!;
