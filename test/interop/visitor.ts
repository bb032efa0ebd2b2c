import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** Where a visit ended. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly body: string;
  /** The target of a redirect that was not followed. */
  readonly location?: string;
}

/** The first form of a page, with the fields a browser would send. */
export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

const MAX_HOPS = 20;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&#38;': '&',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&#43;': '+',
  '&#x2F;': '/',
  '&#61;': '=',
};

/** A browser for one person: keeps cookies, follows redirects on loopback (and `hosts`), reads forms. */
export class Visitor {
  #cookies: Cookie[] = [];
  readonly #ca: string | undefined;
  readonly #hosts: readonly string[];
  /** Every address that was requested, in order. */
  readonly visited: string[] = [];

  constructor(ca?: string, hosts: readonly string[] = []) {
    this.#ca = ca;
    this.#hosts = hosts;
  }

  /** Opens an address and follows its redirects. */
  async open(url: string): Promise<Page> {
    return this.#follow(new URL(url));
  }

  /** Opens an address as a script of a page does: with its headers, and without following redirects. */
  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.#visit(new URL(url), { headers });
  }

  /** Sends a form as a browser does, and follows redirects. */
  async submit(url: string, fields: Readonly<Record<string, string>>): Promise<Page> {
    return this.#follow(new URL(url), {
      type: 'application/x-www-form-urlencoded',
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Sends JSON to an API, as a script of a page does. */
  async post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.send('POST', url, body, headers);
  }

  /** The same with another method. */
  async send(
    method: 'POST' | 'PUT' | 'PATCH',
    url: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    return this.#visit(new URL(url), {
      method,
      type: 'application/json',
      body: JSON.stringify(body),
      headers,
    });
  }

  /** The page's first form whose content matches. */
  static form(page: Page, matching = /(?:)/): Form | undefined {
    for (const [, attributes = '', text = ''] of page.body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)) {
      if (!matching.test(`${attributes}${text}`)) continue;
      const fields: Record<string, string> = {};
      for (const [tag] of text.matchAll(/<input\b[^>]*>/gi)) {
        const name = attribute(tag, 'name');
        const type = attribute(tag, 'type') ?? 'text';
        if (name !== undefined && !/^(submit|button|image|checkbox|radio)$/i.test(type))
          fields[name] = attribute(tag, 'value') ?? '';
      }
      return { action: new URL(attribute(attributes, 'action') || page.url, page.url).href, fields, text };
    }
    return undefined;
  }

  async #follow(start: URL, sent?: { type: string; body: string }): Promise<Page> {
    let url = start;
    let body = sent;
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      const page = await this.#visit(url, body);
      if (page.location === undefined || page.status < 300 || page.status >= 400) return page;
      url = new URL(page.location, url);
      // An address of the app itself: no server is there, and the code in it must not be used.
      const near = /^(127\.|localhost$|\[::1\]$)/.test(url.hostname) || this.#hosts.includes(url.hostname);
      if (!near) return page;
      body = undefined;
    }
    throw new Error(`More than ${MAX_HOPS} redirects from ${start.origin}${start.pathname}`);
  }

  #visit(
    url: URL,
    sent?: { method?: string; type?: string; body?: string; headers?: Readonly<Record<string, string>> },
  ): Promise<Page> {
    this.visited.push(url.href);
    return new Promise((resolve, reject) => {
      const cookie = this.#cookies
        .filter((one) => one.host === url.hostname && url.pathname.startsWith(one.path))
        .map((one) => `${one.name}=${one.value}`)
        .join('; ');
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(
        url,
        {
          method: sent?.method ?? (sent?.body === undefined ? 'GET' : 'POST'),
          agent: false,
          timeout: 20_000,
          ...(this.#ca === undefined ? {} : { ca: this.#ca }),
          headers: {
            accept: 'text/html,application/json,*/*',
            ...(cookie === '' ? {} : { cookie }),
            ...(sent?.body === undefined
              ? {}
              : { 'content-type': sent.type, 'content-length': Buffer.byteLength(sent.body) }),
            ...sent?.headers,
          },
        },
        (response) => {
          this.#keep(url, response);
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            if (body.length < 1_000_000) body += chunk;
          });
          response.once('error', reject);
          response.once('end', () => {
            const { location } = response.headers;
            resolve({
              url: url.href,
              status: response.statusCode ?? 0,
              body,
              ...(location === undefined ? {} : { location }),
            });
          });
        },
      );
      request.once('timeout', () => request.destroy(new Error(`${url.origin} gave no answer in time`)));
      request.once('error', reject);
      request.end(sent?.body);
    });
  }

  #keep(url: URL, response: IncomingMessage): void {
    for (const line of response.headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const read = (name: string) =>
        attributes.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
      const name = pair.slice(0, pair.indexOf('='));
      const path = read('path') ?? '/';
      this.#cookies = this.#cookies.filter(
        (one) => !(one.name === name && one.path === path && one.host === url.hostname),
      );
      const expires = read('expires');
      const gone = read('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now());
      if (!gone) this.#cookies.push({ host: url.hostname, path, name, value: pair.slice(name.length + 1) });
    }
  }
}

function attribute(tag: string, name: string): string | undefined {
  const [, quoted, single] = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag) ?? [];
  return (quoted ?? single)?.replace(/&#?\w+;/g, (entity) => ENTITIES[entity] ?? entity);
}
