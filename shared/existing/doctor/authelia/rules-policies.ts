import { atLeast } from '../../../version.ts';
import { meant, nearest } from '../../../workspace/nearest.ts';
import { demandedClaims } from '../known-app.ts';
import { together, valued, withItems, withKey } from '../mend.ts';
import { type Hit, hitIf, type Mend, type Rule } from '../rule.ts';
import { child, entryOf, isDynamic, isEmpty, itemsOf, type MapNode, textAt, textsOf } from '../tree.ts';
import type { AutheliaClient, AutheliaConfiguration } from './configuration.ts';
import { CLAIMS, POLICIES } from './keys.ts';
import { clientsWithApp } from './rules-clients.ts';
import { S } from './sources.ts';
import { eachClient, someClient } from './walk.ts';

type Config = AutheliaConfiguration;

/** The first version whose clients have `claims_policy`. */
const CLAIMS_POLICY_SINCE = '4.39';

const entriesOf = ({ oidc }: Config, key: string): MapNode['entries'] => {
  const node = child(oidc, key);
  return node?.type === 'map' ? node.entries : [];
};
const namesOf = (config: Config, key: string): string[] => entriesOf(config, key).map((entry) => entry.key);

/** Where a scope's claims come from, for the claims that only one scope brings. */
const SCOPE_OF: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['email_verified', 'email'],
  ['alt_emails', 'email'],
  ['groups', 'groups'],
  ['name', 'profile'],
  ['preferred_username', 'profile'],
  ['given_name', 'profile'],
  ['family_name', 'profile'],
  ['nickname', 'profile'],
]);

/** A name of something that isn't defined, where the definitions are in these files. */
const undefinedName = (key: string, defined: (config: Config) => readonly string[]) =>
  someClient((client, config) => {
    const value = client.text(key);
    const known = defined(config);
    return hitIf(
      value !== undefined &&
        value !== '' &&
        !known.includes(value) &&
        (config.complete || ownsProvider(config)),
      () => ({
        at: client.entry(key)?.at ?? client.at,
        with: {
          value,
          right: nearest(value ?? '', known) ?? (known.length > 0 ? known.join(', ') : 'one that is defined'),
        },
        ...valued(client.get(key), meant(value ?? '', known)),
      }),
    );
  });

function* policies(config: Config): Generator<{ name: string; at: Hit['at']; node: MapNode }> {
  for (const { key, at, value } of entriesOf(config, 'authorization_policies'))
    if (value.type === 'map') yield { name: key, at, node: value };
}

function* rulesOfPolicies(config: Config): Generator<{ name: string; node: MapNode }> {
  for (const { name, node } of policies(config))
    for (const rule of itemsOf(child(node, 'rules'))) if (rule.type === 'map') yield { name, node: rule };
}

/** Who may sign in is nothing to guess: the word that differs only in case, hyphens and blanks. */
const sameLetters = (value: string, known: readonly string[]): string | undefined => {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, '');
  const same = known.filter((one) => plain(one) === plain(value));
  return same.length === 1 ? same[0] : undefined;
};

const isPolicy = (text: string | undefined): boolean =>
  text === undefined || text === '' || (POLICIES as readonly string[]).includes(text);

/** The claims that a client's policy puts into the ID token; undefined if they aren't known here. */
function claimsInIdToken(config: Config, policy: string): readonly string[] | undefined {
  const node = child(config.oidc, 'claims_policies', policy);
  if (node === undefined || isDynamic(node)) return undefined;
  return textsOf(child(node, 'id_token'));
}

/** The claims added to a policy, where its list is. */
function withClaims(config: Config, policy: string, claims: readonly string[]): Mend {
  const node = child(config.oidc, 'claims_policies', policy);
  const list = child(node, 'id_token');
  return isEmpty(list) ? withKey(node, 'id_token', claims) : withItems(list, ...claims);
}

/** A claims policy of this name for a client, taken if it is there and made if it isn't. */
function withPolicy({ oidc }: Config, client: AutheliaClient, name: string, claims: readonly string[]): Mend {
  const all = child(oidc, 'claims_policies');
  const there = child(all, name);
  const named = withKey(client.node, 'claims_policy', name);
  if (there !== undefined) {
    const given = textsOf(child(there, 'id_token'));
    return claims.every((claim) => given.includes(claim)) ? named : {};
  }
  return together(
    named,
    isEmpty(all)
      ? withKey(oidc, 'claims_policies', { [name]: { id_token: claims } })
      : withKey(all, name, { id_token: claims }),
  );
}

/** Clients of apps that read the ID token, and what they need in it. */
const readers = (config: Config) =>
  config.version !== undefined && !atLeast(config.version, CLAIMS_POLICY_SINCE)
    ? []
    : clientsWithApp(config).flatMap(({ client, app }) => {
        // What the protocol itself puts there, such as sub, is always in it.
        const claims = demandedClaims(app).flatMap(({ claim }) => (CLAIMS.includes(claim) ? [claim] : []));
        return app.traits.claims_from === 'id_token' && claims.length > 0 ? [{ client, app, claims }] : [];
      });

/** Rules about authorization policies, claims policies, scopes of one's own and lifespans. */
export const POLICY_RULES: readonly Rule<Config>[] = [
  {
    id: 'authelia-policy-unknown',
    severity: 'error',
    says: 'The client {client} names the authorization policy {value}, which isn’t defined. Authelia doesn’t start.',
    fix: 'Write {right}, or define it under identity_providers.oidc.authorization_policies.',
    source: S.validator,
    mends: 'if only case or hyphens differ',
    find: someClient((client, config) => {
      const value = client.text('authorization_policy');
      const known = ['one_factor', 'two_factor', ...namesOf(config, 'authorization_policies')];
      const elsewhere = !config.complete && known.length === 2 && nearest(value ?? '', known) === undefined;
      return hitIf(
        value !== undefined &&
          value !== '' &&
          value !== 'deny' &&
          !known.includes(value) &&
          !(elsewhere && !ownsProvider(config)),
        () => ({
          at: client.entry('authorization_policy')?.at ?? client.at,
          with: { value, right: nearest(value ?? '', known) ?? known.join(', ') },
          ...valued(client.get('authorization_policy'), sameLetters(value ?? '', known)),
        }),
      );
    }),
  },
  {
    id: 'authelia-policy-deny',
    severity: 'error',
    says: 'The client {client} has authorization_policy: deny, which Authelia doesn’t take there. It doesn’t start.',
    fix: 'Name a policy of your own with default_policy: deny, or take the client out.',
    source: S.validator,
    find: someClient((client) =>
      hitIf(client.text('authorization_policy') === 'deny', {
        at: client.entry('authorization_policy')?.at ?? client.at,
      }),
    ),
  },
  {
    id: 'authelia-policy-name-reserved',
    severity: 'error',
    since: '4.38',
    says: 'A policy of your own is called {name}, a name that Authelia keeps for itself. It doesn’t start.',
    fix: 'Give it another name, here and at the clients that name it.',
    source: S.validator,
    *find(config) {
      for (const { name, at } of policies(config))
        if ((POLICIES as readonly string[]).includes(name)) yield { at, with: { name } };
    },
  },
  {
    id: 'authelia-policy-without-rules',
    severity: 'error',
    since: '4.38',
    says: 'The authorization policy {name} has no rules, and Authelia doesn’t start.',
    fix: 'Add at least one rule, or write its policy at the client itself.',
    source: S.validator,
    *find(config) {
      for (const { name, at, node } of policies(config))
        if (isEmpty(child(node, 'rules'))) yield { at, with: { name } };
    },
  },
  {
    id: 'authelia-policy-value',
    severity: 'error',
    since: '4.38',
    says: 'The authorization policy {name} says {value}, which is no policy. Authelia doesn’t start.',
    fix: 'Write one_factor, two_factor or deny.',
    source: S.validator,
    mends: 'if only case or hyphens differ',
    *find(config) {
      for (const { name, node } of policies(config)) {
        const entry = entryOf(node, 'default_policy');
        const value = textAt(entry?.value);
        if (!isPolicy(value))
          yield {
            at: entry!.at,
            with: { name, value },
            ...valued(entry!.value, sameLetters(value!, POLICIES)),
          };
      }
      for (const { name, node } of rulesOfPolicies(config)) {
        const entry = entryOf(node, 'policy');
        const value = textAt(entry?.value);
        if (!isPolicy(value))
          yield {
            at: entry!.at,
            with: { name, value },
            ...valued(entry!.value, sameLetters(value!, POLICIES)),
          };
      }
    },
  },
  {
    id: 'authelia-policy-rule-for-nobody',
    severity: 'error',
    since: '4.38',
    says: 'A rule of the authorization policy {name} says neither whom nor which networks it is for. Authelia doesn’t start.',
    fix: 'Add subject: group:NAME, or take the rule out and set default_policy.',
    source: S.validator,
    *find(config) {
      for (const { name, node } of rulesOfPolicies(config))
        if (isEmpty(child(node, 'subject')) && isEmpty(child(node, 'networks')))
          yield { at: node, with: { name } };
    },
  },
  {
    id: 'authelia-policy-subject',
    severity: 'error',
    since: '4.38',
    says: 'A rule of the authorization policy {name} is for {value}, which begins neither with user: nor with group:. Authelia doesn’t start.',
    fix: 'Write group:{value} or user:{value}.',
    source: S.validator,
    *find(config) {
      for (const { name, node } of rulesOfPolicies(config))
        for (const item of itemsOf(child(node, 'subject')).flatMap((one) => [...itemsOf(one)])) {
          const value = textAt(item);
          if (value !== undefined && !/^(?:user|group|oauth2:client):/.test(value))
            yield { at: item, with: { name, value } };
        }
    },
  },
  {
    id: 'authelia-policy-lets-all-in',
    severity: 'warning',
    since: '4.38',
    says: 'The authorization policy {name} lets in everybody whom its rules don’t name: default_policy isn’t deny, and every rule allows.',
    fix: 'Write default_policy: deny, if only those that the rules name may sign in.',
    source: S.provider,
    *find(config) {
      for (const { name, at, node } of policies(config)) {
        const rules = itemsOf(child(node, 'rules'));
        const own = textAt(child(node, 'default_policy')) ?? 'two_factor';
        const said = rules.map((rule) => textAt(child(rule, 'policy')) ?? 'two_factor');
        if (rules.length > 0 && own !== 'deny' && said.every((one) => one === own))
          yield { at, with: { name } };
      }
    },
  },
  {
    id: 'authelia-lifespan-unknown',
    severity: 'error',
    since: '4.38',
    says: 'The client {client} names the lifespan {value}, which isn’t defined. Authelia doesn’t start.',
    fix: 'Write {right}, or define it under identity_providers.oidc.lifespans.custom.',
    source: S.validator,
    mends: 'if one name alone is meant',
    find: undefinedName('lifespan', ({ oidc }) => {
      const node = child(oidc, 'lifespans', 'custom');
      return node?.type === 'map' ? node.entries.map(({ key }) => key) : [];
    }),
  },
  {
    id: 'authelia-claims-policy-unknown',
    severity: 'error',
    since: CLAIMS_POLICY_SINCE,
    says: 'The client {client} names the claims policy {value}, which isn’t defined. Authelia doesn’t start.',
    fix: 'Write {right}, or define it under identity_providers.oidc.claims_policies.',
    source: S.run,
    mends: 'if one name alone is meant',
    find: undefinedName('claims_policy', (config) => namesOf(config, 'claims_policies')),
  },
  {
    id: 'authelia-claims-policy-not-named',
    severity: 'warning',
    since: CLAIMS_POLICY_SINCE,
    says: 'The claims policy {name} is defined, and no client names it. So it does nothing, and the claims stay out of the ID token.',
    fix: 'Write claims_policy: {name} at the client that it is for.',
    source: S.claims,
    *find(config) {
      if (config.clients.length === 0) return;
      const named = new Set(config.clients.map((client) => client.text('claims_policy')));
      for (const { key, at } of entriesOf(config, 'claims_policies'))
        if (!named.has(key)) yield { at, with: { name: key } };
    },
  },
  {
    id: 'authelia-claims-policy-needed',
    severity: 'warning',
    since: CLAIMS_POLICY_SINCE,
    says: 'The client {client} has no claims policy. {app} reads {claims} from the ID token, where Authelia no longer puts them since 4.39.',
    fix: 'Define a claims policy whose id_token lists {claims}, and name it at the client.',
    source: S.release439,
    mends: 'if the whole OpenID Connect part is there',
    choice: 'More about each person then stands in the ID token.',
    *find(config) {
      // A policy that is defined and that nobody names is told as such.
      const free = entriesOf(config, 'claims_policies').some(
        ({ key }) => !config.clients.some((client) => client.text('claims_policy') === key),
      );
      if (free) return;
      for (const { client, app, claims } of readers(config))
        if (isEmpty(client.get('claims_policy')))
          yield {
            at: client.at,
            with: { client: client.label, app: app.name, claims: claims.join(', ') },
            ...withPolicy(config, client, app.kind, claims),
          };
    },
  },
  {
    id: 'authelia-claims-policy-lacks',
    severity: 'warning',
    since: CLAIMS_POLICY_SINCE,
    says: 'The claims policy of the client {client} lacks {claims}, which {app} reads from the ID token.',
    fix: 'Add {claims} to id_token of the claims policy.',
    source: S.claims,
    mends: 'if the policy stands in the same file',
    choice: 'More about each person then stands in the ID token.',
    *find(config) {
      for (const { client, app, claims } of readers(config)) {
        const policy = client.text('claims_policy');
        const given = policy === undefined ? undefined : claimsInIdToken(config, policy);
        const lacking = given === undefined ? [] : claims.filter((claim) => !given.includes(claim));
        if (lacking.length > 0)
          yield {
            at: client.entry('claims_policy')?.at ?? client.at,
            with: { client: client.label, app: app.name, claims: lacking.join(', ') },
            ...withClaims(config, policy!, lacking),
          };
      }
    },
  },
  {
    id: 'authelia-claims-policy-claim-unknown',
    severity: 'error',
    since: CLAIMS_POLICY_SINCE,
    says: 'The claims policy {name} names the claim {value}, which Authelia doesn’t have. It doesn’t start.',
    fix: 'Write {right}, or define it under custom_claims of the policy.',
    source: S.validator,
    mends: 'if one claim alone is meant',
    *find(config) {
      for (const { key, value: node } of entriesOf(config, 'claims_policies')) {
        const custom = child(node, 'custom_claims');
        const own =
          custom?.type === 'map'
            ? custom.entries.map((entry) => textAt(child(entry.value, 'name')) ?? entry.key)
            : [];
        for (const list of ['id_token', 'access_token'])
          for (const item of itemsOf(child(node, list))) {
            const value = textAt(item);
            if (value !== undefined && !CLAIMS.includes(value) && !own.includes(value))
              yield {
                at: item,
                with: { name: key, value, right: nearest(value, [...CLAIMS, ...own]) ?? 'one that there is' },
                ...valued(item, meant(value, [...CLAIMS, ...own])),
              };
          }
      }
    },
  },
  {
    id: 'authelia-claims-policy-without-scope',
    severity: 'warning',
    since: CLAIMS_POLICY_SINCE,
    says: 'The claims policy of the client {client} names {claim}, which comes with the scope {scope}, and the client lacks that scope. The claim stays out.',
    fix: 'Add {scope} to the scopes of the client, and let the app ask for it.',
    source: S.claims,
    find: eachClient(function* (client, config) {
      const policy = client.text('claims_policy');
      if (policy === undefined) return;
      const claims = claimsInIdToken(config, policy);
      if (isDynamic(client.get('scopes'))) return;
      // Somebody’s policy with all claims, for several clients, is no mistake at each of them.
      const shared = config.clients.filter((one) => one.text('claims_policy') === policy).length > 1;
      if (shared || claims?.includes('rat')) return;
      const told = new Set<string>();
      for (const claim of claims ?? []) {
        const scope = SCOPE_OF.get(claim);
        if (scope === undefined || client.scopes.includes(scope) || told.has(scope)) continue;
        told.add(scope);
        yield { at: client.entry('scopes')?.at ?? client.at, with: { claim, scope } };
      }
    }),
  },
  {
    id: 'authelia-scope-name-reserved',
    severity: 'error',
    since: CLAIMS_POLICY_SINCE,
    says: 'A scope of your own is called {name}, which is a scope that Authelia has already. It doesn’t start.',
    fix: 'Give it another name. What the standard scopes bring can’t be changed.',
    source: S.validator,
    *find(config) {
      const taken = [
        'openid',
        'email',
        'profile',
        'address',
        'phone',
        'groups',
        'offline_access',
        'offline',
        'authelia.bearer.authz',
      ];
      for (const { key, at } of entriesOf(config, 'scopes'))
        if (taken.includes(key)) yield { at, with: { name: key } };
    },
  },
];

/** True if the files hold the OpenID Connect part itself and not only clients. */
const ownsProvider = ({ oidc }: Config): boolean =>
  [
    'jwks',
    'hmac_secret',
    'issuer_private_key',
    'claims_policies',
    'authorization_policies',
    'lifespans',
  ].some((key) => entryOf(oidc, key) !== undefined);
