import { canParseUrl } from '../can-parse-url.ts';
import { appPage, type PastedPage, providerPage, withScheme } from './pasted.ts';

/** Why a pasted address is not taken as it is. */
export type RepairReason = 'page' | 'scheme' | 'query' | 'marks' | 'slash';

/** A piece of a pasted text: it stays, falls away, or was missing. */
export interface RepairPart {
  readonly text: string;
  readonly is: 'kept' | 'dropped' | 'added';
}

/** What belongs in the place of a pasted address. */
export interface Repair {
  readonly value: string;
  /** Those that stay or fall away make up the pasted text; those that stay or were missing, the value. */
  readonly parts: readonly RepairPart[];
  readonly why: RepairReason;
  /** The page of a product, where that is why. */
  readonly page?: PastedPage;
  /** False where the text may stay as it is. */
  readonly must: boolean;
}

/** What a typed address is for. */
export interface AddressOf {
  readonly side: 'provider' | 'app';
  readonly kind: string | undefined;
  /** Redirect paths that the app is known to have. */
  readonly callbacks?: readonly string[];
}

/** Longer than any address that works. */
const MOST = 2048;

/** Repairs what was pasted as an address. Undefined: there is nothing to repair, or no address is in it. */
export function repairAddress(text: string, of: AddressOf): Repair | undefined {
  if (text.length > MOST) return undefined;
  const bare = unwrapped(text);
  const whole = withScheme(bare) ?? bare;
  if (!canParseUrl(whole)) return undefined;
  const { protocol, username, password } = new URL(whole);
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return undefined;
  const rest = withoutQuery(whole);
  const page = pageOf(whole, of) ?? pageOf(rest, of);
  // The slash at the end of an issuer is a part of it.
  const cut = of.side === 'app' || rest !== whole ? withoutSlash(rest) : rest;
  if (page === undefined && cut === text) return undefined;
  const once = page ? withoutQuery(page.root) : cut;
  // A page may stand in another one, and a mark before what was cut off.
  const value = repairAddress(once, of)?.value ?? once;
  if (value === text || !canParseUrl(value)) return undefined;
  const why = page
    ? 'page'
    : whole !== bare
      ? 'scheme'
      : rest !== whole
        ? 'query'
        : bare !== text
          ? 'marks'
          : 'slash';
  return {
    value,
    parts: partsOf(text, value),
    why,
    ...(page ? { page } : {}),
    must:
      page?.sure ?? (why === 'marks' ? withoutSlash(bare) !== withoutSlash(text.trim()) : why !== 'slash'),
  };
}

const withoutQuery = (address: string): string => address.replace(/[?#].*$/, '');
const withoutSlash = (address: string): string => address.replace(/\/+$/, '');

const pageOf = (address: string, { side, kind, callbacks }: AddressOf): PastedPage | undefined =>
  side === 'provider' ? providerPage(address, kind) : appPage(address, kind, callbacks);

/** What can’t be seen, and what stands around an address in a text. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
const BEFORE = /^[\s"'`“”„‘’‚«»‹›<([{*_]+/;
const AFTER = /[\s"'`“”„‘’‚«»‹›>)\]}*_,;.!]+$/;

/** An address in a text, also one that was broken within, where a part of an address can’t end. */
const WITHIN = /https?:\/\/[^\s"'`“”„‘’«»‹›<>]+(?:(?<=[./:-])\s+[a-z\d][^\s"'<>]*|\s+(?=[./:])[^\s"'<>]+)*/i;

/** The address without quotes, brackets, blanks and what else came along with it. */
function unwrapped(text: string): string {
  const seen = text.replace(UNSEEN, '');
  const bare = (WITHIN.exec(seen)?.[0] ?? seen).replace(BEFORE, '').replace(/\s+/g, '');
  const closed = bare.replace(AFTER, '');
  // The bracket at the end of an IPv6 address is its own.
  return /\/\[[\da-f:.]+$/i.test(closed) ? `${closed}]` : closed;
}

/** How the value came of the text: as one piece of it where possible. */
function partsOf(text: string, value: string): RepairPart[] {
  const parts: RepairPart[] = [];
  const add = (piece: string, is: RepairPart['is']) => {
    if (piece === '') return;
    const last = parts.at(-1);
    if (last?.is === is) parts[parts.length - 1] = { text: last.text + piece, is };
    else parts.push({ text: piece, is });
  };
  const most = Math.min(value.length - 4, 'https://'.length);
  for (let cut = 0; cut <= most; cut++) {
    const at = text.indexOf(value.slice(cut));
    if (at < 0) continue;
    add(text.slice(0, at), 'dropped');
    add(value.slice(0, cut), 'added');
    add(value.slice(cut), 'kept');
    add(text.slice(at + value.length - cut), 'dropped');
    return parts;
  }
  // Something within fell away, or was written in another way: letter by letter.
  let from = 0;
  for (const letter of value) {
    const at = text.indexOf(letter, from);
    if (at < 0) add(letter, 'added');
    else {
      add(text.slice(from, at), 'dropped');
      add(letter, 'kept');
      from = at + letter.length;
    }
  }
  add(text.slice(from), 'dropped');
  return parts;
}
