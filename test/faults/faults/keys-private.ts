import { answer, defect, fault } from '../fault.ts';

export default fault({
  id: 'keys-private',
  description: 'The provider publishes its private key.',
  step: 'keys',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      answer('signing key', 'jwks', (ctx, at) => {
        ctx.body = { keys: at.keys };
      }),
    ),
  expected: 'weak-or-leaked-key',
  side: 'provider',
  value: () => 'RSA 2048',
  apply: (set, fix) => (fix.value === 'RSA 2048' ? { ...set, defects: [] } : set),
});
