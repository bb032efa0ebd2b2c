import { answer, breakSignature, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'signature-wrong',
  description: 'The signature of the ID token is wrong.',
  suite: 'invalid-sig-rs256',
  step: 'id-token',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
    ['authentik', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('signing key', 'token', (ctx) => {
        const body = jsonBody(ctx);
        if (typeof body?.['id_token'] === 'string') body['id_token'] = breakSignature(body['id_token']);
      }),
    ),
  expected: 'id-token-signature-wrong',
  side: 'provider',
});
