import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'openid-mapping-missing',
  description: 'The provider drops openid, which has no mapping there, and refuses userinfo.',
  step: 'userinfo',
  stops: true,
  on: [
    ['authentik', 'memos'],
    ['authentik', 'photos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer(
        'Scopes',
        ['userinfo', 'token'],
        (ctx, _, value) => {
          if (value === 'openid') return;
          const body = jsonBody(ctx);
          if (body && 'access_token' in body) body['scope'] = 'profile email';
          if (ctx.oidc.route !== 'userinfo') return;
          ctx.status = 403;
          ctx.set(
            'www-authenticate',
            'error="insufficient_scope", error_description="The request requires higher privileges than provided by the access token"',
          );
          ctx.body = '';
          ctx.status = 403;
        },
        'profile, email',
      ),
    ),
  expected: 'openid-scope-missing',
  side: 'provider',
  value: () => 'openid',
});
