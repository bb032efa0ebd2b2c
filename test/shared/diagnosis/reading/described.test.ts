import { describe, expect, it } from 'vitest';
import { debugSentence } from '../../../../electron/commands/read-text.ts';
import { appOf } from '../../../../shared/catalog/apps/index.ts';
import { startMessages } from '../../../../shared/diagnosis/authelia-start/messages.ts';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { describeText } from '../../../../shared/diagnosis/reading/described.ts';
import { APP_KINDS } from '../../../../shared/workspace/kinds.ts';
import { connectionOf } from '../setups.ts';
import { RECORDED } from '../startup/recorded.ts';

const AUTHELIA =
  'time="2026-11-26T19:10:00Z" level=debug msg="Authorization Request is being processed" method=GET path=/api/oidc/authorization remote_ip=10.0.0.2\n';

describe('what a text is', () => {
  it('is Authelia’s where it says what is wrong with its configuration, in the form of a log or of a list', () => {
    for (const { id, validate, log } of RECORDED)
      for (const text of [validate, log])
        if (startMessages(text).messages.length > 0)
          expect([id, describeText(text)]).toMatchObject([id, { of: 'Authelia', next: 'other-log' }]);
  });

  it('is said with its program, and with the lines in it that speak of something wrong', () => {
    const log = `${'INFO: 172.19.0.1 - "GET /api/heartbeat HTTP/1.1" 200 OK\n'.repeat(38)}ERROR: romm failed\nERROR: again`;
    expect(describeText(log)).toEqual({
      kind: 'log',
      of: 'RomM',
      lines: 40,
      matter: 2,
      next: 'provider-log',
    });
  });

  it.each([
    'time="2026-11-28T16:00:00Z" level=error msg="failed to exchange token: oauth2: invalid_client" provider=authelia',
    'level=error msg="Post \\"https://auth.example.com/api/oidc/token\\": 401 Unauthorized"',
    '{"level":"error","msg":"login failed","issuer":"https://authelia.example.com"}',
    'level=warning msg="no user for this login" idp="authelia"',
  ])('is no log of Authelia where an app names it as its provider: %s', (line) => {
    expect(describeText(`${line}\n`.repeat(3)).of).toBeUndefined();
  });

  it.each([
    'time="2026-11-28T16:00:00Z" level=info msg="Authelia v4.39.20 is starting"',
    '{"level":"error","method":"POST","msg":"Access Response failed","path":"/api/oidc/token","remote_ip":"10.0.0.2"}',
    'level=error msg="Configuration: identity_providers: oidc: option is required"',
  ])('is one of Authelia’s by its own fields: %s', (line) => {
    expect(describeText(`${line}\n`.repeat(3)).of).toBe('Authelia');
  });

  it('is the provider’s log by its form, though it names the app', () => {
    expect(
      describeText(`${AUTHELIA.repeat(3)}${AUTHELIA.replace('debug', 'error')}client romm`),
    ).toMatchObject({
      kind: 'log',
      of: 'Authelia',
      next: 'other-log',
    });
    expect(describeText('{"event": "x", "level": "warning", "logger": "authentik.core"}')).toMatchObject({
      of: 'authentik',
    });
  });

  it('names no program if the text shows none, or several', () => {
    expect(describeText('Something failed')).toEqual({ kind: 'message', next: 'app-log' });
    expect(describeText('memos and romm both failed')).toEqual({ kind: 'message', next: 'app-log' });
  });

  it('takes the app of the workspace by its address', () => {
    const connection = connectionOf('authelia', 'romm');
    expect(describeText(`login at ${connection.app.url} failed`, [connection]).of).toBe('RomM');
  });

  it.each([
    ['https://auth.example.com/authorize?client_id=a', 'address', 'check'],
    ['https://auth.example.com/authorize?client_id=a&state=abcdefgh&scope=openid', 'address', 'check'],
    ['https://app.example.com/cb?error=access_denied&state=abcdefgh', 'answer', 'app-log'],
    ['<!DOCTYPE html><html></html>', 'page', 'app-log'],
    ['{"error":"failed"}', 'json', 'app-log'],
    ['Login failed', 'message', 'app-log'],
    ['latchkey-probe 1 begin\nlatchkey-probe 1 end', 'probe', 'app-log'],
    ['ERROR: login failed\nINFO: done', 'log', 'provider-log'],
  ])('decides where to look next: %s', (text, kind, next) => {
    expect(describeText(text)).toMatchObject({ kind, next });
  });

  it('says of a refused first try that good logins have it, and of a code that the rest is missing', () => {
    const refused = `time="2026-01-02T03:04:05Z" level=error msg="Access Request failed. The request was determined to be using 'token_endpoint_auth_method' method 'client_secret_basic', however the registered client with id 'a' is configured to only support 'token_endpoint_auth_method' method 'client_secret_post'." path=/api/oidc/token`;
    expect(describeText(refused)).toMatchObject({ kind: 'log', of: 'Authelia', next: 'first-try' });
    expect(explain(refused)).toEqual([]);
    const given = `time="2026-01-02T03:04:05Z" level=debug msg="Authorization Request with id 'b' on client with id 'a' was successfully processed, proceeding to build Authorization Response" path=/api/oidc/authorization`;
    expect(describeText(given)).toMatchObject({ next: 'code-given' });
    expect(explain(given)).toEqual([]);
    // Going on without it, the log shows that no request came.
    expect(
      explain(`${given}\n${given.replace(/msg=".*?"/, 'msg="Check authorization of subject"')}`).map(
        ({ id }) => id,
      ),
    ).toContain('token-request-never-arrives');
    expect(describeText(given.replace('was successfully processed', 'is being processed'))).toMatchObject({
      next: 'other-log',
    });
  });

  it('counts nothing in a log in which all is well', () => {
    expect(describeText(AUTHELIA.repeat(5)).matter).toBe(0);
  });
});

describe('how the log of the app is set to debug', () => {
  const known = APP_KINDS.map((kind) => appOf(kind)).filter(({ debugLog }) => debugLog !== undefined);

  it('is told for every app that has it in its profile, at each of its versions', () => {
    expect(known.length).toBeGreaterThanOrEqual(15);
    let named = 0;
    for (const { name, versions, debugLog } of known) {
      for (const line of versions.lines) expect(debugLog?.(line), `${name} ${line}`).toBeDefined();
      const read = describeText(`${name}: login failed`);
      // Of some names, such as those of two words, other texts have too many.
      if (read.of !== name) continue;
      named++;
      expect(read.debug?.app, name).toBe(name);
      expect(debugSentence(read), name).toMatch(
        /^ For .+, (?:set \w+=\w+ in its environment and make the container anew|[a-z].*[^.])\.$/,
      );
    }
    expect(named).toBeGreaterThanOrEqual(10);
  });

  it('is told for the only app of a workspace, and not for one of several or where the provider is asked next', () => {
    const one = connectionOf('authelia', 'romm');
    expect(describeText('Login failed', [one]).debug).toEqual({
      app: 'RomM',
      variable: 'LOGLEVEL',
      value: 'DEBUG',
    });
    expect(describeText('Login failed', [one, connectionOf('authelia', 'memos')]).debug).toBeUndefined();
    expect(describeText('Login failed').debug).toBeUndefined();
    expect(describeText('https://auth.example.com/', [one]).debug).toBeUndefined();
  });
});
