import { CUSTOM_SOURCES as S } from '../../catalog/apps/custom.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { envComment, envLines } from '../../targets/env.ts';
import { ASSUMED_COMMENT, isAssumed, markAssumed, withAssumedNote, withAssumedPurpose } from '../assumed.ts';
import type { Deliverable, GuideField, GuideStep } from '../types.ts';
import { appDeliverable, appGuide, clientSecret, field, providerLabel, secretField, why } from './base.ts';
import { trustStep } from './trust.ts';

/** One value of the connection: its standard name, the name in the env file, and the value. */
interface Value {
  readonly label: string;
  readonly env: string;
  readonly json: string;
  readonly value: string;
  readonly secret?: boolean;
}

/** For any other app: every value under its standard name, as a guide, an env file and JSON. */
export function renderCustom(connection: Connection, secrets: SecretBag): Deliverable[] {
  const values = valuesOf(connection, clientSecret(connection, secrets));
  const { app, client } = connection;
  const secret = client.token_endpoint_auth_method !== 'none';
  return [
    appGuide(
      connection,
      `Set up ${client.client_name}`,
      'Followed in the app’s own settings.',
      'Nothing is known of this app but what the workspace says, so the values stand here under their standard names. Apps call them by many others; the remarks name the usual ones.',
      guideSteps(connection, values),
    ),
    {
      ...appDeliverable(
        connection,
        `${app.id}.env`,
        'env',
        secret,
        'The values as environment variables',
        'A start: rename the variables to what the app calls them.',
      ),
      form: 'file',
      language: 'env',
      lines: [
        ...envComment(
          `Login through ${providerLabel(connection)}. Rename the variables to what the app calls them.`,
        ),
        ...values.flatMap(({ env, json, value, label }) => [
          ...(isAssumed(connection, json) ? envComment(ASSUMED_COMMENT) : []),
          ...envLines({ name: env, value, why: why(`${label}.`) }),
        ]),
      ],
    },
    {
      ...appDeliverable(
        connection,
        'client.json',
        'client-metadata',
        secret,
        'The values as JSON',
        withAssumedPurpose(
          connection,
          'For programs; the names are those of RFC 7591 and OpenID Connect Discovery.',
        ),
      ),
      form: 'file',
      language: 'json',
      lines: JSON.stringify(jsonOf(connection, values), null, 2)
        .split('\n')
        .map((text) => ({ text })),
    },
  ];
}

function valuesOf(connection: Connection, secret: string): Value[] {
  const { client, provider_metadata: metadata } = connection;
  const end = metadata.end_session_endpoint;
  return [
    { label: 'Issuer', env: 'OIDC_ISSUER', json: 'issuer', value: metadata.issuer },
    {
      label: 'Discovery document',
      env: 'OIDC_DISCOVERY_URL',
      json: 'discovery_url',
      value: metadata.discovery_url,
    },
    { label: 'Client ID', env: 'OIDC_CLIENT_ID', json: 'client_id', value: client.client_id },
    ...(client.token_endpoint_auth_method === 'none'
      ? []
      : [
          {
            label: 'Client secret',
            env: 'OIDC_CLIENT_SECRET',
            json: 'client_secret',
            value: secret,
            secret: true,
          },
        ]),
    ...client.redirect_uris.slice(0, 1).map((value) => ({
      label: 'Redirect URI',
      env: 'OIDC_REDIRECT_URI',
      json: 'redirect_uri',
      value,
    })),
    { label: 'Scopes', env: 'OIDC_SCOPES', json: 'scope', value: client.scopes.join(' ') },
    {
      label: 'Client authentication method',
      env: 'OIDC_TOKEN_ENDPOINT_AUTH_METHOD',
      json: 'token_endpoint_auth_method',
      value: client.token_endpoint_auth_method,
    },
    {
      label: 'Authorization endpoint',
      env: 'OIDC_AUTHORIZATION_ENDPOINT',
      json: 'authorization_endpoint',
      value: metadata.authorization_endpoint,
    },
    {
      label: 'Token endpoint',
      env: 'OIDC_TOKEN_ENDPOINT',
      json: 'token_endpoint',
      value: metadata.token_endpoint,
    },
    {
      label: 'Userinfo endpoint',
      env: 'OIDC_USERINFO_ENDPOINT',
      json: 'userinfo_endpoint',
      value: metadata.userinfo_endpoint,
    },
    { label: 'Keys (JWKS)', env: 'OIDC_JWKS_URI', json: 'jwks_uri', value: metadata.jwks_uri },
    ...(end === undefined
      ? []
      : [
          {
            label: 'End-session endpoint',
            env: 'OIDC_END_SESSION_ENDPOINT',
            json: 'end_session_endpoint',
            value: end,
          },
        ]),
  ];
}

function jsonOf(connection: Connection, values: readonly Value[]): Record<string, unknown> {
  const flat = Object.fromEntries(values.map(({ json, value }) => [json, value]));
  const { redirect_uri: _, ...rest } = flat;
  return { ...rest, redirect_uris: connection.client.redirect_uris };
}

function guideSteps(connection: Connection, values: readonly Value[]): GuideStep[] {
  const { app, client, claims } = connection;
  const pick = (...names: readonly string[]): GuideField[] =>
    values
      .filter(({ json }) => names.includes(json))
      .map(({ label, json, value, secret }) =>
        secret ? secretField(label, value) : markAssumed(connection, json, field(label, value)),
      );
  const endpoints = pick(
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'jwks_uri',
    'end_session_endpoint',
  );
  const steps: GuideStep[] = [
    ...trustStep(connection),
    {
      id: 'custom-values',
      by: { of: 'values', ways: { hand: [], file: [[`${app.id}/${app.id}.env`]] } },
      title: 'Enter the values',
      where: 'The app’s settings for OpenID Connect (or OAuth 2.0)',
      url: app.url,
      fields: [
        ...(app.traits.value.uses_discovery
          ? pick('issuer', 'discovery_url')
          : [...pick('issuer'), ...endpoints]),
        ...pick('client_id', 'client_secret', 'scope', 'token_endpoint_auth_method'),
      ],
      ...withAssumedNote(
        connection,
        `Usual other names: “authority” or “provider URL” for the issuer, “client key” for the client ID, “auth style” for the method (client_secret_basic: in the header; client_secret_post: in the body). ${
          app.traits.value.uses_discovery
            ? 'Some apps want the issuer, some the whole address of the discovery document; both are here.'
            : 'The app reads no discovery document, so each endpoint is entered.'
        } Then start the app again if it reads its settings at start.`,
      ),
      why: why('The names are those of OpenID Connect Discovery and RFC 7591.', S.method),
    },
    {
      id: 'custom-redirect',
      check: true,
      title: 'Compare the redirect URI',
      where: 'The same settings, or the app’s documentation',
      fields: client.redirect_uris.map((uri) => field('Redirect URI', uri)),
      note:
        client.redirect_uris.length === 0
          ? 'None is stated. Look it up (often “callback URL”), write its path into “redirect_paths” and export again.'
          : 'Must be the same, character for character, in the app and at the provider. Often called callback URL.',
      ...(client.redirect_uris.length === 0
        ? {
            on_screen: {
              note: 'None is stated. Look it up (often “callback URL”) and write its path at the step Addresses.',
              leads_to: { step: 'addresses', focus: `apps.${app.id}.settings.redirect_paths` },
            } as const,
          }
        : {}),
    },
  ];
  if (claims.length > 0) {
    steps.push({
      id: 'custom-claims',
      title: 'Say which claim is which',
      where: 'The same settings, where the app asks',
      fields: claims.map((plan) => field(plan.claim, `${plan.level}, scope ${plan.scope}`)),
      note: `Read from the ${app.traits.value.claims_from === 'id_token' ? 'ID token' : 'userinfo endpoint'}, as the workspace says.`,
    });
  }
  steps.push({
    id: 'custom-check',
    after: 'test',
    check: true,
    title: 'Sign in once',
    where: 'A private browser window',
    url: app.url,
    fields: [field('Address', app.url)],
    note: 'Keep another way into the app open until this works.',
  });
  return steps;
}
