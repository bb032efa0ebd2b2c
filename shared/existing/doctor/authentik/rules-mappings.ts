import { type ChangeValue, withTag } from '../../merge/changes.ts';
import { demandedClaims } from '../known-app.ts';
import { valued, withItems, withKey } from '../mend.ts';
import { hitIf, type Rule } from '../rule.ts';
import { isEmpty, itemsOf } from '../tree.ts';
import { type AuthentikFiles, type AuthentikObject, lookedUp, referenceOf, referencesTo } from './objects.ts';
import { S } from './sources.ts';
import { appOf, attrsOf, eachProvider, isPartial, someProvider } from './walk.ts';

type Files = AuthentikFiles;

const MANAGED = 'goauthentik.io/providers/oauth2/scope-';

/** authentik's own mapping for a scope. */
const managed = (scope: string): ChangeValue =>
  withTag('!Find', ['authentik_providers_oauth2.scopemapping', ['managed', `${MANAGED}${scope}`]]);

const byReference = new WeakMap<Files, ReadonlyMap<string, AuthentikObject>>();

function mappingsOf(files: Files): ReadonlyMap<string, AuthentikObject> {
  const known = byReference.get(files);
  if (known) return known;
  const made = new Map(files.mappings.flatMap((one) => referencesTo(one).map((to) => [to, one] as const)));
  byReference.set(files, made);
  return made;
}

/** The scopes of a provider's mappings, as far as the file says which they are; undefined for one that it doesn't. */
function scopesOf(provider: AuthentikObject, files: Files): readonly (string | undefined)[] {
  const node = provider.get('property_mappings');
  return itemsOf(node).map((item) => {
    const found = lookedUp(item);
    if (found?.field === 'managed')
      return found.value?.startsWith(MANAGED) ? found.value.slice(MANAGED.length) : undefined;
    if (found?.field === 'scope_name') return found.value;
    const reference = referenceOf(item);
    const mapping = reference === undefined ? undefined : mappingsOf(files).get(reference);
    if (mapping !== undefined) return mapping.text('scope_name');
    return /OpenID 'openid'/.test(found?.value ?? '')
      ? 'openid'
      : /'(email|profile|offline_access)'/.exec(found?.value ?? '')?.[1];
  });
}

/** True if all mappings of a provider are known, and there are some. */
const allKnown = (scopes: readonly (string | undefined)[]): scopes is readonly string[] =>
  scopes.length > 0 && !scopes.includes(undefined);

const usesManagedEmail = (provider: AuthentikObject): boolean =>
  itemsOf(provider.get('property_mappings')).some((item) => lookedUp(item)?.value === `${MANAGED}email`);

/** Rules about property mappings, and the claims that come with them. */
export const MAPPINGS: readonly Rule<Files>[] = [
  {
    id: 'authentik-no-mappings',
    severity: 'error',
    says: 'The provider {provider} has no property mappings. The app gets no scope, not even openid, and no name or e-mail address.',
    fix: 'Add the mappings for openid, email and profile.',
    source: S.code,
    mends: 'in a blueprint',
    choice: 'The app then gets name and e-mail address of each person.',
    find: someProvider((provider) =>
      hitIf(!isPartial(provider) && isEmpty(provider.get('property_mappings')), {
        at: provider.entry('property_mappings')?.at ?? provider.at,
        ...(provider.form === 'api'
          ? {}
          : withKey(attrsOf(provider), 'property_mappings', ['openid', 'email', 'profile'].map(managed))),
      }),
    ),
  },
  {
    id: 'authentik-no-openid-mapping',
    severity: 'warning',
    says: 'The property mappings of the provider {provider} lack the one for openid.',
    fix: 'Add the mapping goauthentik.io/providers/oauth2/scope-openid.',
    source: S.code,
    mends: 'always',
    choice: 'The app may then ask for one more scope.',
    find: someProvider((provider, files) => {
      const scopes = scopesOf(provider, files);
      return hitIf(allKnown(scopes) && !scopes.includes('openid'), {
        at: provider.entry('property_mappings')?.at ?? provider.at,
        ...withItems(provider.get('property_mappings'), managed('openid')),
      });
    }),
  },
  {
    id: 'authentik-mapping-of-app',
    severity: 'warning',
    says: 'The provider {provider} lacks the mapping for {scopes}, and {app} needs what comes with it.',
    fix: 'Add the mapping for {scopes}.',
    source: S.code,
    mends: 'if authentik’s own mapping is enough',
    choice: 'The app then gets more about each person.',
    find: someProvider((provider, files) => {
      const scopes = scopesOf(provider, files);
      const app = appOf(provider, files);
      const needed =
        app === undefined ? [] : demandedClaims(app).filter(({ scope }) => /^(?:email|profile)$/.test(scope));
      const lacking = [...new Set(needed.map(({ scope }) => scope))].filter(
        (scope) => !scopes.includes(scope),
      );
      return hitIf(allKnown(scopes) && lacking.length > 0, {
        at: provider.entry('property_mappings')?.at ?? provider.at,
        with: { app: app?.name, scopes: lacking.join(', ') },
        ...withItems(provider.get('property_mappings'), ...lacking.map(managed)),
      });
    }),
  },
  {
    id: 'authentik-mapping-twice',
    severity: 'warning',
    says: 'The provider {provider} has two mappings for the scope {scope}. Which of them decides isn’t defined.',
    fix: 'Keep one of them.',
    source: S.code,
    find: eachProvider(function* (provider, files) {
      const seen = new Set<string>();
      const scopes = scopesOf(provider, files);
      for (const [index, item] of itemsOf(provider.get('property_mappings')).entries()) {
        const scope = scopes[index];
        if (scope === undefined) continue;
        if (seen.has(scope)) yield { at: item, with: { scope } };
        seen.add(scope);
      }
    }),
  },
  {
    id: 'authentik-email-unverified',
    severity: 'warning',
    since: '2025.10',
    says: 'The provider {provider} uses authentik’s own mapping for email, which says email_verified: false since 2025.10. {app} refuses such an address.',
    fix: 'Use a mapping of your own for the scope email that returns email_verified: True, if nobody can set another’s address.',
    source: S.release202510,
    find: someProvider((provider, files) => {
      const app = appOf(provider, files);
      const strict =
        app !== undefined &&
        demandedClaims(app).some(({ claim, rule }) => claim === 'email_verified' && rule === 'verified');
      return hitIf(strict && usesManagedEmail(provider), {
        at: provider.entry('property_mappings')?.at ?? provider.at,
        with: { app: app?.name },
      });
    }),
  },
  {
    id: 'authentik-claims-not-in-id-token',
    severity: 'warning',
    says: 'The provider {provider} keeps the claims out of the ID token, and {app} reads them there.',
    fix: 'Write include_claims_in_id_token: true.',
    source: S.code,
    mends: 'always',
    choice: 'More about each person then stands in the ID token.',
    find: someProvider((provider, files) => {
      const node = provider.get('include_claims_in_id_token');
      const app = appOf(provider, files);
      return hitIf(
        node?.type === 'scalar' && node.value === false && app?.traits.claims_from === 'id_token',
        {
          at: provider.entry('include_claims_in_id_token')?.at ?? provider.at,
          with: { app: app?.name },
          ...valued(node, true),
        },
      );
    }),
  },
];
