import { answer, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'userinfo-without-subject',
  description: 'Userinfo has no subject.',
  step: 'userinfo',
  stops: false,
  on: [['oidc', 'photos']],
  inject: (set) =>
    defect(
      set,
      answer('provider', 'userinfo', (ctx) => {
        delete jsonBody(ctx)?.['sub'];
      }),
    ),
  expected: 'subject-missing',
  side: 'provider',
});
