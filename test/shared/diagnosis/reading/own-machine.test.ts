import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { judgeOwnMachine } from '../../../../shared/diagnosis/reading/own-machine.ts';

const ERROR = 'Login ends with SERVICE UNAVAILABLE';

describe('a setting by which an app asks itself for its provider', () => {
  it.each([
    'NOTES_OIDC_TOKEN_URL=http://localhost:9090/realms/home/protocol/openid-connect/token',
    '- OAUTH_HOME_ACCESS_URL=http://127.0.0.1:9090/token',
    'OIDC_ISSUER_URL: "http://localhost:8080/realms/home"',
  ])('is told where nobody answered: %s', (setting) => {
    expect(explain(`${ERROR}\n${setting}`)[0]).toMatchObject({
      id: 'container-cannot-reach-idp',
      side: 'host',
    });
    expect(judgeOwnMachine(setting)).toEqual([]);
  });

  it.each([
    'PUBLIC_URL=http://localhost:8055',
    'OAUTH_HOME_AUTHORIZE_URL=http://localhost:9090/auth',
    'OIDC_TOKEN_URL=http://localhost.example.com/token',
    'OIDC_TOKEN_URL=https://auth.example.com/token',
  ])('is no other one: %s', (setting) => {
    expect(judgeOwnMachine(`${ERROR}\n${setting}`)).toEqual([]);
  });

  it('repeats no secret', () => {
    const [told] = judgeOwnMachine(`${ERROR}\nOIDC_TOKEN_URL=http://localhost:9/k7m3q9x2p5w8z4t6`);
    expect(JSON.stringify(told)).not.toContain('k7m3q9x2p5w8z4t6');
  });
});

describe('a refused address that is the one after the logout', () => {
  it('is no redirect URI of the login', () => {
    const text =
      'error = invalid_redirect_uri\nredirect_uri = https://wiki.example.com/wp-login.php?loggedout=true&wp_lang=en';
    expect(explain(text)[0]?.id).toBe('logout-incomplete');
  });
});
