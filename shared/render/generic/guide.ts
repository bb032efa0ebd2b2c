import { OIDC_SOURCES as S } from '../../catalog/providers/oidc.ts';
import { applicationType, clientsOf } from '../../client/further.ts';
import type { Connection } from '../../client/types.ts';
import type { SecretBag } from '../../secrets.ts';
import { accessLossSteps } from '../access-loss-steps.ts';
import { clientSecretOf } from '../client-secret.ts';
import { compareStep, policyWords } from '../standard-steps.ts';
import { extraTestRedirect } from '../test-redirect.ts';
import type {
  Deliverable,
  FileDeliverable,
  GuideDeliverable,
  GuideField,
  GuideStep,
  Line,
} from '../types.ts';
import { unwantedSteps } from '../unwanted-steps.ts';

/**
 * The side of any conforming provider, in the terms of the standard: for each app a guide and the
 * registration as RFC 7591 client metadata. Throws if the bag lacks the secret of a client that has one.
 */
export function renderOidcProvider(connections: readonly Connection[], secrets: SecretBag): Deliverable[] {
  return connections
    .flatMap(clientsOf)
    .flatMap((connection) => [
      guide(connection, clientSecretOf(connection, secrets)),
      clientMetadata(connection),
    ]);
}

function guide(connection: Connection, secret: string | undefined): GuideDeliverable {
  const { provider, app, client } = connection;
  return {
    form: 'guide',
    kind: 'guide',
    side: 'provider',
    provider: provider.id,
    app: app.id,
    path: `${provider.id}/${connection.key}-guide.md`,
    secret: secret !== undefined,
    title: `${provider.definition.name}: register ${client.client_name}`,
    purpose: 'What to enter at the provider, in the terms of the standard.',
    intro:
      'Providers call these values by names of their own; the standard’s names stand here (RFC 7591, OpenID Connect). Make a client, in some products an application or a relying party, with exactly these values.',
    steps: [
      ...accessLossSteps([connection]),
      ...unwantedSteps(connection, 'The provider’s administration, where clients or applications are kept'),
      registerStep(connection, secret),
      ...testRedirectStep(connection),
      ...accessStep(connection),
      ...claimsStep(connection),
      compareStep(connection),
      ...removeTestRedirectStep(connection),
    ],
  };
}

const PUBLIC = 'This client has no secret: the provider may call it public.';

function registerStep(connection: Connection, secret: string | undefined): GuideStep {
  const { client, pkce } = connection;
  return {
    id: 'oidc-register',
    by: { of: 'client', ways: { hand: [], file: [[metadataPath(connection)]] } },
    title: 'Register the client',
    where: 'The provider’s administration, where clients or applications are kept',
    fields: [
      { label: 'client_id', value: client.client_id },
      ...(secret === undefined ? [] : [{ label: 'client_secret', value: secret, secret: true }]),
      { label: 'client_name', value: client.client_name },
      { label: 'client_uri', value: client.client_uri },
      { label: 'application_type', value: applicationType(connection) },
      ...client.redirect_uris.map((value) => ({ label: 'redirect_uris', value })),
      ...(client.post_logout_redirect_uris ?? []).map((value) => ({
        label: 'post_logout_redirect_uris',
        value,
      })),
      ...(['backchannel_logout_uri', 'frontchannel_logout_uri'] as const).flatMap((label) => {
        const value = client[label];
        return value === undefined ? [] : [{ label, value }];
      }),
      ...(connection.launch_url === undefined
        ? []
        : [{ label: 'Address in the list of apps, if there is one', value: connection.launch_url }]),
      { label: 'token_endpoint_auth_method', value: client.token_endpoint_auth_method },
      { label: 'grant_types', value: client.grant_types.join(' ') },
      { label: 'response_types', value: client.response_types.join(' ') },
      { label: 'scope', value: client.scopes.join(' ') },
      { label: 'id_token_signed_response_alg', value: client.id_token_signed_response_alg },
      ...(client.access_token_signed_response_alg === undefined
        ? []
        : [
            {
              label: 'access_token_signed_response_alg',
              value: client.access_token_signed_response_alg,
            },
          ]),
      {
        label: 'PKCE (S256)',
        value: pkce.require ? 'required' : pkce.app_uses ? 'allowed; the app sends it' : 'not required',
      },
    ],
    note:
      secret === undefined
        ? `${PUBLIC} If it generates the client id, write that into the workspace and export again.`
        : 'If the provider insists on its own client id or secret, take those over instead and export again, so that the app gets them.',
    on_screen:
      secret === undefined
        ? {
            note: `${PUBLIC} If it generates the client id, write that at the step Addresses, so that the app gets it.`,
            leads_to: { step: 'addresses', focus: `apps.${connection.app.id}.client_id` },
          }
        : {
            note: 'If the provider insists on its own client id or secret, bring those along at the step Secrets, so that the app gets them.',
            leads_to: { step: 'secrets' },
          },
    why: {
      text: 'The app sends exactly these values; each that differs ends in a refusal.',
      source: S.rfc7591,
    },
  };
}

function testRedirectStep(connection: Connection): GuideStep[] {
  const test = extraTestRedirect(connection);
  if (test === undefined) return [];
  return [
    {
      id: 'oidc-test-redirect',
      by: { of: 'client', ways: { hand: [] } },
      title: 'For the test login only: add its address',
      where: 'The same client',
      fields: [{ label: 'redirect_uris', value: test }],
      note: 'Some providers let the port of a loopback address differ, others compare it: keep the port as it is. The last step takes it out again.',
    },
  ];
}

function removeTestRedirectStep(connection: Connection): GuideStep[] {
  const test = extraTestRedirect(connection);
  if (test === undefined) return [];
  return [
    {
      id: 'oidc-remove-test-redirect',
      after: 'test',
      title: 'Remove the address of the test login',
      where: 'The same client',
      fields: [{ label: 'redirect_uris', value: test }],
    },
  ];
}

function accessStep(connection: Connection): GuideStep[] {
  const { access } = connection;
  const fields: GuideField[] = [
    ...(access.policy === 'one_factor' ? [] : [{ label: 'Policy', value: policyWords(access.policy) }]),
    ...access.groups.map((value) => ({ label: 'Group that may sign in', value })),
    { label: 'Consent', value: consentWords(connection) },
  ];
  return [
    {
      id: 'oidc-access',
      title: 'Set who may sign in, and how often consent is asked',
      where: 'The same client, or the provider’s policies',
      fields,
      note: 'No standard covers this; look for it in your provider’s documentation.',
    },
  ];
}

function consentWords({ consent }: Connection): string {
  switch (consent.mode) {
    case 'always':
      return 'each time';
    case 'never':
      return 'never';
    case 'remembered':
      return `remembered for ${consent.span}`;
  }
}

function claimsStep(connection: Connection): GuideStep[] {
  const claims = connection.claims.filter((plan) => plan.claim !== 'sub');
  if (claims.length === 0) return [];
  return [
    {
      id: 'oidc-claims',
      title: 'Have the claims sent where the app reads them',
      where: 'The client’s claims, mappers or scopes',
      fields: claims.map((plan) => ({
        label: `${plan.claim}${plan.rule === 'verified' ? ' (exactly true)' : ''}, ${plan.level}`,
        value: plan.read_from === 'id_token' ? 'in the ID token' : 'in the userinfo answer',
      })),
      note: 'The test login shows what really arrives.',
      why: { text: 'The app reads these claims there and nowhere else.', source: S.core },
    },
  ];
}

const metadataPath = ({ provider, key }: Connection): string => `${provider.id}/${key}-client-metadata.json`;

/**
 * RFC 7591 §2 as one JSON object, without the secret. The test's redirect URI comes first, so that its line
 * can be removed.
 */
function clientMetadata(connection: Connection): FileDeliverable {
  const { provider, app, client } = connection;
  const test = extraTestRedirect(connection);
  const metadata = {
    client_id: client.client_id,
    client_name: client.client_name,
    client_uri: client.client_uri,
    application_type: applicationType(connection),
    redirect_uris: [...(test === undefined ? [] : [test]), ...client.redirect_uris],
    // JSON leaves out what is undefined.
    post_logout_redirect_uris: client.post_logout_redirect_uris,
    backchannel_logout_uri: client.backchannel_logout_uri,
    frontchannel_logout_uri: client.frontchannel_logout_uri,
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    grant_types: client.grant_types,
    response_types: client.response_types,
    scope: client.scopes.join(' '),
    id_token_signed_response_alg: client.id_token_signed_response_alg,
  };
  const texts = JSON.stringify(metadata, null, 2).split('\n');
  const marked =
    test === undefined ? -1 : texts.findIndex((text) => text.startsWith('  "redirect_uris"')) + 1;
  return {
    form: 'file',
    kind: 'client-metadata',
    side: 'provider',
    provider: provider.id,
    app: app.id,
    path: metadataPath(connection),
    secret: false,
    title: `Client metadata of ${client.client_name}`,
    purpose:
      'The registration in the form of RFC 7591, for providers that take it as a file or a request; the secret is not in it.',
    language: 'json',
    lines: texts.map((text, index): Line => (index === marked ? { text, mark: 'test' } : { text })),
  };
}
