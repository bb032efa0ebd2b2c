import { appOf } from '../../catalog/apps/index.ts';
import { APP_KINDS } from '../../workspace/kinds.ts';
import { redactText } from '../redact.ts';
import { distance } from './distance.ts';
import type { SettingValue } from './setting-values.ts';

/** A variable in a line of its own, of an env file or of Compose. */
const VARIABLE = /^[ \t]*(?:-[ \t]+)?["']?([A-Z][A-Z0-9.-]*_[A-Z0-9_.-]{2,80})["']?[ \t]{0,4}[=:]/gm;
const MOST = 200;
/** Of a shorter name, one letter may be all there is to tell it from another. */
const LONG = 16;

/** Made when first needed: it takes the profile of every app. */
let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The variables of every app, as the profiles write them, and whose they are. */
function variables(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const kind of APP_KINDS)
    for (const target of appOf(kind).profile?.targets ?? [])
      if ('env' in target)
        for (const name of Object.keys(target.keys))
          found.set(name, (found.get(name) ?? new Set()).add(kind));
  return found;
}

/**
 * Judges the names of the variables in a text: one that no app has, and that is nearly one of an app whose other variables or
 * whose name stand there. A name that is there rightly is not what the other one was meant to be.
 *
 * @param named the kinds of the apps that the text names
 */
export function judgeVariableNames(text: string, named: readonly string[]): readonly SettingValue[] {
  const written = [...new Set([...text.matchAll(VARIABLE)].slice(0, MOST).map(([, name]) => name!))];
  if (written.length === 0) return [];
  known ??= variables();
  const owners = written.flatMap((name) => {
    const [owner, ...others] = known!.get(name) ?? [];
    return owner === undefined || others.length > 0 ? [] : [owner];
  });
  const [app, ...others] = new Set(named.length > 0 ? named : owners);
  // Of two apps, one may have the name that the other one lacks.
  if (app === undefined || others.length > 0) return [];
  const isOfApp = (name: string) => known!.get(name)?.has(app) === true;
  const missing = [...known].filter(([name]) => isOfApp(name) && !written.includes(name));
  const pairs = written.flatMap((name) => {
    const near = isOfApp(name)
      ? []
      : missing.filter(([right]) => distance(name, right) <= (right.length < LONG ? 1 : 2));
    return near.length === 1 ? [{ name, right: near[0]![0] }] : [];
  });
  // A whole word left out is less sure: it may be a setting that no profile has.
  const shorter =
    pairs.length > 0
      ? []
      : withoutWord(
          written,
          isOfApp,
          missing.map(([name]) => name),
        );
  if (pairs.length === 0 && shorter.length === 0) return [];
  if (shorter.length > 0) pairs.push(...shorter);
  return [
    {
      id: 'literal-quotes-or-misspelt-name',
      weight: shorter.length > 0 ? 0.62 : 0.97,
      matched: pairs.map(({ name }) => name).join(', '),
      data: { misspelt: pairs.map(({ name }) => name), variable: pairs.map(({ right }) => right) },
    },
  ];
}

/** Names that lack the last word of the one name of the app that is missing, while others in the text have that word. */
function withoutWord(
  written: readonly string[],
  isOfApp: (name: string) => boolean,
  missing: readonly string[],
): { readonly name: string; readonly right: string }[] {
  return written.flatMap((name) => {
    if (isOfApp(name)) return [];
    const near = missing.filter(
      (right) => right.startsWith(`${name}_`) && !right.slice(name.length + 1).includes('_'),
    );
    const [right] = near;
    if (right === undefined || near.length > 1) return [];
    const last = right.slice(name.length);
    return written.some((other) => other !== name && isOfApp(other) && other.endsWith(last))
      ? [{ name, right }]
      : [];
  });
}

/** An item of a list of Compose: all of it is the value, its quotation marks as well (docs.docker.com/reference/compose-file/services/#environment). */
const QUOTED_ITEM =
  /^[ \t]{1,40}-[ \t]{1,8}([A-Z][A-Z0-9_.-]*_[A-Z0-9_.-]{1,80})=(["'])([^"'\n]{1,300})\2[ \t]*$/gm;
/** A setting for the login by its name, of those that have to be exact. */
const EXACT =
  /^(?=.*(?:OIDC|OPENID|OAUTH|SSO|AUTH|CLIENT|ISSUER)).*(?:ISSUER|AUTHORITY|DISCOVERY|METADATA|CLIENT_?ID|SECRET|SCOPES?|REDIRECT|CALLBACK|CLAIM|_UR[IL]|ENABLED?)/;

/** Judges quotation marks in a list of Compose, which the app gets as a part of the value. */
export function judgeQuotedItems(text: string): readonly SettingValue[] {
  const quoted = [...text.matchAll(QUOTED_ITEM)].slice(0, MOST).filter(({ 1: name }) => EXACT.test(name!));
  const [first] = quoted;
  if (first === undefined) return [];
  return [
    {
      id: 'literal-quotes-or-misspelt-name',
      // Without its heading it may be a list of another kind.
      weight: /^[ \t]*environment:/m.test(text) ? 0.86 : 0.58,
      matched: redactText(first[0].trim()).slice(0, 120),
      data: { variable: quoted.map(({ 1: name }) => name!), quoted: 'true' },
    },
  ];
}

/** A setting for a secret, in an env file, YAML, JSON, PHP or Python, whose value is a digest; `$` may be doubled for Compose. */
const DIGEST =
  /(?:^|[\s{,(;])["'`]?([A-Za-z][\w.-]{0,60}secret[\w.-]{0,20})["'`]?[ \t]{0,8}(?:=>|[:=])[ \t]{0,8}["'`]?\${1,2}(?:pbkdf2(?:-sha\d{1,3})?|argon2(?:id|i|d)|2[abxy]|5|6|scrypt|bcrypt(?:-sha256)?)\$/gim;
/** The digest belongs there in Authelia's own file. */
const OF_AUTHELIA = /^(?:client_)?secret$/i;

/** Judges the settings of an app that hold the digest of a secret: it is for the provider, and the app sends the clear secret. */
export function judgeDigests(text: string): readonly SettingValue[] {
  for (const { 1: name = '', 0: whole } of text.matchAll(DIGEST)) {
    // Authelia writes YAML; the same name with = is an app's.
    const yaml = /:[ \t]{0,8}["'`]?\$/.test(whole);
    if (OF_AUTHELIA.test(name) && yaml) continue;
    // Authelia's own variables, and the key that signs, are no client's secret.
    if (/^AUTHELIA_|hmac|jwt|session|storage/i.test(name)) continue;
    return [
      {
        id: 'secret-wrong-or-swapped',
        weight: 0.95,
        matched: redactText(`${name} = a digest`),
        data: { setting: name, how: 'digest' },
      },
    ];
  }
  return [];
}
