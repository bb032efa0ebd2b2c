import type { Defect } from './set-up.ts';

const HEADER = 'x-laboratory-asked';

/**
 * Redirect URIs registered by a pattern: the request goes on with a registered address, and the answer is sent
 * to the one that was asked for.
 */
export const redirectPattern = (
  setting: string,
  value: string,
  matches: (asked: string, value: string | undefined) => boolean,
): Defect => ({
  setting,
  value,
  onRequest: (now) => (request, _, at) => {
    const url = new URL(request.url ?? '/', at.url);
    const asked = url.searchParams.get('redirect_uri');
    delete request.headers[HEADER];
    if (asked === null || at.redirect_uris.includes(asked) || asked === at.callback || !matches(asked, now))
      return false;
    url.searchParams.set('redirect_uri', at.redirect_uris[0]!);
    request.headers[HEADER] = asked;
    request.url = url.pathname + url.search;
    return false;
  },
  onResponse: () => (route, ctx, at) => {
    const asked = ctx.req.headers[HEADER];
    const location = ctx.response.get('location');
    if (route === 'authorization' && typeof asked === 'string' && location.startsWith(at.redirect_uris[0]!))
      ctx.set('location', asked + location.slice(at.redirect_uris[0]!.length));
  },
});
