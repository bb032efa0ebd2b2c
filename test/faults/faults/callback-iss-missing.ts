import { defect, fault, sentBack } from '../fault.ts';

export default fault({
  id: 'callback-iss-missing',
  description: 'The answer to the login names no issuer, although the provider says it does.',
  step: 'callback',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      sentBack('issuer', (url, value) => {
        if (value === undefined) url.searchParams.delete('iss');
        else url.searchParams.set('iss', value);
      }),
    ),
  expected: 'mixed-up-answer',
  side: 'provider',
  value: (at) => at.issuer,
});
