import { appOf } from '../../catalog/apps/index.ts';
import {
  APPLICATION_MODEL,
  type AuthentikFiles,
  type AuthentikObject,
  BINDING_MODEL,
  lookedUp,
  MAPPING_MODEL,
} from '../doctor/authentik/objects.ts';
import type { KnownVariables } from '../doctor/settings/interpolate.ts';
import { child, isEmpty, itemsOf, type Node, textAt, textsOf } from '../doctor/tree.ts';
import { type Filled, filled, toldElsewhere } from './filled.ts';
import { type FoundClient, type FoundProvider, foundAt, type Leftover } from './found.ts';
import { recogniseApp } from './recognise-app.ts';
import { secretText } from './secret-text.ts';

/** Reads the OAuth2 providers of blueprints, or of answers of the API. Undefined if there are none. */
export function authentikProvider(
  files: AuthentikFiles,
  variables: KnownVariables = new Map(),
): FoundProvider | undefined {
  const context = contextOf(files);
  const fill = (node: Node | undefined): Filled => filled(node, variables, context);
  const clients = files.providers.flatMap((provider) => clientOf(provider, files, fill) ?? []);
  const [first] = files.providers;
  if (first === undefined) return undefined;
  return {
    ...foundAt(first.at),
    entry: { kind: 'authentik' },
    clients,
    secrets: [],
    leftovers: files.providers.flatMap((provider): Leftover[] =>
      fill(provider.get('client_id')).text === undefined
        ? [
            {
              ...foundAt(provider.at),
              what: provider.text('name') ?? 'provider',
              why: withoutId(provider, fill),
            },
          ]
        : [],
    ),
  };
}

/** The values that a blueprint states for its own expressions. */
const contextOf = ({ roots }: AuthentikFiles): Node | undefined =>
  roots.map(({ root }) => child(root, 'context')).find((one) => one !== undefined);

/** Why nothing follows from a provider, and what it may be. */
function withoutId(provider: AuthentikObject, fill: (node: Node | undefined) => Filled): string {
  const node = provider.get('client_id');
  const uris = itemsOf(provider.get('redirect_uris')).flatMap((one) => exactUri(one) ?? []);
  const [app] = recogniseApp({ client_id: provider.text('name') ?? '', redirect_uris: uris });
  const what =
    app === undefined || app.by === 'name' || app.common
      ? ''
      : ` It looks like ${appOf(app.kind).name} at ${app.url}.`;
  return node === undefined
    ? `authentik made its client id, which stands on the provider’s page there and not in these files.${what}`
    : `Its client id isn’t known here. ${toldElsewhere(fill(node).from)}${what}`;
}

function clientOf(
  provider: AuthentikObject,
  files: AuthentikFiles,
  fill: (node: Node | undefined) => Filled,
): FoundClient | undefined {
  const client_id = fill(provider.get('client_id')).text;
  if (client_id === undefined) return undefined;
  const application = applicationOf(provider, client_id, files);
  const assigned = (what: 'slug' | 'name') => provider.text(`assigned_application_${what}`) || undefined;
  const redirects = itemsOf(provider.get('redirect_uris'));
  const isPublic = provider.text('client_type') === 'public';
  const secret = secretOf(isPublic ? undefined : provider.get('client_secret'), fill);
  const consent = consentOf(provider, files);
  const slug = application?.text('slug') ?? assigned('slug');
  // Latchkey puts the slug behind a name that two applications would have.
  const name = (application?.text('name') ?? assigned('name'))?.replace(` (${slug})`, '');
  const launch = application?.text('meta_launch_url');
  const scopes = scopesOf(provider, files);
  return {
    ...foundAt(provider.at),
    client_id,
    ...(name === undefined ? {} : { client_name: name }),
    ...(launch === undefined || !/^https?:\/\/[^/]/i.test(launch) ? {} : { client_uri: launch }),
    redirect_uris: redirects.flatMap((one) => exactUri(one) ?? []),
    ...(scopes.scopes.length === 0 ? {} : { scopes: scopes.scopes }),
    ...(isPublic ? { token_endpoint_auth_method: 'none' } : {}),
    ...accessOf(application, slug, files),
    ...(consent.span === undefined ? {} : { consent: consent.span }),
    ...(slug === undefined ? {} : { slug }),
    ...(secret.secret === undefined ? {} : { secret: secret.secret }),
    leftovers: [
      ...redirects.flatMap((one): Leftover[] =>
        exactUri(one) === undefined
          ? [
              {
                ...foundAt(one),
                what: 'redirect_uris',
                why: 'A pattern, or an address for something else; a workspace has whole addresses only.',
              },
            ]
          : [],
      ),
      ...scopes.leftovers,
      ...consent.leftovers,
      ...secret.leftovers,
      ...otherAttrs(provider),
      ...(application === undefined && slug !== undefined
        ? [
            {
              ...foundAt(provider.at),
              what: 'application',
              why: 'Who may open it doesn’t stand in these answers: name its groups before you apply anything.',
            },
          ]
        : []),
      ...(slug === undefined
        ? [
            {
              ...foundAt(provider.at),
              what: 'application',
              why: 'No application of these files names this provider, so its slug is not known.',
            },
          ]
        : []),
    ],
  };
}

/** authentik keeps secrets in clear: what looks like a digest there is the secret itself. */
function secretOf(
  node: Node | undefined,
  fill: (node: Node | undefined) => Filled,
): Pick<FoundClient, 'secret' | 'leftovers'> {
  if (isEmpty(node) || node === undefined) return { leftovers: [] };
  const { text: value, from } = fill(node);
  if (value === undefined)
    return { leftovers: [{ ...foundAt(node), what: 'client_secret', why: toldElsewhere(from) }] };
  const text = secretText(value);
  return text.form === 'neither'
    ? { leftovers: [{ ...foundAt(node), what: 'client_secret', why: text.why }] }
    : { secret: { ...foundAt(node), form: 'clear', value }, leftovers: [] };
}

/**
 * What authentik has where a provider doesn't say it, and what Latchkey writes; both are the same but for `signing_key`
 * and `grant_types`. Sources: docs.goauthentik.io, OAuth2 provider; authentik providers/oauth2/models.py@2026.5.
 */
const USUAL_ATTRS: Readonly<Record<string, readonly string[]>> = {
  access_code_validity: ['minutes=1', 'seconds=60'],
  encryption_key: [''],
  include_claims_in_id_token: ['true'],
  issuer_mode: ['per_provider'],
  sub_mode: ['hashed_user_id'],
  access_token_validity: ['minutes=5', 'hours=1'],
  refresh_token_validity: ['days=30'],
  refresh_token_threshold: ['seconds=0', 'hours=1'],
  authentication_flow: [''],
  jwt_federation_sources: [],
  jwt_federation_providers: [],
};

/** What a provider has otherwise than a workspace would, also by saying nothing. */
function otherAttrs(provider: AuthentikObject): Leftover[] {
  const given = provider.attrs?.type === 'map' ? provider.attrs.entries : [];
  const leftover = (node: Node | undefined, what: string, why: string): Leftover => ({
    ...foundAt(node ?? provider.at),
    what,
    why,
  });
  const other = given.flatMap(({ key, value }): Leftover[] => {
    const usual = USUAL_ATTRS[key];
    // Answers of the API have much more in them, none of which is a setting of the client.
    if (usual === undefined) return [];
    if (isEmpty(value) || textsOf(value).some((one) => usual.includes(one))) return [];
    return [leftover(value, key, 'A workspace can’t say this; it stays as it is at authentik.')];
  });
  const signing = provider.get('signing_key');
  const scopes = provider.get('property_mappings');
  return [
    ...other,
    ...(isEmpty(signing)
      ? [
          leftover(
            signing,
            'signing_key',
            'authentik signs with the client secret (HS256) where no key is named; what Latchkey renders names one (RS256).',
          ),
        ]
      : []),
    ...(isEmpty(scopes)
      ? [
          leftover(
            scopes,
            'property_mappings',
            'authentik gives no scope where no mapping is named; the entry has the scopes that the app asks for.',
          ),
        ]
      : []),
    ...(provider.get('authorization_flow') === undefined
      ? [leftover(undefined, 'authorization_flow', 'Which flow it has doesn’t stand in these files.')]
      : []),
  ];
}

/** A redirect URI that is compared as a whole. */
function exactUri(node: Node): string | undefined {
  if (node.type === 'scalar') return textAt(node);
  const mode = textAt(child(node, 'matching_mode'));
  const type = textAt(child(node, 'redirect_uri_type'));
  if (mode === 'regex' || (type !== undefined && type !== 'authorization')) return undefined;
  return textAt(child(node, 'url'));
}

/** The application that belongs to the provider. */
function applicationOf(
  provider: AuthentikObject,
  client_id: string,
  { objects, providers }: AuthentikFiles,
): AuthentikObject | undefined {
  const applications = objects.filter(({ model, absent }) => model === APPLICATION_MODEL && !absent);
  const name = provider.text('name');
  const pk = provider.text('pk');
  const belongs = (application: AuthentikObject): boolean => {
    const of = application.get('provider');
    const found = lookedUp(of);
    if (found !== undefined)
      return (
        (found.field === 'client_id' && found.value === client_id) ||
        (found.field === 'name' && found.value === name)
      );
    if (of?.tag === '!KeyOf')
      return provider.id !== undefined && of.type === 'scalar' && of.text === provider.id;
    const text = textAt(of);
    return text !== undefined && (text === pk || text === provider.id);
  };
  const [linked] = applications.filter(belongs);
  if (linked !== undefined) return linked;
  const unlinked = applications.filter((one) => one.get('provider') !== undefined);
  return providers.length === 1 && unlinked.length === 1 && textAt(unlinked[0]!.get('provider')) !== undefined
    ? unlinked[0]
    : undefined;
}

const MANAGED = /^goauthentik\.io\/providers\/oauth2\/scope-([a-z_]+)$/;

/** The scopes that the provider's mappings stand for. */
function scopesOf(
  provider: AuthentikObject,
  { objects, answered }: AuthentikFiles,
): { readonly scopes: readonly string[]; readonly leftovers: readonly Leftover[] } {
  const leftovers: Leftover[] = [];
  const scopes = itemsOf(provider.get('property_mappings')).flatMap((node) => {
    const found = lookedUp(node);
    const managed = MANAGED.exec(found?.value ?? '')?.[1];
    if (managed !== undefined) return [managed];
    const mapping =
      answered.get(textAt(node) ?? '') ??
      objects.find(
        ({ model, id, text }) =>
          model === MAPPING_MODEL &&
          ((found !== undefined && text(found.field ?? '') === found.value) ||
            (node.tag === '!KeyOf' && node.type === 'scalar' && id === node.text)),
      );
    const scope = mapping?.text('scope_name');
    if (scope !== undefined) return [scope];
    leftovers.push({
      ...foundAt(node),
      what: 'property_mappings',
      why: 'Which scope this mapping is for doesn’t stand in these files.',
    });
    return [];
  });
  return { scopes: [...new Set(scopes)], leftovers };
}

const FLOW_CONSENT: Readonly<Record<string, string>> = {
  'default-provider-authorization-implicit-consent': 'never',
  'default-provider-authorization-explicit-consent': '4w',
};
/** The flows that Latchkey makes say what they do. */
const OUR_FLOW = /^latchkey-(?:two-factor-)?consent-(always|never|[1-9]\d{0,4}[mhdw])$/;

function consentOf(
  provider: AuthentikObject,
  { answered }: AuthentikFiles,
): {
  readonly span?: string;
  readonly leftovers: readonly Leftover[];
} {
  const node = provider.get('authorization_flow');
  const slug = lookedUp(node)?.value ?? answered.get(textAt(node) ?? '')?.text('slug') ?? textAt(node);
  if (node === undefined || slug === undefined) return { leftovers: [] };
  const span = FLOW_CONSENT[slug] ?? OUR_FLOW.exec(slug)?.[1];
  return span === undefined
    ? {
        leftovers: [
          {
            ...foundAt(node),
            what: 'authorization_flow',
            why: 'A flow of your own; whether it asks for consent or a second factor is not known here.',
          },
        ],
      }
    : { span, leftovers: [] };
}

/** Groups and a policy that are bound to the application. */
function accessOf(
  application: AuthentikObject | undefined,
  slug: string | undefined,
  { objects }: AuthentikFiles,
): Pick<FoundClient, 'policy' | 'groups'> {
  if (application === undefined || slug === undefined) return {};
  const bindings = objects.filter(({ model, absent, get }) => {
    if (model !== BINDING_MODEL || absent) return false;
    const target = get('target');
    const found = lookedUp(target);
    return found === undefined
      ? target?.tag === '!KeyOf' && target.type === 'scalar' && target.text === application.id
      : found.field === 'slug' && found.value === slug;
  });
  const groups = bindings.flatMap(({ get }) => lookedUp(get('group'))?.value ?? []);
  const policies = bindings.flatMap(({ get }) => lookedUp(get('policy'))?.value ?? []);
  const ours = policies.find((name) => name === `latchkey-groups-${slug}`);
  const written = ours === undefined ? [] : groupsOfPolicy(ours, objects);
  const policy = policies.find((name) => name !== ours);
  const flow = FLOW_FACTOR.exec(lookedUpFlow(application, objects) ?? '')?.[0];
  return {
    ...(policy === undefined ? (flow === undefined ? {} : { policy: 'two_factor' }) : { policy }),
    ...(groups.length + written.length === 0 ? {} : { groups: [...groups, ...written] }),
  };
}

const FLOW_FACTOR = /^latchkey-two-factor-/;

/** The flow of the provider of an application. */
function lookedUpFlow(application: AuthentikObject, objects: readonly AuthentikObject[]): string | undefined {
  const client_id = lookedUp(application.get('provider'))?.value;
  const provider = objects.find(({ text }) => client_id !== undefined && text('client_id') === client_id);
  return lookedUp(provider?.get('authorization_flow'))?.value;
}

/** The groups in a policy that Latchkey wrote: a list of JSON texts. */
function groupsOfPolicy(name: string, objects: readonly AuthentikObject[]): string[] {
  const policy = objects.find(
    ({ model, text }) => model?.endsWith('expressionpolicy') === true && text('name') === name,
  );
  const list = / in (\[.*\])\)\s*$/.exec(policy?.text('expression') ?? '')?.[1];
  if (list === undefined) return [];
  try {
    const groups: unknown = JSON.parse(list);
    return Array.isArray(groups) ? groups.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
