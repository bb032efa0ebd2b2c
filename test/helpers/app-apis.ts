import { isObject, type Json, type JsonObject, valueAt } from '../../shared/apply/compare.ts';

/** One request as a product sees it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: JsonObject | undefined;
  /** What stands at the address now. */
  readonly now: Json | undefined;
}

export interface Answered {
  readonly status: number;
  readonly body?: Json;
}

/** How a product answers what its source refuses, and a change that it took. */
export interface Manners {
  /** A token that it takes, in the form that a person has it. */
  readonly token: string;
  readonly refuse: (asked: Asked) => Answered | undefined;
  readonly taken?: Answered;
}

const text = (body: JsonObject | undefined, path: string): string => {
  const value = body === undefined ? undefined : valueAt(body, path);
  return typeof value === 'string' ? value : '';
};
const basic = (given: string): string => `Basic ${Buffer.from(given).toString('base64')}`;

/** By the kind of the profile; what each refuses was read in the sources that the profile names. */
export const MANNERS: Readonly<Record<string, Manners>> = {
  grafana: {
    token: 'latchkey-once:a password: with colons',
    taken: { status: 204 },
    refuse: ({ method, path, headers, body }) => {
      if (headers['authorization'] !== basic('latchkey-once:a password: with colons'))
        return headers['authorization'] === basic('editor:a password')
          ? {
              status: 403,
              body: {
                message:
                  "You'll need additional permissions to perform this action. Permissions needed: settings:write",
              },
            }
          : { status: 401, body: { message: 'Invalid username or password' } };
      if (path !== '/api/v1/sso-settings/generic_oauth')
        return { status: 404, body: { message: 'Not found' } };
      if (method !== 'PUT') return undefined;
      if (!isObject(body?.['settings']))
        return { status: 400, body: { message: 'Failed to parse request body' } };
      return typeof body['settings']['clientSecret'] === 'string'
        ? undefined
        : { status: 500, body: { message: 'secret value is not a string' } };
    },
  },
  immich: {
    token: 'immich-key',
    refuse: ({ method, headers, body, now }) => {
      if (headers['x-api-key'] === 'immich-key-that-reads' && method !== 'GET')
        return {
          status: 403,
          body: {
            message: 'Missing required permission: systemConfig.update',
            error: 'Forbidden',
            statusCode: 403,
          },
        };
      if (!String(headers['x-api-key']).startsWith('immich-key'))
        return { status: 401, body: { message: 'Invalid API key', error: 'Unauthorized', statusCode: 401 } };
      if (method !== 'PUT') return undefined;
      const lacking = Object.keys(isObject(now) ? now : {}).filter((name) => body?.[name] === undefined);
      return lacking.length === 0
        ? undefined
        : {
            status: 400,
            body: {
              message: lacking.map((name) => `${name} should not be null or undefined`),
              error: 'Bad Request',
            },
          };
    },
  },
  kavita: {
    token: 'kavita-key',
    refuse: ({ method, headers, body, now }) => {
      if (headers['x-api-key'] !== 'kavita-key') return { status: 401 };
      if (method !== 'POST') return undefined;
      const whole = Object.keys(isObject(now) ? now : {}).every((name) => body?.[name] !== undefined);
      if (!whole) return { status: 400, body: 'generic-error' };
      const authority = text(body, 'oidcConfig/authority');
      return authority === '' || authority.startsWith('https')
        ? undefined
        : { status: 400, body: 'oidc-invalid-authority' };
    },
  },
  netbird: {
    token: 'nbp_once',
    refuse: ({ method, headers, body, now }) => {
      if (headers['authorization'] !== 'Token nbp_once')
        return { status: 401, body: { code: 401, message: 'token invalid' } };
      if (method !== 'POST' && method !== 'PUT') return undefined;
      for (const name of ['name', 'type', 'issuer', 'client_id'])
        if (text(body, name) === '')
          return { status: 422, body: { code: 422, message: `identity provider ${name} is required` } };
      if (!['oidc', 'authentik', 'keycloak', 'pocketid', 'zitadel', 'okta'].includes(text(body, 'type')))
        return { status: 422, body: { code: 422, message: 'unsupported identity provider type' } };
      return isObject(now) && now['type'] !== undefined && now['type'] !== body?.['type']
        ? {
            status: 500,
            body: {
              code: 500,
              message:
                'failed to update identity provider: failed to update connector: connector type change not allowed',
            },
          }
        : undefined;
    },
  },
  nextcloud: {
    token: 'admin:app-password',
    refuse: ({ method, headers, body }) => {
      const said = (status: number, message: string): Answered => ({
        status,
        body: { ocs: { meta: { status: 'failure', statuscode: status, message }, data: { message } } },
      });
      if (headers['authorization'] !== basic('admin:app-password'))
        return said(401, 'Current user is not logged in');
      if (headers['ocs-apirequest'] !== 'true') return said(412, 'CSRF check failed');
      if (method !== 'POST' && method !== 'PUT') return undefined;
      for (const name of [
        'identifier',
        'clientId',
        'discoveryEndpoint',
        ...(method === 'POST' ? ['clientSecret'] : []),
      ])
        if (text(body, name) === '') return said(400, `${name} is missing`);
      return text(body, 'discoveryEndpoint').startsWith('https://')
        ? undefined
        : said(400, 'The discovery endpoint is not reachable.');
    },
  },
};
