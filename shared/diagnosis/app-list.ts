import type { LoginList } from '../catalog/types.ts';
import { endpointIn, readAddress, scopesIn } from './app-request.ts';
import type { AppListEvidence, SentRequest } from './evidence.ts';

/** More than an app shows on a login page. */
const MAX_ENTRIES = 20;
const MAX_NODES = 2000;
const MAX_VALUE = 1000;

/** What an app tells of its providers. */
export interface ListedProviders extends Omit<AppListEvidence, 'answer'> {
  readonly requests: readonly SentRequest[];
}

/**
 * Reads what an app tells everyone of its providers, where its profile says that it stands; nothing else of the answer
 * is kept. Pure; `base` is the address that was asked.
 */
export function readAppList(json: unknown, how: Omit<LoginList, 'path'>, base: string): ListedProviders {
  const entries = entriesIn(json, how);
  const on = how.on === undefined ? [] : switchAt(json, how.on);
  const offers =
    entries === undefined || on === undefined
      ? undefined
      : entries.length > 0 && (how.on === undefined || on.some(isFilled));
  const all = offers === true ? entries! : [];
  const requests = all.flatMap((one) => requestIn(one, how, base));
  // Where nothing says whether there is such a login, only its values do.
  const says = how.on !== undefined || how.entries !== undefined || requests.length > 0;
  return {
    ...(offers === undefined || !says ? {} : { offers }),
    names: all.flatMap((one) => textAt(one, how.reads.name) ?? []),
    requests,
  };
}

/** The entries that count. Undefined if the answer has no such list: nothing follows from that. */
function entriesIn(json: unknown, { entries, only = {} }: Omit<LoginList, 'path'>): unknown[] | undefined {
  if (entries === undefined) return typeof json === 'object' && json !== null ? [json] : undefined;
  const found = valuesAt(json, entries);
  // A place that is absent tells of another version; an empty list is often written as null.
  if (found === undefined || found.some((one) => one === undefined)) return undefined;
  const all = found.flatMap((one) => (Array.isArray(one) ? one : one === null ? [] : [one]));
  if (all.some((one) => typeof one !== 'object' || one === null)) return undefined;
  return all
    .filter((one) => Object.entries(only).every(([place, text]) => textAt(one, place) === text))
    .slice(0, MAX_ENTRIES);
}

/** What stands at a place. Undefined if what it should stand in is not there. */
function valuesAt(json: unknown, place: string): unknown[] | undefined {
  let here: unknown[] = [json];
  for (const step of place.split('.')) {
    if (here.some((one) => typeof one !== 'object' || one === null)) return undefined;
    here = (here as object[])
      .flatMap((one) =>
        step === '*'
          ? Object.values(one)
          : [Object.hasOwn(one, step) ? (one as Record<string, unknown>)[step] : undefined],
      )
      .slice(0, MAX_NODES);
  }
  return here;
}

/** What switches the login on. At the top of an answer it always stands, so what is absent tells of another version. */
function switchAt(json: unknown, place: string): unknown[] | undefined {
  const found = valuesAt(json, place);
  return !place.includes('.') && found?.[0] === undefined ? undefined : found;
}

function valueAt(json: unknown, place: string | undefined): unknown {
  return place === undefined ? undefined : valuesAt(json, place)?.[0];
}

/** A text, or a number as one. */
function textAt(json: unknown, place: string | undefined): string | undefined {
  const value = valueAt(json, place);
  return typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, MAX_VALUE)
    : undefined;
}

/** True for what is switched on, or there. */
const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).length > 0
    : value !== undefined && value !== null && value !== false && value !== '' && value !== 'false';

function requestIn(entry: unknown, how: Omit<LoginList, 'path'>, base: string): SentRequest[] {
  const { reads, post = {} } = how;
  const whole = textAt(entry, reads.request);
  if (whole !== undefined)
    return readAddress(whole, 'json', base).map(({ redirect_uri, ...one }) => ({
      ...one,
      // What was sent to the app and comes back is no answer of its own.
      ...(redirect_uri === undefined || Object.values(post).includes(redirect_uri) ? {} : { redirect_uri }),
    }));
  const [client_id, redirect_uri] = [textAt(entry, reads.client_id), textAt(entry, reads.redirect_uri)];
  const address = (place: string | undefined) => {
    const text = textAt(entry, place);
    return text === undefined ? undefined : endpointIn(text);
  };
  const [token, userinfo] = [address(reads.token_endpoint), address(reads.userinfo_endpoint)];
  const request: SentRequest = {
    found_in: 'settings',
    ...address(reads.authorization_endpoint),
    ...(token?.endpoint === undefined ? {} : { token_endpoint: token.endpoint }),
    ...(userinfo?.endpoint === undefined ? {} : { userinfo_endpoint: userinfo.endpoint }),
    ...(client_id === undefined ? {} : { client_id }),
    ...(redirect_uri === undefined ? {} : { redirect_uri }),
    ...scopesIn(valueAt(entry, reads.scopes)),
  };
  return Object.keys(request).length === 1 ? [] : [request];
}
