import { canParseUrl } from '../../can-parse-url.ts';
import { KESTRA_SINCE, kestraClientKey, KESTRA_SOURCES as S } from '../../catalog/apps/kestra.ts';
import type { Connection } from '../../client/types.ts';
import { shellWord } from '../../shell.ts';
import { atLeast } from '../../version.ts';
import { leadsTo } from '../assumed.ts';
import type { GuideDeliverable, GuideField, GuideStep } from '../types.ts';
import { appGuide, field, why } from './base.ts';
import { kestraIssuer, kestraPermissions } from './kestra-values.ts';
import { trustStep } from './trust.ts';

/**
 * Kestra's guide. For the open-source edition it says that there is no single sign-on, and what to do
 * instead.
 */
export function kestraGuide(connection: Connection): GuideDeliverable {
  const open = connection.app.entry.edition === 'open-source';
  return appGuide(
    connection,
    'Set up Kestra',
    open ? 'Why there is no login, and what to do instead.' : 'Followed on the host that runs Kestra.',
    open
      ? 'Kestra’s open-source edition has no single sign-on. It ignores the settings of the Enterprise Edition without a word, so nothing is written for it.'
      : `Single sign-on is part of Kestra’s Enterprise Edition and of Kestra Cloud; the open-source edition ignores these settings. Written for Kestra ${connection.app.version.effective}.`,
    open ? openSourceSteps(connection) : steps(connection),
  );
}

function openSourceSteps(connection: Connection): GuideStep[] {
  const { app } = connection;
  return [
    {
      id: 'kestra-forward-auth',
      title: 'Protect it from outside instead',
      where: 'The reverse proxy in front of Kestra',
      fields: [field('Address to protect', app.url)],
      note: 'Let the proxy ask the provider before it passes a request on (forward authentication; in authentik a proxy provider). Leave Kestra’s own basic authentication on as the second lock. Everyone then shares that one Kestra account.',
      why: why('The settings have no effect in the open-source edition.', S.openSource),
    },
    {
      id: 'kestra-enterprise',
      title: 'Or use the Enterprise Edition',
      where: 'The workspace',
      fields: [field('edition', 'enterprise')],
      note: 'With a licence for it, state the edition here and everything else is written for you.',
      why: why('Single sign-on is part of that edition.', S.edition),
    },
  ];
}

function steps(connection: Connection): GuideStep[] {
  const { app, provider, client, provider_metadata: metadata } = connection;
  const version = app.version.effective;
  const key = kestraClientKey(app.entry, provider.entry.kind);
  const issuer = kestraIssuer(connection);
  const discovery = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const list: GuideStep[] = [
    ...trustStep(connection),
    {
      id: 'kestra-reach-issuer',
      title: 'See that the container reaches the issuer',
      where: 'A terminal on the host that runs Kestra',
      fields: [
        field('Issuer', issuer),
        field('Command', `docker compose exec kestra curl -fsS ${shellWord(discovery)}`),
        field('Expected', `JSON with "issuer":"${metadata.issuer}"`),
      ],
      note: 'The same address must work from the browser and from the container; “localhost” inside the container is Kestra itself. A private CA must be in the JVM’s trust store (JAVA_OPTS=-Djavax.net.ssl.trustStore=…). The provider must be up before Kestra starts. If the image has no curl, wget -qO- does the same.',
      why: why('The discovery document is fetched once, at start.', S.client),
    },
    {
      id: 'kestra-configuration',
      title: 'Merge the configuration',
      where: 'Kestra’s configuration file, or KESTRA_CONFIGURATION in the compose file',
      fields: [
        field('File', `${app.id}/application.yml`),
        field('Or for Compose', `${app.id}/compose.yaml`),
        field('Client key', key),
        field('Redirect URI at the provider', client.redirect_uris[0] ?? ''),
      ],
      note: 'Merge it under the keys you have: there may be only one “micronaut”, one “kestra” and one KESTRA_CONFIGURATION. A key one level too deep or misspelt is ignored without a word. The files are exported readable for you alone (0600). If you mount one, and Kestra runs as another user (its image has the user kestra; user: root in the compose file changes that), give the file to that user with chown.',
      why: why('Unknown keys are skipped silently.', S.client),
    },
    {
      id: 'kestra-keys',
      title: 'Have a signing key',
      where: 'The same configuration',
      fields: [field('Key', 'kestra.encryption.secret-key')],
      note: 'At least 256 bits, the same on all web servers; it signs the session too. Older versions need micronaut.security.token.jwt.signatures.secret.generator.secret and micronaut.security.token.jwt.generator.refresh-token.secret as well. If Kestra runs with users today, both are there already.',
      why: why('The session cookie is signed with it.', S.secretKey),
    },
    {
      id: 'kestra-default-role',
      title: 'Check the default role',
      where: 'The same configuration, under kestra.security',
      fields: Object.entries(kestraPermissions(version)).map(([resource, actions]) =>
        field(resource, actions.join(', ')),
      ),
      note: `Enough to look around and to run flows. It is given to new users only; give more by hand or by group.${
        app.entry.settings?.tenant_id === undefined && atLeast(version, KESTRA_SINCE.tenantsKeysGone)
          ? ' With several tenants, also set tenant-id there.'
          : ''
      }`,
      why: why('A role full of rights would go to everyone who can sign in.', S.defaultRole),
    },
  ];
  if (!atLeast(version, KESTRA_SINCE.tenantsKeysGone)) {
    list.push({
      id: 'kestra-tenants',
      title: 'Decide on tenants',
      where: 'The same configuration, under kestra.ee.tenants',
      fields: [field('enabled', 'true'), field('default-tenant', 'false')],
      note: 'Only in this version: the keys are gone in 0.23. If your instance works without tenants today, leave both out, or its flows are no longer shown.',
      why: why('The defaults changed in 0.22 and the keys went in 0.23.', S.tenants),
    });
  }
  list.push(
    {
      id: 'kestra-proxy',
      title: 'Let the proxy say who it is',
      where: 'The reverse proxy in front of Kestra',
      fields: forwardedFields(app.url),
      note: 'Without a proxy there is nothing to do. The sign of its missing: the provider complains of a redirect URI with http or another host.',
      why: why('The redirect URI is made from the request.', S.forwarded),
    },
    {
      id: 'kestra-restart',
      title: 'Restart Kestra',
      where: 'A terminal in the folder of the compose file',
      fields: [field('Command', 'docker compose up -d --force-recreate kestra')],
      note: 'The log must not say “Failed to retrieve OpenID configuration”. If it does, the first step isn’t done.',
      why: why('A failed discovery takes the login button away until the next start.', S.client),
    },
    {
      id: 'kestra-check',
      title: 'Check, then sign in',
      where: 'A private browser window',
      url: `${app.url}/oauth/login/${key}`,
      fields: [
        field(`${app.url}/oauth/login/${key}`, leadsTo(connection)),
        field('redirect_uri in that address', client.redirect_uris[0] ?? ''),
      ],
      note: 'Status 404, or no button: the open-source edition. 401 instead of the provider’s page: a key in the wrong place. 500 instead of it: the discovery document could not be read when Kestra started; restart it once it can. Back from the provider, 500: it refused the client secret or the method; an empty page (401): the ID token was refused for its issuer, audience or nonce; the login page again: the state is another’s, or the provider refused. The log level DEBUG for io.micronaut.security says which. Signed in with an empty screen: no default role, or another tenant. User not created: the ID token has no e-mail address.',
      why: why('Where it leads shows exactly what Kestra asks for.', S.failures),
    },
  );
  return list;
}

const forwardedFields = (url: string): GuideField[] =>
  canParseUrl(url)
    ? [
        field('X-Forwarded-Host', new URL(url).host),
        field('X-Forwarded-Proto', new URL(url).protocol.slice(0, -1)),
      ]
    : [];
