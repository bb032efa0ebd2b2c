import { describe, expect, it } from 'vitest';
import { isPasted } from '../../../renderer/apply/pasted.ts';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { PAIRS, plantedBag } from '../../helpers/pairs.ts';

describe('what has a copy button', () => {
  it.each([
    ['Client ID', 'memos', true],
    ['Scopes', 'openid profile email', true],
    ['Authorization endpoint', 'https://auth.example.com/api/oidc/authorization', true],
    ['OIDC_ENABLED', 'true', true],
    ['Command', 'docker compose up -d --force-recreate romm', true],
    ['Expression', 'return {\n    "email": request.user.email,\n}', true],
    ['Provider Name', 'Provider for RomM', true],
    ['Name', 'Latchkey: verified e-mail', true],
    ['Type', 'OAUTH2', false],
    ['Authorization flow', 'default-provider-authorization-implicit-consent', false],
    ['issuer in the answer', 'https://auth.example.com', false],
    ['Disallow user registration', 'off', false],
    ['Expected', 'your own account, with your role', false],
    ['Redirect URL (shown, compare)', 'https://memos.example.com/auth/callback', false],
    ['client_id in that address', 'memos', false],
    ['Look first: no file has', 'identity_providers:', true],
    ['Look first: no issuer at', 'https://auth.example.com/.well-known/openid-configuration', true],
    ['Both have to be there', '/config/configuration.yml, /config/authelia-oidc.yml', false],
    ['Then set this variable', 'X_AUTHELIA_CONFIG=/config/configuration.yml', true],
    ['Command: keep it private', 'chmod 600 authelia-oidc.yml', true],
    ['PKCE (S256)', 'allowed; the app sends it', false],
    ['Consent', 'remembered for 4 weeks', false],
    ['Access token', 'of an admin, from Settings, section Access Tokens', false],
  ])('%s: %s', (label, value, expected) => {
    expect(isPasted({ label, value })).toBe(expected);
  });

  it('is every secret and every address that is entered, and never a sentence', () => {
    let copied = 0;
    for (const { workspace } of PAIRS) {
      const bag = plantedBag(workspace);
      const ids = Object.fromEntries(Object.entries(bag.clients).map(([id, one]) => [id, one.client_id]));
      for (const one of renderDeliverables(deriveConnections(workspace, ids), bag))
        for (const field of one.form === 'guide' ? one.steps.flatMap(({ fields }) => fields) : []) {
          if (field.secret) expect(isPasted(field), field.label).toBe(true);
          if (isPasted(field)) {
            copied += 1;
            // A sentence ends with a full stop or begins with one of these words.
            expect(field.value, field.label).not.toMatch(/^(?:the|an?|of|as|your|leads to) |\w\.$/);
          }
        }
    }
    expect(copied).toBeGreaterThan(400);
  });
});
