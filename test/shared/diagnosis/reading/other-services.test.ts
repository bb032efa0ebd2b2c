import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';

/** What a program does beside logins, and fails at, as its log has it. None of them is about a login. */
const DOING: readonly string[] = [
  'Failed to connect to MQTT server',
  'Error sending new device email',
  'Error sending email, retrying',
  'sending the notification mail failed',
  'smtp: dial tcp 10.0.0.9:587',
  'SMTP error: Connection error',
  'redis.exceptions.ConnectionError',
  'could not connect to server: postgres',
  'Checking for updates failed',
  'Unable to check for new versions',
  'task update_latest_version failed',
  'webhook: sending webhook failed',
  'telemetry: report failed',
  'elasticsearch: no living connections',
  'rabbitmq: channel closed',
  'Machine learning request failed',
  'failed to fetch avatar',
  'fetching weather failed',
  'ldap bind failed',
  'ntp: query failed',
];

/** How runtimes tell that a server was not reached. */
const FAILED: readonly string[] = [
  '[Errno 111] Connection refused',
  "ConnectionRefusedError(111, 'Connection refused')",
  'failed to lookup address information: Name does not resolve',
  'getaddrinfo ENOTFOUND mail.home.example',
  'dial tcp: lookup db on 127.0.0.11:53: no such host',
  'connect ETIMEDOUT 10.0.0.9:25',
  'Read timed out. (read timeout=None)',
  'i/o timeout',
  'x509: certificate signed by unknown authority',
  'certificate verify failed: self-signed certificate',
  'Temporary failure in name resolution',
  'No route to host',
  'connection reset by peer',
];

const WRAPPED: readonly (readonly [string, (what: string, how: string) => string])[] = [
  ['plain', (what, how) => `2026-04-28 06:31:09.877 ERROR (MainThread) [jobs.runner] ${what}: ${how}`],
  [
    'JSON of a provider’s own log',
    (what, how) =>
      JSON.stringify({ event: what, exc: how, level: 'warning', logger: 'authentik.jobs', pid: 71 }),
  ],
  ['logfmt', (what, how) => `time="2026-05-01T08:00:00Z" level=error msg="${what}" error="${how}"`],
];

const AROUND = [
  '2026-04-28 06:31:02.114 INFO (MainThread) [web] Registered views for the login',
  '2026-04-28 06:31:20.006 INFO (MainThread) [web] GET /oauth/callback?code=x1&state=y2 302',
];

describe('a server that has no part in the login', () => {
  it.each(DOING.flatMap((what) => WRAPPED.map(([name, wrap]) => ({ what, name, wrap }))))(
    '$what, as $name, is no cause',
    ({ what, wrap }) => {
      for (const how of FAILED) {
        const text = [AROUND[0], wrap(what, how), AROUND[1]].join('\n');
        expect([text, explain(text).map(({ id }) => id)]).toEqual([text, []]);
      }
    },
  );

  it.each([
    'Cleaning up expired tokens: 14 deleted',
    'Scheduled cleanup: removed 14 expired sessions and 3 expired authorization codes',
    'purged 3 expired refresh tokens',
  ])('throws away what is too old, which is no cause: %s', (line) => {
    expect(explain(line)).toEqual([]);
  });

  it('takes no failure of the login for one', () => {
    for (const line of [
      'ERROR oidc: GET https://auth.home.example/.well-known/openid-configuration: connection refused',
      'level=error msg="failed to fetch userinfo" error="dial tcp: lookup auth.home.example: no such host"',
      'ERROR oidc: id token expired, cleaning up the session',
      'level=error msg="login failed: token is expired" cleanup=true',
      'ERROR token request to https://auth.home.example/api/oidc/token failed: connect ETIMEDOUT 10.0.0.4:443',
    ])
      expect([line, explain(line).length > 0]).toEqual([line, true]);
  });
});
