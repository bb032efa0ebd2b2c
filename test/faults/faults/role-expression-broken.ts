import { fault } from '../fault.ts';

const expression = (role_attribute_path: string) => ({
  kind: 'grafana',
  url: 'https://graphs.latchkey-lab.example',
  settings: { role_attribute_path },
});

export default fault({
  id: 'role-expression-broken',
  description: 'The expression that makes the role is no JMESPath, so nobody gets a role.',
  step: 'claims',
  stops: false,
  severity: 'warn',
  on: [
    ['authelia', 'romm'],
    ['authentik', 'romm'],
  ],
  base: (set) => ({ ...set, app: expression("contains(groups[*], 'lab-users') && 'Editor' || 'Viewer'") }),
  inject: (set) => ({ ...set, app: expression("contains(groups[*], 'lab-users' && 'Editor'") }),
  expected: 'role-wrong',
  side: 'app',
});
