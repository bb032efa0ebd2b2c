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
