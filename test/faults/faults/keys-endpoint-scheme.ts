import { announced, defect, fault } from '../fault.ts';

export default fault({
  id: 'keys-endpoint-scheme',
  description: 'The document has the keys in a file of this machine.',
  step: 'keys',
  stops: false,
  on: [['oidc', 'wiki']],
  inject: (set) =>
    defect(
      set,
      announced('provider', (document) => {
        document['jwks_uri'] = 'file:///etc/passwd';
      }),
    ),
  expected: 'hostile-endpoint',
  side: 'provider',
});
