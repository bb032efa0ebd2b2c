import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'discovery-cut',
  description: 'The discovery document is cut off on its way.',
  step: 'discovery',
  stops: true,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'memos'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('proxy', 'discovery', (ctx) => {
        ctx.body = '{"issuer": "https://auth.example.com", "token_endpoint": ';
        ctx.type = 'application/json';
      }),
    ),
  expected: 'answer-not-json',
  side: 'proxy',
});
