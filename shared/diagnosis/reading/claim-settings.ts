import { redactText } from '../redact.ts';
import type { EvidenceValue } from '../types.ts';
import { distance } from './distance.ts';

/** A setting in a pasted text that names a claim, and can't be meant so. */
export interface ClaimSetting {
  /** Id of a cause in the catalogue. */
  readonly id: string;
  readonly weight: number;
  readonly matched: string;
  readonly data: Readonly<Record<string, EvidenceValue>>;
}

/** Claims that providers have for the person (OpenID Connect Core 1.0 §5.1, and those of usual products). */
const CLAIMS = [
  'preferred_username',
  'email',
  'name',
  'sub',
  'nickname',
  'given_name',
  'family_name',
  'groups',
  'roles',
  'upn',
  'uid',
  'username',
  'user_name',
  'unique_name',
  'mail',
  'id',
];

/** A setting whose name ends as those for a claim do, in an env file, YAML, JSON or PHP. */
const SETTING =
  /(?:^|[\s{,(])["']?([A-Za-z][\w.-]{0,60}?(?:claim|_field|_attribute)|id|uid|mail)["']?[ \t]{0,8}(?:=>|[:=])[ \t]{0,8}(?:"([^"\n]{1,80})"|'([^'\n]{1,80})'|([^\s"',;]{1,80}(?: [a-z_]{2,20}){0,6}))/gim;

const MOST = 40;

/**
 * Judges the settings of a text that name a claim: scopes instead, a claim's name with a letter wrong, or something that
 * no provider has while the text says that the user's name is missing.
 */
export function judgeClaimSettings(text: string): readonly ClaimSetting[] {
  const found: ClaimSetting[] = [];
  const misses =
    /(?:no|not|missing|without|can'?t|cannot|empty)\b.{0,40}\b(?:user ?name|identifier|claim)/i.test(text);
  const noButton = /\bno\b.{0,20}\bbutton|button (?:is )?missing|not enabled/i.test(text);
  let count = 0;
  for (const match of text.matchAll(SETTING)) {
    if (++count > MOST) break;
    const name = match[1]!;
    const value = (match[2] ?? match[3] ?? match[4] ?? '').trim();
    // So short a name is a setting for a claim only in a map of them, as PHP has it.
    const plain = /^(?:id|uid|mail)$/i.test(name);
    if (plain && !match[0].includes('=>')) continue;
    if (value === '' || CLAIMS.includes(value) || /^[$<{%]|[/:]/.test(value)) continue;
    const meant = nearest(value);
    const scopes = /\bopenid\b/.test(value) && /\s/.test(value);
    const how = scopes
      ? 'scopes'
      : meant !== undefined
        ? 'misspelt'
        : misses && !plain && /user|name|identifier|login/i.test(name) && !/\s/.test(value)
          ? 'unknown'
          : undefined;
    if (how === undefined || (plain && how !== 'misspelt')) continue;
    found.push({
      id: noButton ? 'app-config-ignored' : 'identifier-claim-missing',
      weight: how === 'unknown' ? 0.9 : 0.95,
      matched: redactText(match[0].trim()).slice(0, 120),
      data: {
        claim_setting: name,
        current: redactText(value),
        how,
        wanted: meant ?? (/email|mail/i.test(name) ? 'email' : 'preferred_username'),
      },
    });
  }
  return found;
}

/** A setting that names the claim for a person's name or address, in an env file, Compose, YAML, JSON or PHP. */
const NAMES_CLAIM =
  /(?:^|[\s{,(])["']?((?:[A-Za-z][\w.-]{0,60}[_.-])?(?:user_?name|login|identifier|e?mail)(?:_(?:claim|attr|attribute|map|field)|claim|attribute))["']?[ \t]{0,8}(?:=>|[:=])[ \t]{0,8}["']?([A-Za-z_]{2,40})["']?[ \t]*,?$/gim;
const OBJECT = /\{[^{}]{20,4000}\}/g;
const KEY = /["']([a-z_]{2,40})["']\s{0,2}:/g;
/** An object with so many claims of a person is what a provider answered. */
const FEW = 4;

/** The names of the claims of a person that a text shows, all of them; undefined if it shows none or a part. */
function claimsShown(text: string): ReadonlySet<string> | undefined {
  const all = (text.match(OBJECT) ?? []).slice(0, MOST).flatMap((object) => {
    const keys = [...object.matchAll(KEY)].map(([, key]) => key!);
    const isPerson = keys.includes('sub') && keys.filter((key) => CLAIMS.includes(key)).length >= FEW;
    return isPerson ? [{ keys, isPart: /[,{]\s*(?:\.\.\.|…)/.test(object) }] : [];
  });
  return all.length === 0 || all.some(({ isPart }) => isPart)
    ? undefined
    : new Set(all.flatMap(({ keys }) => keys));
}

/** Judges the settings that name a claim by the claims that the text shows: one that is not among them. */
export function judgeClaimsNamed(text: string): readonly ClaimSetting[] {
  const shown = claimsShown(text);
  // The attributes of a directory have the same names for their settings.
  if (shown === undefined || /\bldap|authentication_backend\b/i.test(text)) return [];
  for (const [whole, name, value] of [...text.matchAll(NAMES_CLAIM)].slice(0, MOST)) {
    if (shown.has(value!) || /^(?:true|false|null|none)$/i.test(value!)) continue;
    if (!redactText(whole).includes(value!)) continue;
    const wanted = ['preferred_username', 'email', 'sub'].find((claim) => shown.has(claim));
    return [
      {
        id: 'identifier-claim-missing',
        weight: 0.7,
        matched: redactText(whole.trim()).slice(0, 120),
        data: {
          claim_setting: name!,
          current: value!,
          how: 'not-shown',
          wanted: /mail/i.test(name!) && shown.has('email') ? 'email' : (wanted ?? 'sub'),
        },
      },
    ];
  }
  return [];
}

/** The claim that was meant, if one or two letters differ. */
function nearest(value: string): string | undefined {
  if (!/^[A-Za-z_]{5,40}$/.test(value)) return undefined;
  return CLAIMS.find(
    (claim) => claim.length >= 5 && claim !== value && distance(claim, value.toLowerCase()) <= 2,
  );
}
