import { describe, expect, it } from 'vitest';
import { describeText } from '../../../../shared/diagnosis/reading/described.ts';
import { connectionOf } from '../setups.ts';

const AUTHELIA =
  'time="2026-11-26T19:10:00Z" level=debug msg="Authorization Request is being processed" method=GET path=/api/oidc/authorization remote_ip=10.0.0.2\n';

describe('what a text is', () => {
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
    ['https://app.example.com/cb?error=access_denied&state=abcdefgh', 'answer', 'app-log'],
    ['<!DOCTYPE html><html></html>', 'page', 'app-log'],
    ['{"error":"failed"}', 'json', 'app-log'],
    ['Login failed', 'message', 'app-log'],
    ['latchkey-probe 1 begin\nlatchkey-probe 1 end', 'probe', 'app-log'],
    ['ERROR: login failed\nINFO: done', 'log', 'provider-log'],
  ])('decides where to look next: %s', (text, kind, next) => {
    expect(describeText(text)).toMatchObject({ kind, next });
  });

  it('counts nothing in a log in which all is well', () => {
    expect(describeText(AUTHELIA.repeat(5)).matter).toBe(0);
  });
});
