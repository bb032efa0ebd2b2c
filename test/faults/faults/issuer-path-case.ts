import { type Defect, defect, fault, type SetUp } from '../fault.ts';

/** The realm answers in both spellings. */
const EITHER: Defect = {
  setting: 'case',
  onRequest: () => (request) => {
    request.url = request.url?.replace('/realms/Home', '/realms/home');
    return false;
  },
};

export default fault({
  id: 'issuer-path-case',
  description: 'The path of the issuer differs in case.',
  step: 'discovery',
  stops: false,
  on: [['keycloak', 'wiki']],
  base: (set): SetUp => defect(set, EITHER),
  inject: (set) => ({ ...set, issuer: (own) => own.replace('/realms/home', '/realms/Home') }),
  expected: 'issuer-mismatch',
  side: 'app',
  value: (at) => at.issuer.replace('/realms/home', '/realms/Home'),
});
