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
  ): { readonly values: Record<string, unknown>; readonly errors: Record<string, string[]> } => {
    const errors: Record<string, string[]> = {};
    const values: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(body)) {
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
    const { values, errors } = taken(resource, body);
    if (Object.keys(errors).length > 0) return send(400, errors);
    // Its check reads the target of what is sent.
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
