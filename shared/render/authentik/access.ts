import type { Connection } from '../../client/types.ts';

/** What is bound to the application, in order. Any one of them lets a user in, unless `mode` is `all`. */
export interface AuthentikAccess {
  readonly mode: 'any' | 'all';
  readonly bindings: readonly AuthentikBinding[];
}

export type AuthentikBinding =
  | { readonly type: 'group'; readonly name: string }
  | { readonly type: 'policy'; readonly name: string }
  /** A policy that is written here: the user is a member of any of these groups. */
  | { readonly type: 'groups-policy'; readonly name: string; readonly expression: string };

/**
 * Each group is bound separately, and any one of them is enough. A policy of the owner is bound by its name
 * and must hold in addition to the groups. The application has only one mode, so several groups then become
 * one policy.
 */
export function authentikAccess({ access, app }: Connection): AuthentikAccess {
  const groups = access.groups.map((name) => ({ type: 'group' as const, name }));
  if (access.policy === 'one_factor' || access.policy === 'two_factor')
    return { mode: 'any', bindings: groups };
  const policy = { type: 'policy' as const, name: access.policy };
  if (groups.length === 0) return { mode: 'any', bindings: [policy] };
  if (groups.length === 1) return { mode: 'all', bindings: [policy, ...groups] };
  return {
    mode: 'all',
    bindings: [
      policy,
      {
        type: 'groups-policy',
        name: `latchkey-groups-${app.id}`,
        expression: `return any(ak_is_group_member(request.user, name=group) for group in [${access.groups.map(pythonString).join(', ')}])\n`,
      },
    ],
  };
}

/** A Python string literal. JSON's escapes are also valid in Python. */
const pythonString = (text: string): string => JSON.stringify(text);

/** The expression that makes authentik state addresses as verified (scope `email`). */
export const VERIFIED_EMAIL_EXPRESSION =
  'return {\n    "email": request.user.email,\n    "email_verified": True,\n}\n';
export const VERIFIED_EMAIL_MAPPING = 'Latchkey: verified e-mail';
/** What the mapping means; shown wherever the mapping is made. */
export const VERIFIED_EMAIL_RISK = [
  'With it every address in authentik counts as verified, and apps that join accounts by address trust it.',
  'Use it only where your users can’t change their address by themselves.',
] as const;
