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
  | {
      readonly type: 'groups-policy';
      readonly name: string;
      readonly groups: readonly string[];
      readonly expression: string;
    };

/**
 * The orders that Latchkey's bindings have, and nobody else's: authentik's form proposes the highest order
 * plus one, so a binding that the owner adds gets 0 or more. A binding has no name, so its order is the only
 * way to recognise it.
 */
export const OUR_ORDERS = Array.from({ length: 8 }, (_, index) => -1 - index);

/**
 * Each group is bound separately, and any one of them is enough. A policy of the owner is bound by its name
 * and must hold in addition to the groups. The application has only one mode, so the groups then become one
 * policy, even a single one: where all bindings have to agree, authentik 2025.8 to 2025.12 is content with one
 * of all bound groups and users, also one that the owner bound. More groups than orders become a policy too.
 */
export function authentikAccess({ access, app }: Connection): AuthentikAccess {
  const policy: AuthentikBinding[] =
    access.policy === 'one_factor' || access.policy === 'two_factor'
      ? []
      : [{ type: 'policy', name: access.policy }];
  const separate = policy.length > 0 ? 0 : OUR_ORDERS.length;
  const groups: AuthentikBinding[] =
    access.groups.length <= separate
      ? access.groups.map((name) => ({ type: 'group', name }))
      : [
          {
            type: 'groups-policy',
            name: groupsPolicyName(app),
            groups: access.groups,
            expression: `return any(ak_is_group_member(request.user, name=group) for group in [${access.groups.map(pythonString).join(', ')}])\n`,
          },
        ];
  return {
    mode: policy.length > 0 && groups.length > 0 ? 'all' : 'any',
    bindings: [...policy, ...groups],
  };
}

/** One name for each application; the slug is unique at authentik. */
export const groupsPolicyName = ({ slug }: Connection['app']): string => `latchkey-groups-${slug}`;

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
