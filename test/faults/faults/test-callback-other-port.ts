import { fault, registers } from '../fault.ts';

export default fault({
  id: 'test-callback-other-port',
  description: 'The test’s redirect URI is registered with another port at a provider that compares ports.',
  step: 'callback',
  stops: true,
  on: [['authentik', 'memos']],
  inject: (set) =>
    registers({ ...set, patience_s: 5 }, (client, at) => ({
      ...client,
      redirect_uris: [...at.redirect_uris, 'http://127.0.0.1:1234/callback'],
    })),
  expected: 'test-callback-refused',
  side: 'provider',
  value: (at) => at.callback,
});
