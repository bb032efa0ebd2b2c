import { answer, breakSignature, defect, fault, jsonBody } from '../fault.ts';

export default fault({
  id: 'signature-wrong-es256',
  description: 'The signature of an ID token signed with ES256 is wrong.',
  suite: 'invalid-sig-es256',
  step: 'id-token',
  stops: false,
  on: [['kanidm', 'wiki']],
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
