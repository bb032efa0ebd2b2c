import { parseVersion } from '../version.ts';
import { type Objection, quoted } from './problem.ts';

/** A rule for one text. Returns what is wrong with it, or undefined. */
export type Rule = (value: string) => Objection | undefined;

export const WORKSPACE_ID = /^[a-z0-9-]{1,64}$/;
export const ENTRY_ID = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Names that JavaScript objects have by themselves; a lookup by such an id would find something that isn't an
 * entry.
 */
export const RESERVED_IDS: readonly string[] = ['constructor', 'prototype', '__proto__'];

/**
 * The keys of an app in a workspace, which no profile may take as the name of a setting. `groups` and `slug` are not
 * among them: apps have such settings of their own.
 */
export const APP_KEYS: readonly string[] =
  'kind url provider version edition client_id client_name redirect_uris scopes token_endpoint_auth_method access_token_signed_response_alg require_pkce policy consent trusts_ca test_redirect_uri settings'.split(
    ' ',
  );

/** How many profiles of its own a workspace may have. */
export const MAX_OWN_PROFILES = 30;

const SPAN = /^([1-9]\d{0,4})([mhdw])$/;

export const workspaceIdRule: Rule = (value) =>
  WORKSPACE_ID.test(value)
    ? undefined
    : {
        code: 'bad-id',
        message: `The workspace's id ${quoted(value)} is not of the form 1 to 64 of a-z, 0-9 and hyphen.`,
        suggestion: `Write ${slug(value, 64) || 'home'}. It names the keychain entries, so keep it once chosen.`,
      };

/** Rule for the id of a provider or app. */
export const entryIdRule: Rule = (value) => {
  if (RESERVED_IDS.includes(value)) {
    return {
      code: 'reserved-id',
      message: `The id ${quoted(value)} is reserved.`,
      suggestion: 'Choose another id, such as app or home.',
    };
  }
  if (ENTRY_ID.test(value)) return undefined;
  return {
    code: 'bad-id',
    message: `The id ${quoted(value)} is not of the form 1 to 40 of a-z, 0-9 and hyphen, beginning with a letter.`,
    suggestion: `Write ${entrySlug(value) || 'app'}.`,
  };
};

export const versionRule: Rule = (value) => {
  if (parseVersion(value) !== undefined) return undefined;
  const number = /\d{1,6}(?:\.\d{1,6}){1,3}/.exec(value.slice(0, 200))?.[0];
  return {
    code: 'bad-version',
    message: `${quoted(value)} is no version.`,
    suggestion: number
      ? `Write "${number}".`
      : 'Write the number the product shows, such as "4.39"; leave the key out where you don\'t know it.',
  };
};

/** `always`, `never`, or a span such as `4w`; the same form as `Consent.span`. */
export const consentRule: Rule = (value) => {
  if (value === 'always' || value === 'never' || SPAN.test(value)) return undefined;
  const better = spanFrom(value);
  return {
    code: 'bad-consent',
    message: `${quoted(value)} doesn't say how often consent is asked.`,
    suggestion: better
      ? `Write ${better}.`
      : 'Write always, never, or for how long it is remembered: 30m, 12h, 7d or 4w.',
  };
};

function spanFrom(value: string): string | undefined {
  const word = value.trim().toLowerCase().slice(0, 40);
  if (word === 'always' || word === 'never') return word;
  // A capital M means months; reading it as minutes would be a serious mistake.
  if (/^\d{1,4}\s*M$/.test(value.trim())) return `${Number.parseInt(value, 10) * 30 || 30}d`;
  const match = /^(\d{1,4})\s*([a-z]+)$/.exec(word);
  const count = Number(match?.[1]);
  const unit = match?.[2];
  if (!unit || count < 1) return undefined;
  if (/^min/.test(unit) || unit === 'm') return `${count}m`;
  if (/^mo/.test(unit)) return `${count * 30}d`;
  if (/^h/.test(unit)) return `${count}h`;
  if (/^d/.test(unit)) return `${count}d`;
  if (/^w/.test(unit)) return `${count}w`;
  if (/^y/.test(unit)) return `${count * 52}w`;
  if (/^s/.test(unit)) return `${Math.max(1, Math.round(count / 60))}m`;
  return undefined;
}

/** Rule for a file with a profile: beside the workspace file or below its folder, on every system. */
export const profilePathRule: Rule = (value) => {
  const parts = value.replace(/^\.\//, '').split('/');
  const well = parts.every(
    (part) => !/^[ .]|[ .]$/.test(part) && /^[^\\:*?"<>|~\u0000-\u001f\u007f\u2028\u2029]{1,100}$/.test(part),
  );
  if (well && value.length <= 300 && /\.ya?ml$/.test(value)) return undefined;
  return {
    code: 'bad-profile-path',
    message: `${quoted(value)} is no file with a profile in the folder of this workspace.`,
    suggestion:
      'Put the file beside the workspace, and write its name: ./my-app.profile.yaml. It ends in .yaml; a path with .. or from the root is not read.',
  };
};

export const policyRule: Rule = (value) =>
  /^[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}[A-Za-z0-9_]?$/.test(value) && !value.endsWith(' ')
    ? undefined
    : {
        code: 'bad-policy',
        message: `${quoted(value)} can't be the name of a policy.`,
        suggestion: 'Write one_factor, two_factor, or the name of a policy of the provider.',
      };

/** Returns `one_factor` or `two_factor` if the name of a policy is a misspelling of it. */
export function builtInPolicyMeant(policy: string): 'one_factor' | 'two_factor' | undefined {
  if (policy === 'one_factor' || policy === 'two_factor') return undefined;
  const word = policy.toLowerCase().replace(/[-_ .]/g, '');
  if (/^(?:one|1|single)(?:fa|f|factors?|factory)$/.test(word)) return 'one_factor';
  if (/^(?:(?:two|2)(?:fa|f|factors?|factory)|mfa)$/.test(word)) return 'two_factor';
  return undefined;
}

export const clientIdRule: Rule = (value) =>
  /^[\x21-\x7e]{1,255}$/.test(value)
    ? undefined
    : {
        code: 'bad-client-id',
        message: `The client_id ${quoted(value)} is not of 1 to 255 visible ASCII characters.`,
        suggestion: 'Use letters, digits and hyphens, or leave the key out and one is made.',
      };

export const scopeRule: Rule = (value) =>
  /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(value)
    ? undefined
    : {
        code: 'bad-scope',
        message: `${quoted(value)} is not one scope.`,
        suggestion: /\s/.test(value.trim())
          ? `Write each as its own item: [${value.trim().split(/\s+/).slice(0, 8).join(', ').slice(0, 120)}].`
          : 'Write a name such as openid, without blanks, quotes or backslashes.',
      };

export const slugRule: Rule = (value) =>
  /^[A-Za-z0-9_-]{1,50}$/.test(value)
    ? undefined
    : {
        code: 'bad-slug',
        message: `The slug ${quoted(value)} is not of 1 to 50 letters, digits, hyphens and underscores.`,
        suggestion: `Write ${slug(value, 50) || 'app'}.`,
      };

/** Rule for a name that people read: one line. */
export const lineRule =
  (what: string, bound: number): Rule =>
  (value) =>
    value.trim() !== '' && value.length <= bound && !/[\u0000-\u001f\u007f\u2028\u2029]/.test(value)
      ? undefined
      : {
          code: 'bad-text',
          message: `${what} is empty, longer than ${bound} characters, or not on one line.`,
          suggestion: `Write 1 to ${bound} characters on one line, or leave the key out.`,
        };

/** Rule for a fixed word of the product: it must match the pattern. */
export const wordRule =
  (what: string, pattern: RegExp, form: string, example: string): Rule =>
  (value) =>
    pattern.test(value)
      ? undefined
      : {
          code: 'bad-value',
          message: `${what} ${quoted(value)} is not of the form ${form}.`,
          suggestion: `Write a value such as ${example}, or leave the key out.`,
        };

/**
 * Returns the lower-case words of a text joined by hyphens: `Müller & Co` → `muller-co`. Empty if nothing
 * remains.
 */
export function slug(text: string, bound: number): string {
  return text
    .slice(0, 400)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, bound)
    .replace(/-+$/, '');
}

/** Like {@link slug}, but begins with a letter: `2fa-app` → `fa-app`. Empty if nothing remains. */
export function entrySlug(text: string): string {
  return slug(slug(text, 400).replace(/^[^a-z]+/, ''), 40);
}
