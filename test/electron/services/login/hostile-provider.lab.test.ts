import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { runCheck } from '../../../../electron/services/login/check.ts';
import { runLogin } from '../../../../electron/services/login/login.ts';
import type { RunOutcome } from '../../../../electron/services/login/outcome.ts';
import { HttpRecorder } from '../../../../electron/services/network/recorder.ts';
import { Redactor } from '../../../../electron/services/network/redactor.ts';
import type { PracticeHook } from '../../../../electron/services/practice/provider.ts';
import { connect } from '../../../helpers/app-connection.ts';
import { browse } from '../../../helpers/browse.ts';
import {
  checkOf,
  found,
  PLANTED_SECRET,
  startWorld,
  type World,
  type WorldOptions,
} from '../../../helpers/login-world.ts';

const worlds: World[] = [];
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((one) => one.close()));
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    }),
  );
});
const world = async (options: WorldOptions = {}) => {
  const started = await startWorld(options);
  worlds.push(started);
  return started;
};

/** Starts a server that answers every request with `answer`. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}
const at = (url: string) =>
  connect(
    { kind: 'custom', url: 'http://127.0.0.1:9', settings: { redirect_paths: ['/cb'] } },
    { kind: 'oidc', url },
  );
async function check(url: string): Promise<RunOutcome> {
  const outcome = await runCheck(
    at(url),
    { client_secret: PLANTED_SECRET },
    { probeSpacingMs: 0, requestTimeoutMs: 3000, env: {} },
  );
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

/** Writes without end, as fast as the client reads; the result counts the bytes sent. */
function flood(response: ServerResponse, chunk: Buffer): { sent: number } {
  const count = { sent: 0 };
  const pour = () => {
    while (!response.destroyed && count.sent < 1e9) {
      count.sent += chunk.length;
      if (!response.write(chunk)) {
        response.once('drain', pour);
        return;
      }
    }
    response.end();
  };
  pour();
  return count;
}

describe('a hostile provider', () => {
  it.each(['discovery', 'jwks', 'token', 'userinfo', 'authorize'])(
    'can’t make us read a gigabyte: %s',
    async (what) => {
      let count = { sent: 0 };
      const paths = {
        discovery: '/.well-known/openid-configuration',
        jwks: '/jwks',
        token: '/token',
        userinfo: '/me',
        authorize: '/auth?',
      };
      const wanted = paths[what as keyof typeof paths];
      const { login } = await world({
        onRequest: (request, response) => {
          if (!request.url?.startsWith(wanted)) return false;
          if (what === 'authorize' && !request.url.includes('prompt=none')) return false;
          response.writeHead(200, { 'content-type': 'application/json' });
          count = flood(response, Buffer.alloc(65_536, '['));
          return true;
        },
      });
      const before = process.memoryUsage().rss;
      const outcome = await login();
      // A login page may have any size, but we must read only a limited part of it.
      if (what !== 'authorize') expect(found(outcome, 'fail')).not.toEqual([]);
      expect(count.sent).toBeLessThan(32 * 1024 * 1024);
      expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
      for (const exchange of outcome.evidence.exchanges)
        expect(exchange.response?.size ?? 0).toBeLessThanOrEqual(1024 * 1024);
    },
  );

  it('can’t blow up a small answer', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(bomb);
    });
    const outcome = await check(url);
    expect(found(outcome, 'fail')).toEqual(['P1 discovery-too-big']);
  });

  it.each([
    ['nested arrays', '['.repeat(500_000)],
    ['nested objects', '{"a":'.repeat(150_000)],
    ['closed nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['a long list', `[${'1,'.repeat(400_000)}1]`],
    ['a prototype', '{"__proto__":{"issuer":"x"},"constructor":1}'],
    ['a long number', '9'.repeat(900_000)],
    ['broken text', '\ud800\u0000{"issuer":'],
  ])('can’t crash us with JSON: %s', async (_, body) => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(body);
    });
    const outcome = await check(url);
    expect(outcome.checks.find((one) => one.id === 'P1')?.status).toBe('fail');
    expect(({} as Record<string, unknown>)['issuer']).toBeUndefined();
  });

  it('can’t send us round in circles', async () => {
    let asked = 0;
    const url = await serve((request, response) => {
      asked++;
      response.writeHead(302, { location: `${request.url}x` });
      response.end();
    });
    expect(found(await check(url), 'fail')).toEqual(['P1 discovery-redirect-loop']);
    expect(asked).toBeLessThan(10);
  });

  it('can’t keep us waiting', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
      const drip = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(drip));
    });
    const started = performance.now();
    const outcome = await check(url);
    expect(performance.now() - started).toBeLessThan(6000);
    expect(found(outcome, 'fail')).toEqual(['P1 discovery-timed-out']);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
    'data:application/json,{}',
    'https:',
    'x y',
  ])('can’t make us open %s', async (endpoint) => {
    let opened = '';
    const spoil: PracticeHook = (route, ctx) => {
      if (route !== 'discovery') return;
      const body = ctx.body as Record<string, unknown>;
      for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'])
        body[name] = endpoint;
    };
    const { connection, check: checkWorld } = await world({ onResponse: spoil });
    const outcome = await runLogin(
      connection,
      { client_secret: PLANTED_SECRET },
      {
        port: 0,
        timeoutSeconds: 1,
        openBrowser: async (url) => {
          opened = url;
        },
      },
    );
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(opened).toBe('');
    expect(checkOf(outcome.value, 'S5').status).toBe('fail');
    expect(checkOf(await checkWorld(), 'P1').status).toBe('fail');
    const sent = outcome.value.evidence.exchanges.filter((exchange) => exchange.response);
    expect(sent.every((exchange) => exchange.request.url.startsWith('http://127.0.0.1'))).toBe(true);
  });

  it('can’t put escapes or markup into what a person sees', async () => {
    const attack = '\u001b]0;owned\u0007\u001b[2J\u202e<script>alert(1)</script>\r\nSet: x';
    const { login, check: checkWorld } = await world({
      onResponse: (route, ctx) => {
        if (route === 'token') {
          ctx.status = 400;
          ctx.body = { error: attack, error_description: attack };
        }
        if (route === 'discovery') {
          const body = ctx.body as Record<string, unknown>;
          body['issuer'] = attack;
          body['scopes_supported'] = [attack];
        }
        if (route === 'userinfo' || route === 'jwks') {
          ctx.type = 'html';
          ctx.body = `<title>${attack}</title>`;
        }
      },
    });
    for (const outcome of [await login(), await checkWorld()]) {
      const texts = JSON.stringify(outcome);
      expect(texts).not.toMatch(/\\u001b|\\u0007|\u202e|\\u009b/i);
    }
  });

  it('can’t lead us from the outside into the home network or this machine', async () => {
    let asked = 0;
    const inside = await serve((_, response) => {
      asked++;
      response.end('{}');
    });
    const { port } = new URL(inside);
    const recorder = (providerScope: 'public' | 'private' | 'loopback') =>
      new HttpRecorder({
        redactor: new Redactor(),
        configuredHosts: ['auth.example.com'],
        providerScope,
        env: {},
      });
    for (const [scope, host] of [
      ['public', '127.0.0.1'],
      ['public', 'localhost'],
      ['public', '[::1]'],
      ['public', '[::ffff:127.0.0.1]'],
      ['public', '2130706433'],
      ['public', '0.0.0.0'],
      ['private', '127.0.0.1'],
      ['public', '192.168.1.1'],
      ['public', '10.0.0.1'],
      ['private', '169.254.169.254'],
      ['loopback', '169.254.169.254'],
    ] as const) {
      const one = recorder(scope);
      const { answer } = await one.request({ purpose: 'jwks', url: `http://${host}:${port}/` });
      expect([host, answer.failure?.kind]).toEqual([host, 'address-refused']);
      await one.close();
    }
    expect(asked).toBe(0);
    const own = recorder('loopback');
    expect((await own.request({ purpose: 'jwks', url: inside })).answer.status).toBe(200);
    await own.close();
  });

  it('can’t be asked more than 25 times', async () => {
    const url = await serve((_, response) => response.end('{}'));
    const one = new HttpRecorder({
      redactor: new Redactor(),
      configuredHosts: ['127.0.0.1'],
      providerScope: 'loopback',
      env: {},
    });
    const answers = [];
    for (let i = 0; i < 27; i++)
      answers.push((await one.request({ purpose: 'jwks', url })).answer.failure?.kind);
    expect(answers.filter((kind) => kind === undefined)).toHaveLength(25);
    expect(answers.slice(25)).toEqual(['budget', 'budget']);
    await one.close();
  });

  it('can’t crash, hang or leak, whatever it answers', async () => {
    const status = fc.constantFrom(
      200,
      200,
      200,
      201,
      204,
      301,
      302,
      307,
      400,
      401,
      403,
      404,
      418,
      429,
      500,
      503,
    );
    const header = fc.constantFrom(
      'application/json',
      'text/html',
      'application/jwt',
      'text/plain',
      '',
      'x/y; charset=nonsense',
    );
    const body = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '',
        '<html>',
        'a.b.c',
        'eyJhbGciOiJub25lIn0.e30.',
        '{"keys":[null,1,{"kty":5}]}',
        '{"keys":{}}',
        'null',
        '"x"',
      ),
      fc
        .record({ error: fc.anything(), error_description: fc.anything() })
        .map((value) => JSON.stringify(value)),
      fc
        .record({
          access_token: fc.constantFrom('opaqueAccessToken', 5),
          id_token: fc.oneof(fc.string(), fc.constant('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOlsxXX0.AAAA')),
          token_type: fc.anything(),
          expires_in: fc.anything(),
          scope: fc.anything(),
        })
        .map((value) => JSON.stringify(value) ?? ''),
    );
    const location = fc.oneof(
      fc.webUrl(),
      fc.constantFrom('//', 'javascript:1', '/', '?x', '\u00e9', 'http://[', '.'),
    );
    const route = fc.constantFrom('discovery', 'jwks', 'token', 'userinfo', 'authorization');
    const answer = fc.record({ route, status, header, body, location });
    let current:
      | { route: string; status: number; header: string; body: string; location: string }
      | undefined;
    const { connection, secret } = await world({
      onResponse: (now, ctx) => {
        if (!current || now !== current.route) return;
        if (now === 'authorization' && new URL(ctx.href).searchParams.get('prompt') !== 'none') return;
        ctx.body = current.body;
        ctx.status = current.status;
        if (current.header) ctx.set('Content-Type', current.header);
        if (current.status >= 300 && current.status < 400) ctx.set('Location', encodeURI(current.location));
      },
    });
    await fc.assert(
      fc.asyncProperty(answer, async (given) => {
        current = given;
        const outcome = await runLogin(
          connection,
          { client_secret: secret },
          {
            port: 0,
            timeoutSeconds: 5,
            requestTimeoutMs: 2000,
            env: {},
            openBrowser: (url) => browse(url),
          },
        );
        if (!outcome.ok) throw new Error(outcome.error.message);
        const written = JSON.stringify(outcome.value);
        expect(written).not.toContain(PLANTED_SECRET);
        expect(written).not.toContain('opaqueAccessToken');
        expect(outcome.value.checks.length).toBeGreaterThan(10);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
