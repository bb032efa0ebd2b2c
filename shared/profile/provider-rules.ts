import { apiFlaws } from './api-rules.ts';
import { alternatives, type Clause, isOfProviders } from './condition.ts';
import { versionFlaws } from './consistency.ts';
import type { ProfileFlaw } from './flaw.ts';
import { isPattern, isQuickPattern, QUICK_PATTERN } from './pattern.ts';
import type { ProviderProfile } from './provider-schema.ts';
import { SECRET, targetsFlaws, traitsFlaws } from './rules.ts';
import { isUrlPart, PROVIDER_VARIABLES, partsOf } from './template.ts';
import { templatesOf } from './value.ts';

/** What stands for a value wherever a client is described. */
const KNOWN: readonly string[] = [
  ...PROVIDER_VARIABLES,
  ...['app.id', 'app.url', 'app.origin', 'app.host', 'app.path', 'provider.id', 'provider.host'],
  ...['issuer', 'discovery_url', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri'],
  ...['end_session_endpoint', 'client_id', SECRET, 'callback', 'callbacks', 'scopes', 'method'],
];

/** What the issuer is made of, and in the endpoints the issuer itself. */
const ADDRESS: readonly string[] = [
  'provider.url',
  'provider.origin',
  'provider.host',
  'provider.id',
  'client_id',
  'app.slug',
];

/** What a notice knows. */
const SAID: readonly string[] = [...ADDRESS, 'app.name', 'app.id', 'scopes', 'groups', 'method', 'policy'];

/** What a notice about the provider itself knows: it is said before there is a client. */
const SAID_OF_PROVIDER: readonly string[] = ['provider.url', 'provider.origin', 'provider.host'];

/** Conditions that a provider can answer. */
const ASKED = /^(?:client\.public|access\.groups|app\.https)$/;

/** The parts that a pattern gives names to. */
export const urlParts = (profile: ProviderProfile): readonly string[] =>
  [...(profile.url.pattern ?? '').matchAll(/\(\?<([a-z][a-z_]*)>/g)].map(([, name]) => `url.${name}`);

/** Checks the references inside the profile of a provider: sources, variables, conditions and secrets. */
export function providerFlaws(profile: ProviderProfile): ProfileFlaw[] {
  const flaws: ProfileFlaw[] = [];
  const flaw = (path: ProfileFlaw['path'], message: string, suggestion: string) =>
    flaws.push({ path, message, suggestion });
  const parts = urlParts(profile);

  const text = (path: ProfileFlaw['path'], template: string, mayHoldSecret: boolean) => {
    const [first] = path;
    const known =
      first === 'issuer' || first === 'discovery_url'
        ? ADDRESS
        : first === 'endpoints'
          ? [...ADDRESS, 'issuer']
          : first === 'notices'
            ? profile.notices?.[Number(path[1])]?.about === 'provider'
              ? SAID_OF_PROVIDER
              : SAID
            : KNOWN;
    for (const { name } of partsOf(template)) {
      // Stands for what the person is asked for.
      if (name === 'token' && path.at(-1) === 'header') continue;
      if (isUrlPart(name) ? !parts.includes(name) : !known.includes(name))
        flaw(
          path,
          `{${name}} is not known here.`,
          `Here stand ${[...known.filter((one) => one !== SECRET), ...parts].join(', ')}.`,
        );
      if (name === SECRET && !mayHoldSecret)
        flaw(path, 'The client secret may not stand here.', 'It may stand only in the values of a target.');
    }
  };
  const walk = (node: unknown, path: ProfileFlaw['path'], secret: boolean): void => {
    const step = path.at(-1);
    if (typeof node === 'string') {
      // Under “where” it is a name of the product’s.
      if (step !== 'source' || path.at(-2) === 'where') text(path, node, secret);
      else if (!Object.hasOwn(profile.sources, node))
        flaw(path, `There is no source “${node}”.`, 'Name an entry of “sources”.');
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    if (step === 'when' || step === 'unless') {
      if (path[0] === 'traits' || path[0] === 'dialect')
        flaw(path, 'A trait of a provider depends on the version alone.', 'Take the condition out.');
      if (path[0] === 'notices' && profile.notices?.[Number(path[1])]?.about === 'provider')
        flaw(path, 'A notice about the provider depends on its version alone.', 'Take the condition out.');
      for (const one of (node as readonly Clause[]).flatMap(alternatives))
        if (!isOfProviders(one) && !ASKED.test(one))
          flaw(path, `“${one}” is for the profiles of apps.`, 'docs/profiles.md lists those for providers.');
      return;
    }
    for (const [key, inner] of Array.isArray(node) ? node.entries() : Object.entries(node)) {
      const here = [...path, key];
      const holder =
        (here[0] === 'targets' && ['keys', 'fields', 'body', 'command'].includes(String(here[2]))) ||
        (here[0] === 'api' && here[3] === 'body');
      // A name of an environment variable may hold the client id, never the secret.
      if (holder && typeof key === 'string') text(here, key, false);
      walk(inner, here, holder);
    }
  };
  const { sources: _sources, errors: _errors, url: _url, dialect, ...rest } = profile;
  walk(rest, [], false);
  // Its values are words of the provider's own, in which braces are no variables.
  for (const [name, facts] of Object.entries(dialect ?? {}))
    for (const [index, one] of (Array.isArray(facts) ? facts : []).entries())
      if (typeof one === 'object') {
        const { value: _value, ...said } = one;
        walk(said, ['dialect', name, index], false);
      }

  if ((profile.hook === undefined) === (profile.targets.length === 0))
    flaw(
      ['targets'],
      profile.hook === undefined ? '“targets” is missing.' : 'A hook writes this side already.',
      profile.hook === undefined
        ? 'Say how a client is registered there: docs/profiles.md lists the targets.'
        : 'Take the targets out, or the hook.',
    );
  if (profile.signs !== undefined && profile.endpoints.authorization_endpoint === undefined)
    flaw(
      ['signs'],
      'A document is told from others by its addresses, and none is known here.',
      'Add authorization_endpoint under “endpoints”, or take “signs” out.',
    );
  for (const [path, stands] of [
    [['clients', 'one_list'], profile.clients.one_list],
    [['secrets'], profile.secrets],
    [['dialect'], dialect],
  ] as const)
    if (stands !== undefined && profile.hook === undefined)
      flaw([...path], 'Only a hook can write this.', 'Take it out.');
  flaws.push(...providerAddressFlaws(profile));
  for (const [index, target] of profile.targets.entries())
    if ('http' in target && templatesOf(target.url).some((one) => !one.startsWith('{provider.')))
      flaw(
        ['targets', index, 'url'],
        'A token would be sent to another address than the provider’s.',
        'Begin with {provider.url}/ or {provider.origin}/.',
      );
  for (const [path, pattern] of [
    [['url', 'pattern'], profile.url.pattern],
    [['client_id', 'pattern'], profile.client_id?.pattern],
  ] as const)
    if (pattern !== undefined && !isPattern(pattern))
      flaw(path, 'This is no regular expression.', 'Mend it or leave it out.');
    else if (pattern !== undefined && !isQuickPattern(pattern.replace(/\(\?<[a-z_]+>/g, '(')))
      flaw(path, 'This regular expression could take very long.', QUICK_PATTERN);
  if (profile.url.pattern !== undefined && isPattern(profile.url.pattern))
    if (!new RegExp(`^(?:${profile.url.pattern})$`).test(profile.url.example))
      flaw(
        ['url', 'example'],
        'The example is not of the form that the pattern asks for.',
        'Mend one of them.',
      );
  for (const [key, by] of [
    ['client_id', profile.traits.client_id_by],
    ['client_secret', profile.traits.secret_by],
  ] as const) {
    const made = JSON.stringify(by).includes('"provider"');
    if (made && profile.take?.[key] === undefined)
      flaw(
        ['traits', key === 'client_id' ? 'client_id_by' : 'secret_by'],
        `The provider makes the ${key}, and nothing says where the person reads it.`,
        `Write take: { ${key}: sentence }.`,
      );
  }
  return [
    ...flaws,
    ...versionFlaws(profile),
    ...traitsFlaws(profile.traits, profile.versions),
    ...traitsFlaws(dialect ?? {}, profile.versions, 'dialect'),
    ...targetsFlaws(profile.targets, (name) => samplesOf(name, profile)),
    ...apiFlaws(profile.api, profile.targets, profile.hook?.renders),
  ];
}

/** Client ids of every sign that one may have. */
const CLIENT_IDS: readonly string[] = [
  'app1',
  '1',
  '--',
  ...Array.from({ length: 0x7e - 0x20 }, (_, at) => String.fromCharCode(0x21 + at)).flatMap((sign) => [
    `a${sign}b`,
    `${sign}a`,
  ]),
];

/** What a variable may stand for, to judge a name that holds it. */
function samplesOf(name: string, { client_id }: ProviderProfile): readonly string[] {
  if (name === 'app.id' || name === 'app.service') return ['app', 'my-app1'];
  if (name !== 'client_id') return ['https://app.example.com/a?b=c', 'My app: “x”', 'x'];
  const pattern = client_id?.pattern;
  const fit =
    pattern !== undefined && isPattern(pattern) && isQuickPattern(pattern)
      ? CLIENT_IDS.filter((one) => new RegExp(`^(?:${pattern})$`).test(one))
      : CLIENT_IDS;
  return fit.length > 0 ? fit : ['app1'];
}

/** The provider’s address at the beginning. What follows must not extend the host: `{provider.origin}.example.net`. */
const OF_PROVIDER = /^\{(?:provider\.(?:url|origin)|issuer)\}(?=\/|$)/;

/**
 * Checks the addresses that an app is sent to, or a person: they belong to the provider. A profile may come from anyone,
 * and an endpoint of another host would get what is sent to it.
 */
function providerAddressFlaws(profile: ProviderProfile): ProfileFlaw[] {
  const { issuer, discovery_url, endpoints, clients, targets } = profile;
  const judged: readonly (readonly [ProfileFlaw['path'], string | undefined])[] = [
    [['issuer'], issuer],
    [['discovery_url'], discovery_url],
    ...Object.entries(endpoints).map(([name, url]) => [['endpoints', name], url] as const),
    [['clients', 'url'], clients.url],
    ...targets.flatMap((target, index) =>
      'screen' in target ? [[['targets', index, 'url'], target.url] as const] : [],
    ),
  ];
  // An issuer with a slash at its end goes on with a path.
  const slash = issuer.endsWith('/');
  // The part that the provider’s address begins with.
  const [, first] = /^\(\?<([a-z][a-z_]*)>/.exec(profile.url.pattern ?? '') ?? [];
  return judged.flatMap(([path, address]): ProfileFlaw[] =>
    address === undefined ||
    OF_PROVIDER.test(address) ||
    (first !== undefined && new RegExp(`^\\{url\\.${first}\\}(?=/|$)`).test(address)) ||
    (slash && path[0] !== 'issuer' && address.startsWith('{issuer}'))
      ? []
      : [
          {
            path,
            message: 'This address is not the provider’s own.',
            suggestion: 'Begin with {provider.url}/, {provider.origin}/ or {issuer}/.',
          },
        ],
  );
}
