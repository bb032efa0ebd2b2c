import { expect, it } from 'vitest';
import { importFiles } from '../../../../shared/existing/import/import.ts';

const clients = (...uris: string[]) =>
  importFiles(
    [
      {
        name: 'configuration.yml',
        text: `identity_providers:\n  oidc:\n    clients:\n      - client_id: tool\n        client_secret: PLANTEDsecret\n        scopes: [openid, 'a scope']\n        redirect_uris: ${JSON.stringify(uris)}\n`,
      },
    ],
    { url: 'https://auth.example.com' },
  );

it('takes over what a workspace takes, and lists the rest with its place and reason', () => {
  const found = clients('https://tool.example.com/cb', 'https://*.example.com/cb');
  expect(found.apps.map(({ entry }) => entry)).toEqual([
    {
      kind: 'custom',
      url: 'https://tool.example.com',
      provider: 'authelia',
      client_id: 'tool',
      redirect_uris: ['https://tool.example.com/cb'],
      scopes: ['openid'],
      consent: 'always',
    },
  ]);
  expect(found.leftovers.map(({ line, what }) => `${line} ${what}`)).toEqual([
    '4 tool: redirect_uris',
    '4 tool: scopes',
  ]);
  expect(JSON.stringify(found.leftovers)).not.toContain('PLANTED');
});

it('takes nothing over of a client that no workspace could have', () => {
  const found = clients('https://*.example.com/cb');
  expect(found.apps).toEqual([]);
  expect(found.leftovers.length).toBeGreaterThan(0);
});
