import { defect, fault, sentBack } from '../fault.ts';

export default fault({
  id: 'callback-iss-wrong',
  description: 'The answer to the login names another issuer.',
  step: 'callback',
  stops: false,
  on: [
    ['oidc', 'wiki'],
    ['authelia', 'romm'],
  ],
  inject: (set) =>
    defect(
      set,
      sentBack(
        'issuer',
        (url, value) => url.searchParams.set('iss', value ?? ''),
        'https://other.example.com',
      ),
    ),
  expected: 'mixed-up-answer',
  side: 'provider',
  value: (at) => at.issuer,
});
