import type { SettingValue } from './setting-values.ts';

/**
 * The two parts that `authelia debug oidc claims` prints (Authelia 4.39, internal/commands/debug.go): what an ID token has, and
 * what userinfo answers.
 */
const SHOWN =
  /^[ \t]*ID Token:\s*(\{[\s\S]{0,4000}?\n[ \t]*\})\s*^[ \t]*User Information:\s*(\{[\s\S]{0,4000}?\n?[ \t]*\})/im;
/** Claims of a person that apps read (OpenID Connect Core §5.1). */
const OF_PERSON = /"(email|preferred_username|name|groups)"\s*:/g;

/** Claims of a person that are in userinfo and not in the ID token. That is a fault only for an app that reads the token. */
export function judgeClaimsShown(text: string): readonly SettingValue[] {
  const [, token = '', userinfo = ''] = SHOWN.exec(text) ?? [];
  const left = [...userinfo.matchAll(OF_PERSON)]
    .map(([, claim]) => claim!)
    .filter((claim) => !token.includes(`"${claim}"`));
  return left.length === 0
    ? []
    : [
        {
          id: 'claims-left-the-id-token',
          weight: 0.6,
          matched: 'ID Token',
          data: { claim: left[0]!, claims: left },
        },
      ];
}

/** An ID token in a text, in five parts, as only an encrypted one has (RFC 7516 §3.1); one that is signed has three. */
const IN_FIVE_PARTS =
  /\bid[_ -]?token\b.{0,40}?\beyJ[\w-]{8,4000}\.[\w-]{0,4000}\.[\w-]{1,400}\.[\w-]{1,40000}\.[\w-]{1,400}(?![\w.-])/is;

/** A token of three parts, as a signed one has. */
const SIGNED = /(?<![\w.-])eyJ[\w-]{8,4000}\.eyJ[\w-]{8,40000}\.[\w-]{0,1000}(?![\w.-])/g;
const WANTED_JSON =
  /user_?info\b.*\b(?:unexpected|expected|parse|invalid character|failed|malformed)\b(?!.*(?:bearer|(?:access|id|refresh)_?token|token)["']?\s?[=: ]\s?["']?$)/i;
/** How far before the token a program says what it wanted, and at so many tokens it is looked for. */
const BEFORE = 300;
const MOST_TOKENS = 40;

/** True if a program got a signed token from userinfo where it wanted JSON (OpenID Connect Core §5.3.2). */
const showsSignedUserinfo = (text: string): boolean =>
  [...text.matchAll(SIGNED)].slice(0, MOST_TOKENS).some(({ index }) =>
    WANTED_JSON.test(
      text
        .slice(Math.max(0, index - BEFORE), index)
        .split('\n')
        .at(-1)!,
    ),
  );

/** An encrypted ID token, or a signed answer of userinfo, that a program wrote into its log. */
export function judgeTokensShown(text: string): readonly SettingValue[] {
  // Both begin with the same three letters.
  if (!text.includes('eyJ')) return [];
  const found = (id: string, matched: string): SettingValue => ({ id, weight: 0.94, matched, data: {} });
  return [
    ...(IN_FIVE_PARTS.test(text) ? [found('encrypted-id-token', 'ID token')] : []),
    ...(showsSignedUserinfo(text) ? [found('userinfo-is-signed', 'userinfo')] : []),
  ];
}
