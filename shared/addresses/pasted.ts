import { canParseUrl } from '../can-parse-url.ts';
import {
  APP_PRODUCTS,
  type KnownPage,
  type KnownProduct,
  type PageName,
  PROVIDER_PRODUCTS,
  USUAL_PAGES,
  WELL_KNOWN,
} from './products.ts';

/** A page that was pasted where the root of a product belongs. */
export interface PastedPage {
  /** What the address is. */
  readonly page: PageName;
  /** The product whose page it is, if that is known. */
  readonly product?: string;
  /** What belongs there instead. */
  readonly root: string;
  /** False if it is concluded from a usual name alone. */
  readonly sure: boolean;
  /** The kind of provider that has such a page, where another kind was chosen. */
  readonly kind?: string;
}

/**
 * Recognises a page, an endpoint or an issuer of a known provider. `kind` is the chosen kind, if there is one:
 * for `oidc` the root is the issuer, for other kinds what the product says. Returns
 * undefined if the address is already such a root, or nothing is known of it.
 */
export function providerPage(text: string, kind: string | undefined): PastedPage | undefined {
  const address = parts(text);
  if (!address) return undefined;
  const own = PROVIDER_PRODUCTS.filter((product) => product.kind === kind);
  const others = PROVIDER_PRODUCTS.filter((product) => product.kind !== kind);
  const hit =
    find(own, address.rest, () => true) ??
    find(others, address.rest, (page) => page.common !== true) ??
    find(
      [{ kind: kind ?? 'oidc', name: '', root: 'issuer', source: '', pages: [WELL_KNOWN] }],
      address.rest,
      () => true,
    );
  if (!hit) return undefined;
  const { product, page } = hit;
  // For kind `oidc` and for other products, the issuer is meant where the page tells it.
  const template = kind === 'oidc' || product.root === 'issuer' ? (page.issuer ?? '$1') : '$1';
  const root = address.origin + tidy(address.rest.replace(page.pattern, template));
  if (sameAddress(root, text)) return undefined;
  const elsewhere = kind !== undefined && product.kind !== kind && !(kind === 'oidc' && page.issuer);
  return { ...named(hit), root, sure: true, ...(elsewhere ? { kind: product.kind } : {}) };
}

/**
 * Recognises a login, settings or callback page of an app. `callbacks` are the redirect paths that the
 * workspace states. For an app of unknown kind, usual names are a guess.
 */
export function appPage(
  text: string,
  kind: string | undefined,
  callbacks: readonly string[] = [],
): PastedPage | undefined {
  const address = parts(text);
  if (!address) return undefined;
  const path = address.rest.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const callback = callbacks.find((one) => /^\/[^/]/.test(one) && path.endsWith(one.replace(/\/+$/, '')));
  if (callback !== undefined) {
    const before = path.slice(0, path.length - callback.replace(/\/+$/, '').length);
    return { page: 'callback', root: address.origin + before, sure: true };
  }
  const hit =
    find(
      APP_PRODUCTS.filter((product) => product.kind === kind),
      address.rest,
      () => true,
    ) ??
    (kind === 'custom'
      ? find([{ kind, name: '', source: '', pages: USUAL_PAGES }], address.rest, () => true)
      : undefined);
  if (!hit) return undefined;
  const root = address.origin + tidy(address.rest.replace(hit.page.pattern, '$1'));
  return sameAddress(root, text) ? undefined : { ...named(hit), root, sure: kind !== 'custom' };
}

/** True if two addresses name the same place: compared as browsers write them, without a slash at the end. */
export function sameAddress(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => (canParseUrl(text.trim()) ? new URL(text.trim()) : undefined));
  const plain = (url: URL) => url.origin + url.pathname.replace(/\/+$/, '') + url.search + url.hash;
  return a !== undefined && b !== undefined && plain(a) === plain(b);
}

const LOCAL = /^(?:localhost|[^/:]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/i;

/**
 * Completes an address whose beginning is missing or broken (`auth.example.com`, `//host`, `https:/host`).
 * Plain http only for this machine, or where it was written. Returns undefined if nothing sensible comes out,
 * or if the text may hold a password.
 */
export function withScheme(text: string): string | undefined {
  const value = text.trim();
  if (value === '' || /[\s\\@]/.test(value)) return undefined;
  if (/^https?:\/\/[^/]/i.test(value)) return undefined;
  const rest = value.replace(/^(?:https?:?\/*|\/+)(?=[^/])/i, '');
  const local = LOCAL.test(rest);
  if (!local && !/^(?:[^/:?#]+\.[^/:?#]+|\[[^\]]+\])(?:[:/?#]|$)/.test(rest)) return undefined;
  const candidate = `${/^http:/i.test(value) || local ? 'http' : 'https'}://${rest}`;
  return canParseUrl(candidate) && new URL(candidate).hostname !== '' ? candidate : undefined;
}

const IN_WORDS: Readonly<Record<PageName, string>> = {
  login: 'the login page',
  consent: 'the consent page',
  admin: 'the administration',
  settings: 'a settings page',
  callback: 'a callback page',
  issuer: 'the issuer of one app',
  discovery: 'the discovery document',
  endpoint: 'an endpoint',
  page: 'one page',
};

/** What the address is, in English: `the login page of authentik`. */
export const pageInWords = ({ page, product }: PastedPage): string =>
  product === undefined ? IN_WORDS[page] : `${IN_WORDS[page]} of ${product}`;

interface Hit {
  readonly product: KnownProduct;
  readonly page: KnownPage;
}

const named = ({ product, page }: Hit): Pick<PastedPage, 'page' | 'product'> => ({
  page: page.page,
  ...(product.name === '' ? {} : { product: product.name }),
});

interface Parts {
  readonly origin: string;
  /** Path, query and fragment. */
  readonly rest: string;
}

function parts(text: string): Parts | undefined {
  const value = text.trim();
  if (value.length > 2048 || !canParseUrl(value)) return undefined;
  const url = new URL(value);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return { origin: url.origin, rest: url.pathname + url.search + url.hash };
}

function find(
  products: readonly KnownProduct[],
  rest: string,
  counts: (page: KnownPage) => boolean,
): Hit | undefined {
  for (const product of products) {
    const page = product.pages.find((one) => counts(one) && one.pattern.test(rest));
    if (page) return { product, page };
  }
  return undefined;
}

/** Removes slashes at the end, except the one that belongs to an issuer of authentik. */
const tidy = (path: string): string =>
  /\/application\/o\/[^/]+\/$/.test(path) ? path : path.replace(/\/+$/, '');
