import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderApp } from '../../../../shared/render/app.ts';
import { bagOf, connect } from '../../../helpers/app-connection.ts';
import { fileText, guideOf, stepOf, valuesOf } from '../../../helpers/deliverables.ts';
import { APPS } from '../../../helpers/first-apps.ts';

const render = (version: string, secret = 'S3cret', more = {}) => {
  const connection = connect({ kind: 'memos', version, ...more });
  return renderApp(connection, bagOf(connection, secret));
};

describe('Memos’ side', () => {
  it.each(APPS.memos.versions.lines)(
    '%s has a guide and the script, and the file only from 0.30',
    (version) => {
      const kinds = render(version).map((one) => one.kind);
      expect(kinds).toEqual(
        version === '0.30' ? ['guide', 'memos-idp-json', 'memos-api'] : ['guide', 'memos-api'],
      );
    },
  );

  it('fills in the dialog with what the registration says', () => {
    expect(valuesOf(stepOf(render('0.30'), 'memos-create-provider'))).toEqual({
      Type: 'OAUTH2',
      Template: 'Custom',
      'Provider ID': 'home',
      Name: 'Authelia',
      'Redirect URL (shown, compare)': 'https://memos.example.com/auth/callback',
      'Client ID': 'memos-client',
      'Client secret': 'S3cret',
      'Authorization endpoint': 'https://auth.example.com/api/oidc/authorization',
      'Token endpoint': 'https://auth.example.com/api/oidc/token',
      'User endpoint': 'https://auth.example.com/api/oidc/userinfo',
      Scopes: 'openid profile email',
      Identifier: 'preferred_username',
      'Display Name': 'name',
      Email: 'email',
    });
    expect(stepOf(render('0.30'), 'memos-create-provider').fields.filter((one) => one.secret)).toEqual([
      { label: 'Client secret', value: 'S3cret', secret: true },
    ]);
  });

  it.each([
    ['0.26', false],
    ['0.27', true],
  ])('%s: the Provider ID is there: %s', (version, there) => {
    expect('Provider ID' in valuesOf(stepOf(render(version), 'memos-create-provider'))).toBe(there);
  });

  it.each([
    ['0.24.2', false],
    ['0.24.3', true],
  ])('%s: Avatar URL is spoken of: %s', (version, there) => {
    expect(stepOf(render(version), 'memos-create-provider').note?.includes('Avatar URL')).toBe(there);
  });

  it.each([
    ['0.22', 'Allow user signup', 'on'],
    ['0.23', 'Disallow user registration', 'off'],
  ])('%s: the registration rule comes first, under its name there', (version, label, value) => {
    const [first] = guideOf(render(version)).steps;
    expect(first!.id).toBe('memos-registration');
    expect(valuesOf(first!)).toEqual({ [label]: value });
  });

  it.each([
    ['0.16', /becomes that user, the owner included/, /UUID|e-mail address no longer/],
    ['0.27', /e-mail address no longer work/, /UUID/],
    ['0.28', /links made before 0\.28 don’t count.*named by a UUID before 0\.30/s, /reserved/],
    ['0.29.1', /named by a UUID before 0\.30/, /reserved/],
    [
      '0.30',
      /reserved \(admin, administrator, api, memos, root, support, system\); otherwise by a UUID/,
      /before 0\.30/,
    ],
  ])('%s: says before the login whose account it becomes', (version, says, silent) => {
    const steps = guideOf(render(version)).steps.map((step) => step.id);
    expect(steps.indexOf('memos-existing-accounts')).toBeLessThan(steps.indexOf('memos-check'));
    const { note } = stepOf(render(version), 'memos-existing-accounts');
    expect(note).toMatch(says);
    expect(note).not.toMatch(silent);
    const linked = ['0.28', '0.29.1', '0.30'].includes(version);
    expect(steps.indexOf('memos-create-provider') < steps.indexOf('memos-existing-accounts')).toBe(linked);
  });

  it('makes the redirect URI from the host alone, and says that a path can’t work', () => {
    const connection = connect({ kind: 'memos', url: 'https://example.com:8443/notes/', version: '0.30' });
    expect(connection.client.redirect_uris).toEqual(['https://example.com:8443/auth/callback']);
    expect(connection.notices.map((notice) => notice.code)).toContain('memos-below-a-path');
    expect(
      connect({ kind: 'memos', url: 'https://example.com/' }).notices.map((notice) => notice.code),
    ).not.toContain('memos-below-a-path');
  });

  it('follows the settings', () => {
    const settings = { identifier_claim: 'sub', identifier_filter: '^[a-z]+$', provider_id: 'main' };
    const deliverables = render('0.30', 'S3cret', { settings });
    expect(valuesOf(stepOf(deliverables, 'memos-create-provider'))).toMatchObject({
      'Provider ID': 'main',
      'Identifier Filter': '^[a-z]+$',
      Identifier: 'sub',
    });
    expect(deliverables.map((one) => one.path)).toContain('memos/memos-idp-main.json');
    expect(JSON.parse(fileText(deliverables, 'memos-idp-json'))).toMatchObject({
      uid: 'main',
      identifierFilter: '^[a-z]+$',
      config: { oauth2Config: { fieldMapping: { identifier: 'sub' } } },
    });
  });
});

describe('the provider file', () => {
  it('has exactly the shape Memos takes: “name”, “uid”, no “id”, nothing else', () => {
    expect(JSON.parse(fileText(render('0.30'), 'memos-idp-json'))).toEqual({
      uid: 'home',
      name: 'Authelia',
      type: 'OAUTH2',
      identifierFilter: '',
      config: {
        oauth2Config: {
          clientId: 'memos-client',
          clientSecret: 'S3cret',
          authUrl: 'https://auth.example.com/api/oidc/authorization',
          tokenUrl: 'https://auth.example.com/api/oidc/token',
          userInfoUrl: 'https://auth.example.com/api/oidc/userinfo',
          scopes: ['openid', 'profile', 'email'],
          fieldMapping: {
            identifier: 'preferred_username',
            displayName: 'name',
            email: 'email',
            avatarUrl: '',
          },
        },
      },
    });
  });

  it('has a name that Memos looks for, and is secret', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/), (provider_id) => {
        const file = render('0.30', 'S3cret', { settings: { provider_id } }).find(
          (one) => one.kind === 'memos-idp-json',
        )!;
        expect(file.secret).toBe(true);
        expect(file.path).toMatch(/^memos\/memos-idp-[a-z0-9]+(?:-[a-z0-9]+)*\.json$/);
        const { uid } = JSON.parse(fileText([file], 'memos-idp-json'));
        expect(uid).toMatch(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/);
      }),
      { numRuns: 100 },
    );
  });

  it('parses back to the values it was made from', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme' }),
        (secret, filter) => {
          const text = fileText(
            render('0.30', secret, { settings: { identifier_filter: filter } }),
            'memos-idp-json',
          );
          const value = JSON.parse(text);
          expect(value.config.oauth2Config.clientSecret).toBe(secret);
          expect(value.identifierFilter).toBe(filter);
        },
      ),
      { numRuns: 100 },
    );
  });
});
