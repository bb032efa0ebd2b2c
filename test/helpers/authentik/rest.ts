import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atLeast } from '../../../shared/version.ts';
import type { Meddle } from '../pocket-id.ts';
import { APPLICATION, type Authentik, BINDING, GROUP, POLICY, PROVIDER, type Row } from './importer.ts';

const FLOW = 'authentik_flows.flow';
const KEY = 'authentik_crypto.certificatekeypair';
const MAPPING = 'authentik_providers_oauth2.scopemapping';

/** The rights of Django's kind that the profile asks for, and no other. */
export const LEAST = [
  ...['oauth2provider', 'application', 'policybinding'].flatMap((model) =>
    ['add', 'change', 'delete', 'view'].map((what) => `${what}_${model}`),
  ),
  ...['flow', 'certificatekeypair', 'scopemapping', 'group', 'policy'].map((model) => `view_${model}`),
] as const;

interface Resource {
  readonly model: string;
  readonly filters: readonly string[];
  /** Members that refer to others, by model. */
  readonly refers?: Readonly<Record<string, string>>;
}

const RESOURCES: Readonly<Record<string, Resource>> = {
  'flows/instances': { model: FLOW, filters: ['slug'] },
  'crypto/certificatekeypairs': { model: KEY, filters: ['name'] },
  'propertymappings/provider/scope': { model: MAPPING, filters: ['managed', 'name', 'scope_name'] },
  'core/groups': { model: GROUP, filters: ['name'] },
  'policies/all': { model: POLICY, filters: [] },
  'providers/oauth2': {
    model: PROVIDER,
    filters: ['client_id', 'name'],
    refers: {
      authorization_flow: FLOW,
      invalidation_flow: FLOW,
      signing_key: KEY,
      encryption_key: KEY,
      property_mappings: MAPPING,
    },
  },
  'core/applications': { model: APPLICATION, filters: ['slug', 'name'], refers: { provider: PROVIDER } },
  'policies/bindings': {
    model: BINDING,
    filters: ['target', 'order', 'enabled'],
    refers: { target: APPLICATION, policy: POLICY, group: GROUP },
  },
};

/** What a member has to be, as the description of its API says: schema.yml in @goauthentik/api 2025.8.6 to 2026.8.3. */
interface Rule {
  readonly is: 'text' | 'switch' | 'number' | 'list' | 'numbers' | 'key' | 'keys' | 'url';
  readonly words?: readonly string[];
  readonly filled?: true;
  readonly matches?: RegExp;
  readonly orNull?: true;
}
const text = (more: Partial<Rule> = {}): Rule => ({ is: 'text', ...more });
const filled = text({ filled: true });
const key: Rule = { is: 'key' };
const keyOrNull: Rule = { is: 'key', orNull: true };

const RULES: Readonly<
  Record<string, { readonly required: readonly string[]; readonly members: Readonly<Record<string, Rule>> }>
> = {
  [PROVIDER]: {
    required: ['name', 'authorization_flow', 'invalidation_flow', 'redirect_uris'],
    members: {
      name: filled,
      authentication_flow: keyOrNull,
      authorization_flow: key,
      invalidation_flow: key,
      property_mappings: { is: 'keys' },
      client_type: text({ words: ['confidential', 'public'] }),
      client_id: filled,
      client_secret: text(),
      access_code_validity: filled,
      access_token_validity: filled,
      refresh_token_validity: filled,
      refresh_token_threshold: filled,
      include_claims_in_id_token: { is: 'switch' },
      signing_key: keyOrNull,
      encryption_key: keyOrNull,
      redirect_uris: { is: 'list' },
      grant_types: {
        is: 'list',
        words: [
          'authorization_code',
          'implicit',
          'hybrid',
          'refresh_token',
          'client_credentials',
          'password',
          'urn:ietf:params:oauth:grant-type:device_code',
          'urn:ietf:params:oauth:grant-type:token-exchange',
        ],
      },
      backchannel_logout_uri: { is: 'url' },
      logout_uri: { is: 'url' },
      logout_method: text({ words: ['backchannel', 'frontchannel'] }),
      sub_mode: text({
        words: ['hashed_user_id', 'user_id', 'user_uuid', 'user_username', 'user_email', 'user_upn'],
      }),
      issuer_mode: text({ words: ['global', 'per_provider'] }),
      jwt_federation_sources: { is: 'keys' },
      jwt_federation_providers: { is: 'numbers' },
    },
  },
  [APPLICATION]: {
    required: ['name', 'slug'],
    members: {
      name: filled,
      slug: text({ filled: true, matches: /^[-a-zA-Z0-9_]+$/ }),
      provider: { is: 'number', orNull: true },
      backchannel_providers: { is: 'numbers' },
      open_in_new_tab: { is: 'switch' },
      meta_launch_url: { is: 'url' },
      meta_icon: text(),
      meta_description: text(),
      meta_publisher: text(),
      policy_engine_mode: text({ words: ['all', 'any'] }),
      group: text(),
      meta_hide: { is: 'switch' },
    },
  },
  [BINDING]: {
    required: ['order', 'target'],
    members: {
      policy: keyOrNull,
      group: keyOrNull,
      user: { is: 'number', orNull: true },
      target: key,
      negate: { is: 'switch' },
      enabled: { is: 'switch' },
      order: { is: 'number' },
      timeout: { is: 'number' },
      failure_result: { is: 'switch' },
    },
  },
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is wrong with a member, as a sentence. */
function wrongWith(
  value: unknown,
  { is, words, filled: notBlank, matches, orNull }: Rule,
): string | undefined {
  if (value === null) return orNull ? undefined : 'This field may not be null.';
  switch (is) {
    case 'switch':
      return typeof value === 'boolean' ? undefined : 'Must be a valid boolean.';
    case 'number':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31
        ? undefined
        : 'A valid integer is required.';
    case 'numbers':
      return Array.isArray(value) && value.every(Number.isInteger) ? undefined : 'Incorrect type.';
    case 'list':
    case 'keys':
      if (!Array.isArray(value)) return 'Expected a list of items.';
      if (words !== undefined && !value.every((one) => words.includes(String(one))))
        return 'Not a valid choice.';
      return is === 'list' || value.every((one) => UUID.test(String(one)))
        ? undefined
        : 'Must be a valid UUID.';
    case 'key':
      return UUID.test(String(value)) ? undefined : 'Must be a valid UUID.';
  }
  if (typeof value !== 'string') return 'Not a valid string.';
  if (notBlank && value === '') return 'This field may not be blank.';
  if (words !== undefined && !words.includes(value)) return `"${value}" is not a valid choice.`;
  if (matches !== undefined && !matches.test(value)) return 'Enter a valid “slug”.';
  if (is === 'url' && value !== '' && !/^https?:\/\/[^/\s]+/.test(value)) return 'Enter a valid URL.';
  return undefined;
}

/** Providers are numbered; everything else has a UUID. */
const shownPk = (model: string, pk: number): string | number =>
  model === PROVIDER ? pk : `00000000-0000-4000-8000-${String(pk).padStart(12, '0')}`;
const readPk = (model: string, shown: unknown): number | undefined => {
  if (model === PROVIDER) return Number.isInteger(Number(shown)) ? Number(shown) : undefined;
  const digits = /^00000000-0000-4000-8000-(\d{12})$/.exec(String(shown))?.[1];
  return digits === undefined ? undefined : Number(digits);
};

export interface AuthentikApi {
  readonly url: string;
  readonly requests: string[];
  at: Authentik;
  rights: Set<string>;
  before?: Meddle | undefined;
  after?: ((at: number) => void) | undefined;
  readonly close: () => Promise<void>;
}

/**
 * Answers as the API of authentik does over the model of its database, and refuses what its serializers and rights refuse
 * (authentik/providers/oauth2/api/providers.py, authentik/core/api/applications.py, authentik/policies/api/bindings.py,
 * authentik/rbac): a wrong token and a missing right with 403, names and client ids that are taken, references to nothing,
 * patterns that are none, reserved slugs, and a part of a binding with an error of the server.
 */
export async function startAuthentikApi(at: Authentik, token: string): Promise<AuthentikApi> {
  const requests: string[] = [];

  const shown = (resource: Resource, row: Row): Record<string, unknown> => {
    const newer = atLeast(api.at.version, '2026.5');
    const shownAs = (name: string, value: unknown): unknown => {
      const to = resource.refers?.[name];
      if (name === 'pk') return shownPk(resource.model, row.pk);
      if (name === 'redirect_uris')
        return (value as Record<string, unknown>[]).map(({ redirect_uri_type: type, ...one }) =>
          newer ? { ...one, redirect_uri_type: type ?? 'authorization' } : one,
        );
      if (to === undefined || value === null || value === undefined) return value;
      return Array.isArray(value)
        ? value.map((one) => shownPk(to, one as number))
        : shownPk(to, value as number);
    };
    const { model: _, ...fields } = row;
    const application =
      resource.model === PROVIDER
        ? api.at.all(APPLICATION).find((one) => one['provider'] === row.pk)
        : undefined;
    const derived =
      resource.model === PROVIDER
        ? {
            assigned_application_slug: application?.['slug'] ?? null,
            assigned_application_name: application?.['name'] ?? null,
          }
        : resource.model === FLOW
          ? { designation: 'authorization' }
          : {};
    return Object.fromEntries(
      Object.entries({ ...fields, ...derived })
        .filter(([name]) => newer || name !== 'grant_types')
        .map(([name, value]) => [name, shownAs(name, value)]),
    );
  };

  /** The members of a body as the database has them, or what is refused of them. */
  const taken = (
    resource: Resource,
    body: Readonly<Record<string, unknown>>,
    whole: boolean,
  ): { readonly values: Record<string, unknown>; readonly errors: Record<string, string[]> } => {
    const errors: Record<string, string[]> = {};
    const values: Record<string, unknown> = {};
    const { required = [], members = {} } = RULES[resource.model] ?? {};
    for (const name of whole ? required : [])
      if (body[name] === undefined) errors[name] = ['This field is required.'];
    for (const [name, value] of Object.entries(body)) {
      const wrong = members[name] && wrongWith(value, members[name]);
      if (wrong !== undefined) {
        errors[name] = [wrong];
        continue;
      }
      const to = resource.refers?.[name];
      if (to === undefined || value === null || value === '') {
        values[name] = to !== undefined && value === '' ? null : value;
        continue;
      }
      const list = Array.isArray(value) ? value : [value];
      const pks = list.map((one) => {
        const pk = readPk(to, one);
        if (pk === undefined || api.at.one(to, { pk }) === undefined)
          errors[name] = [`Invalid pk "${String(one)}" - object does not exist.`];
        return pk;
      });
      values[name] = Array.isArray(value) ? pks : pks[0];
    }
    if (!atLeast(api.at.version, '2025.12') && String(values['slug'] ?? '').length > 50)
      errors['slug'] = ['Ensure this field has no more than 50 characters.'];
    for (const name of ['name', 'slug', 'client_id'])
      if (values[name] === '') errors[name] = ['This field may not be blank.'];
    for (const name of ['client_id', 'client_secret'])
      if (String(values[name] ?? '').length > 255)
        errors[name] = ['Ensure this field has no more than 255 characters.'];
    if (['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke'].includes(String(values['slug'])))
      errors['slug'] = [
        `The slug '${String(values['slug'])}' is reserved and cannot be used for applications.`,
      ];
    for (const one of (values['redirect_uris'] ?? []) as Record<string, unknown>[]) {
      if (typeof one !== 'object' || one === null) {
        errors['redirect_uris'] = ['Invalid data. Expected a dictionary.'];
        continue;
      }
      if (!['strict', 'regex'].includes(String(one['matching_mode'])) || !one['url'])
        errors['redirect_uris'] = ['This field is required.'];
      if (one['matching_mode'] === 'regex')
        try {
          new RegExp(String(one['url']));
        } catch {
          errors['redirect_uris'] = [`Invalid Regex Pattern: ${String(one['url'])}`];
        }
    }
    return { values, errors };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const index = requests.length;
    const { method = 'GET', url = '/' } = request;
    requests.push(`${method} ${url}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, answer?: unknown) => {
      api.after?.(index);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(answer === undefined ? '' : JSON.stringify(answer));
    };
    const meddled = api.before?.(index, method, url);
    if (meddled !== undefined) return send(meddled.status, meddled.body);
    if (request.headers.authorization !== `Bearer ${token}`)
      return send(403, { detail: 'Token invalid/expired' });
    const { pathname, searchParams } = new URL(url, 'http://stand-in');
    const [name, resource] =
      Object.entries(RESOURCES).find(([known]) => pathname.startsWith(`/api/v3/${known}/`)) ?? [];
    if (name === undefined || resource === undefined || !pathname.endsWith('/'))
      return send(404, { detail: 'Not found.' });
    const key = pathname.slice(`/api/v3/${name}/`.length).replace(/\/$/, '');
    const word = resource.model.split('.')[1]!;
    const may = (what: string) => api.rights.has(`${what}_${word}`);
    const refused = () => send(403, { detail: 'You do not have permission to perform this action.' });
    // Without the right to see one, there is none.
    if (!may('view')) return refused();
    const text = Buffer.concat(chunks).toString('utf8');
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const there =
      key === ''
        ? undefined
        : resource.model === APPLICATION
          ? api.at.one(APPLICATION, { slug: decodeURIComponent(key) })
          : api.at.one(resource.model, { pk: readPk(resource.model, key) ?? -1 });
    if (key !== '' && there === undefined) return send(404, { detail: 'No such object matches.' });
    if (method === 'GET' && there !== undefined) return send(200, shown(resource, there));
    if (method === 'GET') {
      const asked = resource.filters.filter((filter) => searchParams.has(filter));
      const all = api.at
        .all(resource.model)
        .filter((row) =>
          asked.every((filter) => String(shown(resource, row)[filter]) === searchParams.get(filter)),
        )
        .filter((row) => String(row['name'] ?? '').includes(searchParams.get('search') ?? ''));
      const size = Math.min(Number(searchParams.get('page_size') ?? 20), 100);
      const page = Number(searchParams.get('page') ?? 1);
      if (page > Math.max(1, Math.ceil(all.length / size))) return send(404, { detail: 'Invalid page.' });
      return send(200, {
        pagination: { count: all.length },
        results: all.slice((page - 1) * size, page * size).map((row) => shown(resource, row)),
      });
    }
    if (method === 'DELETE' && there !== undefined) {
      if (!may('delete')) return refused();
      api.at.delete(there.pk);
      return send(204);
    }
    const making = method === 'POST' && key === '';
    if (!making && !(there !== undefined && ['PUT', 'PATCH'].includes(method)))
      return send(405, { detail: `Method "${method}" not allowed.` });
    if (!may(making ? 'add' : 'change')) return refused();
    const { values, errors } = taken(resource, body, method !== 'PATCH');
    if (Object.keys(errors).length > 0) return send(400, errors);
    // Its check reads the target of what is sent, which is not there in a part of it.
    if (resource.model === BINDING && values['target'] === undefined)
      return send(500, { detail: 'Internal Server Error' });
    const fields = new Set([
      ...Object.keys(resource.refers ?? {}),
      ...Object.keys(there ?? {}),
      ...(making ? Object.keys(values) : []),
    ]);
    const written = api.at.write(
      resource.model,
      Object.fromEntries(
        Object.entries(values).filter(([field]) => fields.has(field) && field !== 'pk' && field !== 'model'),
      ),
      there,
    );
    if (typeof written === 'string') return send(400, { non_field_errors: [written] });
    return send(making ? 201 : 200, shown(resource, written));
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: AuthentikApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    at,
    rights: new Set(LEAST),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return api;
}
