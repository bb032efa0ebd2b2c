import { expect, it } from 'vitest';
import { examine } from '../../../../shared/existing/doctor/doctor.ts';
import { readExisting } from '../../../../shared/existing/doctor/reading.ts';

const rulesOf = (secret: string, uri: string) =>
  examine(
    readExisting([
      {
        name: 'configuration.yml',
        text: `identity_providers:\n  oidc:\n    clients:\n      - client_id: grafana\n        client_secret: '${secret}'\n        redirect_uris: ['${uri}']\n`,
      },
      {
        name: 'grafana.env',
        text: 'GF_SERVER_ROOT_URL=https://grafana.example.com\nGF_AUTH_GENERIC_OAUTH_CLIENT_ID=grafana\nGF_AUTH_GENERIC_OAUTH_CLIENT_SECRET=PLANTEDsecret0123456789\n',
      },
    ]),
  );

it('compares a clear secret without the word that Authelia puts in front of it', () => {
  const uri = 'https://grafana.example.com/login/generic_oauth';
  const found = (secret: string) =>
    rulesOf(secret, uri).filter(({ rule }) => rule === 'across-secret-differs');
  expect(found('$plaintext$PLANTEDsecret0123456789')).toEqual([]);
  expect(found('PLANTEDsecret0123456789')).toEqual([]);
  expect(found('$plaintext$PLANTEDsecret012345678')).toHaveLength(1);
});

it('shows two short addresses whole, so that the person sees what differs', () => {
  const [found] = rulesOf('x', 'https://grafana.example.com/login/generic_oauth/').filter(
    ({ rule }) => rule === 'across-redirect-uri',
  );
  expect(found?.message).toBe(
    'Grafana comes back to https://grafana.example.com/login/generic_oauth, and the client grafana in configuration.yml has https://grafana.example.com/login/generic_oauth/. They differ from character 48 on.',
  );
});
