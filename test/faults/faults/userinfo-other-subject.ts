import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'userinfo-other-subject',
  description: 'Userinfo is of another user than the ID token.',
  suite: 'userinfo-invalid-sub',
  step: 'userinfo',
  stops: false,
  on: [
    ['oidc', 'photos'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'userinfo', (ctx) => {
        const body = jsonBody(ctx);
        if (body) body['sub'] = 'somebody-else';
      }),
    ),
  expected: 'userinfo-of-someone-else',
  side: 'provider',
});
