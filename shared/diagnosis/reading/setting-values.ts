import { appOf } from '../../catalog/apps/index.ts';
import type { AppDefinition } from '../../catalog/types.ts';
import { APP_KINDS } from '../../workspace/kinds.ts';
import { redactText } from '../redact.ts';
import type { EvidenceValue } from '../types.ts';
import { distance } from './distance.ts';

/** A setting in a pasted text whose value is one of a few words, with a letter wrong. */
export interface SettingValue {
  /** Id of a cause in the catalogue. */
  readonly id: string;
  readonly weight: number;
  readonly matched: string;
  readonly data: Readonly<Record<string, EvidenceValue>>;
}

/** A setting of an env file, of Compose or in a sentence; the name is one that only a variable has. */
const SETTING =
  /(?<![\w.-])([A-Z][A-Z0-9]*_[A-Z0-9_]{2,80})["'`]?[ \t]{0,8}[=:][ \t]{0,8}["'`]?([A-Za-z][\w-]{3,40})(?![\w.:/@-])/g;
const MOST = 200;

/** A value that is a word, and neither an address nor a secret. */
const WORD = /^[A-Za-z][\w-]{3,40}$/;
/** A template that is a setting and nothing else. */
const OF_SETTING = /^\{settings\.([a-z_]+)(?:\|stated)?\}$/;

/** Made when first needed: it takes the profile of every app. */
let words: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The words that each variable may have, as the profiles write them; of a name that two apps have, those of both. */
function wordsOf(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string> | undefined>();
  for (const kind of APP_KINDS)
    for (const [name, values] of valuesOf(appOf(kind))) {
      const known = found.get(name);
      // Free text in one of its apps, so any value may be right.
      if (values === undefined || (found.has(name) && known === undefined)) found.set(name, undefined);
      else found.set(name, new Set([...(known ?? []), ...values]));
    }
  return new Map([...found].flatMap(([name, values]) => (values === undefined ? [] : [[name, values]])));
}

function valuesOf({ profile }: AppDefinition): ReadonlyMap<string, readonly string[] | undefined> {
  const found = new Map<string, readonly string[] | undefined>();
  for (const target of profile?.targets ?? []) {
    if (!('env' in target)) continue;
    for (const [name, value] of Object.entries(target.keys)) {
      const templates = (Array.isArray(value) ? value : [value]).map((one: unknown) =>
        typeof one === 'object' && one !== null ? ('value' in one ? one.value : undefined) : one,
      );
      const values = templates.map((one) => {
        const setting = OF_SETTING.exec(String(one))?.[1];
        const choices = setting === undefined ? undefined : profile?.settings?.[setting]?.choices;
        return choices ?? (typeof one === 'string' && WORD.test(one) ? [one] : undefined);
      });
      found.set(name, values.includes(undefined) ? undefined : values.flatMap((one) => one ?? []));
    }
  }
  return found;
}

/**
 * Judges the settings of a text that have one of a few words: something that is nearly one of them. Anything else may be
 * right.
 */
export function judgeSettingValues(text: string): readonly SettingValue[] {
  const found: SettingValue[] = [];
  let count = 0;
  for (const [whole, name, value] of text.matchAll(SETTING)) {
    if (++count > MOST) break;
    words ??= wordsOf();
    const allowed = [...(words.get(name!) ?? [])].filter((one) => WORD.test(one));
    const given = value!.toLowerCase();
    if (allowed.some((one) => one.toLowerCase() === given)) continue;
    const meant = allowed.find((one) => distance(one.toLowerCase(), given) <= (one.length < 8 ? 1 : 2));
    if (meant === undefined) continue;
    found.push({
      id: 'literal-quotes-or-misspelt-name',
      weight: 0.95,
      matched: redactText(whole).slice(0, 120),
      data: { variable: name!, current: redactText(value!), wanted: meant },
    });
  }
  return found;
}

/** A setting for the scopes, with all of its value in its line. */
const SCOPES =
  /^[ \t-]*["'`]?(?:[A-Za-z][\w.]{0,60}_)?scopes?["'`]?[ \t]{0,8}(?:=[ \t]*([^\n]{0,300})|:[ \t]+([^\n|>&*#]{1,300}))$/gim;

/**
 * The settings for the scopes in a text that lack `openid`. By itself that says nothing, as some apps add it; it decides where
 * other words may mean this. `named`: it is a setting of OpenID Connect by its name, and has other scopes.
 */
export function judgeScopes(text: string): readonly (SettingValue & { readonly named: boolean })[] {
  const all = [...text.matchAll(SCOPES)].map(([whole, set, member]) => ({
    name: whole.split(/[=:]/, 1)[0]!,
    scopes: set ?? member ?? '',
    whole,
  }));
  const lacking = all.find(({ scopes }) => !/\bopenid\b/i.test(scopes));
  if (lacking === undefined) return [];
  const { name, scopes, whole } = lacking;
  const matched = redactText(whole).slice(0, 120);
  // Another setting may have it, and what is asked for in addition need not.
  const named =
    all.length === 1 && /oidc[_.-]?scopes?/i.test(name) && !FURTHER.test(name) && /[a-z]/i.test(scopes);
  const data = named ? { by_setting: true } : {};
  return [{ id: 'openid-scope-missing', weight: named ? 0.68 : 0.6, matched, data, named }];
}
const FURTHER = /additional|extra|optional|more/i;

/**
 * authentik's own line for scopes that no mapping of the provider stands for (authentik/providers/oauth2/views/authorize.py);
 * how its lists are printed differs with the log's form.
 */
const NARROWED = 'requested scopes not configured';
const listed = (name: string): RegExp =>
  new RegExp(`\\b${name}["']?\\s?[=:]\\s?(.{0,400}?)(?=,?\\s["']?[a-z_]+["']?\\s?[=:]|$)`, 'im');
const ALLOWED = listed('scope_allowed');
const GIVEN = listed('scope_given');

/** The scope openid that a provider's log says was asked for and left out. */
export function judgeNarrowed(text: string): readonly SettingValue[] {
  const line = text.split('\n').find((one) => one.includes(NARROWED));
  if (line === undefined) return [];
  const [allowed, given] = [ALLOWED.exec(line)?.[1], GIVEN.exec(line)?.[1]];
  if (allowed === undefined || given === undefined) return [];
  if (/\bopenid\b/.test(allowed) || !/\bopenid\b/.test(given)) return [];
  return [{ id: 'openid-scope-missing', weight: 0.9, matched: NARROWED, data: { left_out: 'openid' } }];
}
