import { meant, nearest } from '../../../workspace/nearest.ts';
import { withTag } from '../../merge/changes.ts';
import { secretForm } from '../authelia/digest.ts';
import { valued, withItems, withKey } from '../mend.ts';
import { hitIf, type Rule } from '../rule.ts';
import { isEmpty, itemsOf, textAt } from '../tree.ts';
import { SUB_MODES } from './keys.ts';
import type { AuthentikFiles } from './objects.ts';
import { S } from './sources.ts';
import { attrsOf, eachProvider, isPartial, someProvider } from './walk.ts';

type Files = AuthentikFiles;

/** A span of one number and unit, in the words of authentik. */
function spanOf(value: string): string | undefined {
  const [, number, unit] = /^(\d{1,6}) ?(s|m|h|d|w|seconds?|minutes?|hours?|days?|weeks?)$/.exec(value) ?? [];
  const word = { s: 'seconds', m: 'minutes', h: 'hours', d: 'days', w: 'weeks' }[unit?.[0] ?? ''];
  return word === undefined ? undefined : `${word}=${number}`;
}

const oneOfText = (key: string, known: readonly string[]) =>
  someProvider((provider) => {
    const value = provider.text(key);
    return hitIf(value !== undefined && value !== '' && !known.includes(value), {
      at: provider.entry(key)?.at ?? provider.at,
      with: { value, right: nearest(value ?? '', known) ?? known.join(', ') },
      ...valued(provider.get(key), meant(value ?? '', known)),
    });
  });

/** Rules about keys, flows, secrets and modes of providers. */
export const PROVIDERS: readonly Rule<Files>[] = [
  {
    id: 'authentik-no-signing-key',
    severity: 'warning',
    says: 'The provider {provider} has no signing key. Its tokens are signed with the client secret (HS256), and its list of keys is empty; most apps refuse that.',
    fix: 'Choose an RSA key, such as “authentik Self-signed Certificate”.',
    source: S.code,
    find: someProvider((provider) =>
      hitIf(!isPartial(provider) && isEmpty(provider.get('signing_key')), {
        at: provider.entry('signing_key')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-encryption-key',
    severity: 'warning',
    since: '2024.10',
    says: 'The provider {provider} has an encryption key, so its ID tokens are encrypted. Hardly any app can read that.',
    fix: 'Leave it empty, unless the app asks for encrypted tokens.',
    source: S.release202410,
    find: someProvider((provider) =>
      hitIf(provider.entry('encryption_key') !== undefined && !isEmpty(provider.get('encryption_key')), {
        at: provider.entry('encryption_key')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-grant-types-missing',
    severity: 'error',
    since: '2026.5',
    says: 'The provider {provider} has no grant_types. From 2026.5 on every login then ends with “The request is otherwise malformed”.',
    fix: 'Add grant_types: [authorization_code, refresh_token]. Older versions pass over it.',
    source: S.grantTypes,
    mends: 'always',
    choice: 'The app may then sign people in with a code.',
    find: someProvider((provider) =>
      hitIf(
        !isPartial(provider) &&
          isEmpty(provider.get('grant_types')) &&
          // What the API of an older version answers has no such key.
          (provider.form === 'blueprint' || provider.entry('grant_types') !== undefined),
        {
          at: provider.entry('grant_types')?.at ?? provider.at,
          ...withKey(attrsOf(provider), 'grant_types', ['authorization_code', 'refresh_token']),
        },
      ),
    ),
  },
  {
    id: 'authentik-grant-types-no-code',
    severity: 'error',
    since: '2026.5',
    says: 'The grant_types of the provider {provider} lack authorization_code, with which every app signs people in.',
    fix: 'Add authorization_code.',
    source: S.grantTypes,
    mends: 'always',
    choice: 'The app may then sign people in with a code.',
    find: someProvider((provider) => {
      const grants = itemsOf(provider.get('grant_types'));
      const known = grants.map((item) => textAt(item));
      return hitIf(
        grants.length > 0 &&
          !known.includes(undefined) &&
          !known.includes('authorization_code') &&
          !known.includes('client_credentials'),
        {
          at: provider.entry('grant_types')?.at ?? provider.at,
          ...withItems(provider.get('grant_types'), 'authorization_code'),
        },
      );
    }),
  },
  {
    id: 'authentik-flow-missing',
    severity: 'error',
    says: 'The provider {provider} has no {flow}, and authentik refuses it.',
    fix: 'Add {flow}: !Find [authentik_flows.flow, [slug, {slug}]].',
    source: S.schema,
    mends: 'always',
    choice: 'authentik’s own flow is taken; you may have another one.',
    find: eachProvider(function* (provider) {
      if (isPartial(provider) || provider.form === 'api') return;
      for (const [flow, slug] of [
        ['authorization_flow', 'default-provider-authorization-implicit-consent'],
        ['invalidation_flow', 'default-provider-invalidation-flow'],
      ] as const)
        if (isEmpty(provider.get(flow)))
          yield {
            at: provider.entry(flow)?.at ?? provider.at,
            with: { flow, slug },
            ...withKey(attrsOf(provider), flow, withTag('!Find', ['authentik_flows.flow', ['slug', slug]])),
          };
    }),
  },
  {
    id: 'authentik-client-type',
    severity: 'error',
    says: 'The provider {provider} has a client_type that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.schema,
    mends: 'if one word alone is meant',
    find: oneOfText('client_type', ['confidential', 'public']),
  },
  {
    id: 'authentik-sub-mode',
    severity: 'error',
    says: 'The provider {provider} has a sub_mode that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.schema,
    mends: 'if one word alone is meant',
    find: oneOfText('sub_mode', SUB_MODES),
  },
  {
    id: 'authentik-issuer-mode',
    severity: 'error',
    says: 'The provider {provider} has an issuer_mode that there is not: {value}.',
    fix: 'Write {right}.',
    source: S.schema,
    mends: 'if one word alone is meant',
    find: oneOfText('issuer_mode', ['per_provider', 'global']),
  },
  {
    id: 'authentik-issuer-global',
    severity: 'warning',
    says: 'The provider {provider} has issuer_mode: global. Its issuer isn’t the beginning of its discovery address then, and many apps refuse that.',
    fix: 'Write issuer_mode: per_provider, and give the app the issuer with the slug of the application.',
    source: S.code,
    find: someProvider((provider) =>
      hitIf(provider.text('issuer_mode') === 'global', {
        at: provider.entry('issuer_mode')?.at ?? provider.at,
      }),
    ),
  },
  {
    id: 'authentik-validity',
    severity: 'error',
    says: '{key} of the provider {provider} is no span that authentik reads.',
    fix: 'Write words such as minutes=10 or hours=1;minutes=30.',
    source: S.code,
    mends: 'if it is one number and unit',
    find: eachProvider(function* (provider) {
      for (const key of [
        'access_code_validity',
        'access_token_validity',
        'refresh_token_validity',
        'refresh_token_threshold',
      ]) {
        const value = provider.text(key);
        const span =
          /^(?:(?:microseconds|milliseconds|seconds|minutes|hours|days|weeks)=[\d.]+)(?:;(?:microseconds|milliseconds|seconds|minutes|hours|days|weeks)=[\d.]+)*;?$/;
        if (value !== undefined && value !== '' && !span.test(value))
          yield { at: provider.entry(key)!.at, with: { key }, ...valued(provider.get(key), spanOf(value)) };
      }
    }),
  },
  {
    id: 'authentik-client-id-twice',
    severity: 'error',
    says: 'Two providers have the client id {id}, which has to be unique in authentik.',
    fix: 'Give each provider its own client id.',
    source: S.code,
    *find({ providers }) {
      const seen = new Set<string>();
      for (const provider of providers) {
        const id = provider.text('client_id');
        if (id === undefined) continue;
        if (seen.has(id)) yield { at: provider.entry('client_id')!.at, with: { id } };
        seen.add(id);
      }
    },
  },
  {
    id: 'authentik-client-id-characters',
    severity: 'error',
    since: '2026.8',
    says: 'The client id of the provider {provider} has a character that authentik refuses from 2026.8 on, or more than 255.',
    fix: 'Use only printable ASCII characters, best only letters and digits.',
    source: S.release20268,
    find: someProvider((provider) => {
      const id = provider.text('client_id') ?? '';
      return hitIf(/[^\x20-\x7e]/.test(id) || id.length > 255, {
        at: provider.entry('client_id')?.at ?? provider.at,
      });
    }),
  },
  {
    id: 'authentik-secret-is-digest',
    severity: 'error',
    says: 'The client secret of the provider {provider} is a digest. authentik keeps the secret in clear, so the app would have to send the digest.',
    fix: 'Write the clear secret, the same as in the app.',
    source: S.code,
    find: someProvider((provider) => {
      const form = secretForm(provider.text('client_secret') ?? '');
      return hitIf(
        ['digest', 'short', 'malformed'].includes(form) &&
          /^\$[a-z0-9-]+\$/.test(provider.text('client_secret') ?? ''),
        {
          at: provider.entry('client_secret')?.at ?? provider.at,
        },
      );
    }),
  },
  {
    id: 'authentik-secret-percent',
    severity: 'warning',
    since: '2026.2',
    says: 'The client secret of the provider {provider} has a % in it. From 2026.2 on authentik decodes it in Basic authentication, and an app that doesn’t encode it is refused.',
    fix: 'Take a secret of letters and digits only.',
    source: S.release20262,
    find: someProvider((provider) =>
      hitIf(/%[0-9A-Fa-f]{2}/.test(provider.text('client_secret') ?? ''), {
        at: provider.entry('client_secret')?.at ?? provider.at,
      }),
    ),
  },
];
