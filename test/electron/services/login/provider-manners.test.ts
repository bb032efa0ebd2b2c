import { afterEach, describe, expect, it } from 'vitest';
import type { PracticeContext, PracticeHook } from '../../../../electron/services/practice/provider.ts';
import { checkOf, startWorld, type World, type WorldOptions } from '../../../helpers/login-world.ts';

const worlds: World[] = [];
const world = async (options: WorldOptions = {}) => {
  const started = await startWorld(options);
  worlds.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((one) => one.close()));
});

type Fault = 'client' | 'redirect' | undefined;
const faultOf = (ctx: PracticeContext): Fault => {
  const error = (ctx.state['error'] as { error: string } | undefined)?.error;
  return error === undefined ? undefined : error === 'invalid_redirect_uri' ? 'redirect' : 'client';
};
const page = (ctx: PracticeContext, status: number, text: string) => {
  ctx.status = status;
  ctx.remove('Location');
  ctx.type = 'html';
  ctx.body = `<!doctype html><title>Sign in</title><p>${text}</p>`;
};
const silent = (ctx: PracticeContext) => new URL(ctx.href).searchParams.get('prompt') === 'none';

/** How real providers answer authorization requests without a session, and token requests. */
const MANNERS: Readonly<Record<string, PracticeHook>> = {
  keycloak(route, ctx) {
    const body = ctx.body as { error?: string };
    const fault = faultOf(ctx);
    if (route === 'authorization' && fault === 'client') page(ctx, 400, 'We are sorry... Client not found.');
    if (route === 'authorization' && fault === 'redirect')
      page(ctx, 400, 'We are sorry... Invalid parameter: redirect_uri');
    if (route === 'token' && body.error === 'invalid_client') body.error = 'unauthorized_client';
  },
  dex(route, ctx) {
    const fault = faultOf(ctx);
    if (route !== 'authorization') return;
    if (fault === 'client') page(ctx, 404, 'Bad Request Invalid client_id.');
    else if (fault === 'redirect') page(ctx, 400, 'Bad Request Unregistered redirect_uri.');
    else page(ctx, 200, 'Log in to your account');
  },
  kanidm(route, ctx) {
    const body = ctx.body as { error?: string } | string;
    if (route === 'authorization') {
      const fault = faultOf(ctx);
      if (silent(ctx) || fault) page(ctx, 200, 'A Kanidm error occurred. Invalid request.');
      else page(ctx, 200, 'Enter your user name');
    }
    if (route === 'token' && typeof body === 'object' && body.error === 'invalid_client') {
      ctx.status = 401;
      ctx.set('WWW-Authenticate', 'Bearer');
      ctx.body = '';
      ctx.status = 401;
    } else if (route === 'token' && typeof body === 'object' && body.error === 'invalid_grant') {
      ctx.body = { error: 'invalid_request' };
    }
  },
  'pocket-id'(route, ctx) {
    const fault = faultOf(ctx);
    if (route !== 'authorization' || !fault) return;
    ctx.redirect(
      `/interaction/error?error=${fault === 'client' ? 'invalid_client' : 'invalid_request'}&error_description=${fault === 'client' ? 'Client+not+found' : 'Invalid+callback+URL'}`,
    );
  },
};

describe.each(Object.entries(MANNERS))(
  'checks against a provider that answers as %s does',
  (name, onResponse) => {
    const statuses = async (options: WorldOptions) => {
      const { check } = await world({ onResponse, ...options });
      const outcome = await check();
      return Object.fromEntries(['P6', 'P7', 'P8'].map((id) => [id, checkOf(outcome, id)]));
    };

    it('pass what is right', async () => {
      const { P6, P7, P8 } = await statuses({});
      expect(P6?.status).toBe('pass');
      // Kanidm’s pages differ only in their text.
      expect(name === 'kanidm' ? ['pass', 'inconclusive'] : ['pass']).toContain(P7?.status);
      expect(P8?.status).toBe('pass');
    });

    it('find an unknown client, or can’t tell', async () => {
      const { P6, P7 } = await statuses({ client: { client_id: 'somebody-else' } });
      expect(name === 'kanidm' ? 'inconclusive' : 'fail').toBe(P6?.status);
      expect(P7?.status).toBe('inconclusive');
    });

    it('find an unregistered redirect URI, or can’t tell', async () => {
      const { P6, P7 } = await statuses({ client: { redirect_uris: ['http://127.0.0.1:9/other'] } });
      expect(P6?.status).not.toBe('fail');
      expect(name === 'kanidm' ? 'inconclusive' : 'fail').toBe(P7?.status);
    });

    it('find a wrong secret', async () => {
      const { P6, P8 } = await statuses({ secret: 'notTheRightOne' });
      expect(P6?.status).toBe('pass');
      expect(P8?.status).toBe('fail');
      expect(P8?.findings[0]?.code).toBe('secret-refused');
    });
  },
);
