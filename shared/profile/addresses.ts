import { redirectPathObjection } from '../workspace/url-rules.ts';
import type { NameFlaw } from './names.ts';
import type { AppProfile } from './schema.ts';

interface AddressFlaw extends NameFlaw {
  readonly path: readonly (string | number)[];
}

/** Which forms an address may have, beside one below the app’s own. */
interface Use {
  /** The app’s address may stand before the path. */
  readonly origin: boolean;
  /** A private-use scheme, which an app on a phone is opened by. */
  readonly scheme: boolean;
  readonly fragment: boolean;
  /** The redirect URI may stand before the path, where the app makes that itself. */
  readonly callback?: true;
  /** This machine, by plain http: where a program waits that the person runs (RFC 8252 §7.3). */
  readonly loopback?: true;
}

const CALLBACK: Use = { origin: true, scheme: true, fragment: false };
const OF_PROGRAM: Use = { ...CALLBACK, loopback: true };
const LOGOUT: Use = { origin: true, scheme: false, fragment: false };
const PAGE: Use = { origin: true, scheme: false, fragment: true };
const START: Use = { origin: false, scheme: false, fragment: true, callback: true };

const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?=\/|$)/;

/**
 * The app’s address at the beginning. What follows must not extend the host: `{app.origin}.example.net`. Another port
 * than those of http and https, which an app may write out, is another program.
 */
const OF_APP = /^\{app\.(?:url|origin)\}(?::(?:80|443))?(?=\/|\{settings\.|$)/;
const OF_CALLBACK = /^\{callback\|parent\}(?=\/|$)/;
const OTHER_PORT = /^\{app\.(?:url|origin)\}:/;

/**
 * Checks the addresses that a profile registers at the provider or leads a person to: they belong to the app. A
 * profile may come from anyone, and a redirect URI of another host would hand the login to it.
 */
export function addressFlaws(profile: AppProfile): AddressFlaw[] {
  const flaws: AddressFlaw[] = [];
  const judge = (path: AddressFlaw['path'], address: string | undefined, use: Use) => {
    const wrong = address === undefined ? undefined : flawOf(address, use, profile.settings ?? {});
    if (wrong !== undefined) flaws.push({ path, ...wrong });
  };
  const judgeIf = (path: AddressFlaw['path'], one: AppProfile['launch'], use: Use) =>
    typeof one === 'object' ? judge([...path, 'uri'], one.uri, use) : judge(path, one, use);

  for (const [index, one] of profile.callbacks.entries()) {
    const path = ['callbacks', index];
    if (typeof one === 'object' && 'later' in one) judge([...path, 'example'], one.example, CALLBACK);
    else judgeIf(path, one, CALLBACK);
  }
  for (const [name, { callbacks }] of Object.entries(profile.clients ?? {}))
    for (const [index, one] of callbacks.entries())
      judgeIf(['clients', name, 'callbacks', index], one, OF_PROGRAM);
  judgeIf(['launch'], profile.launch, PAGE);
  for (const [way, one] of Object.entries(profile.logout ?? {})) judgeIf(['logout', way], one, LOGOUT);
  const start = profile.login_start;
  for (const [index, one] of [start ?? []].flat().entries())
    if ('path' in one)
      judge(['login_start', ...(Array.isArray(start) ? [index] : []), 'path'], one.path, START);
  const lists = profile.login_list;
  for (const [index, one] of [lists ?? []].flat().entries())
    judge(['login_list', ...(Array.isArray(lists) ? [index] : []), 'path'], one.path, START);
  for (const [index, target] of profile.targets.entries())
    if ('screen' in target && target.url !== undefined) judge(['targets', index, 'url'], target.url, PAGE);
  for (const [index, step] of (profile.guide?.steps ?? []).entries())
    if ('id' in step) judge(['guide', 'steps', index, 'url'], step.url, PAGE);
  return flaws;
}

function flawOf(
  address: string,
  use: Use,
  settings: NonNullable<AppProfile['settings']>,
): NameFlaw | undefined {
  const before = use.origin ? OF_APP : use.callback ? OF_CALLBACK : undefined;
  const below = before === undefined ? address : address.replace(before, '');
  const isOfApp = below !== address || /^\/(?!\/)/.test(address);
  const isPrivate = use.scheme && /^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(address);
  const isHere = use.loopback === true && LOOPBACK.test(address);
  if (!isOfApp && OTHER_PORT.test(address))
    return {
      message: 'Another port of the app’s host may be another program.',
      suggestion:
        'Leave the port out, or write :443 or :80. An address that differs belongs under redirect_uris in the workspace.',
    };
  if (!isOfApp && !isPrivate && !isHere)
    return {
      message: 'This address is not the app’s own.',
      suggestion: use.origin
        ? 'Write a path that begins with one /, or begin with {app.url}/ or {app.origin}/.'
        : 'Write a path that begins with one /.',
    };
  const [, folder] = /^\{settings\.([a-z0-9_]+)\}/.exec(below) ?? [];
  if (folder !== undefined && !/^\/(?![?*{])[^|]*$/.test(settings[folder]?.pattern ?? ''))
    return {
      message: `What {settings.${folder}} becomes could be a part of the host.`,
      suggestion: `Write a / before it, or give the setting “${folder}” a pattern that begins with /.`,
    };
  if (address.includes('*'))
    return {
      message: 'There is a * in this address; some providers take it for any text.',
      suggestion: 'Write the address out.',
    };
  const sample = (folder === undefined ? below : `/${below}`).replace(/\{[^{}]*\}/g, 'x');
  const bare = use.fragment ? sample.replace(/#[^\s\\#\u0000-\u001f\u007f]*$/, '') : sample;
  return redirectPathObjection(bare === '' ? '/' : bare);
}
