import { claims, fault } from '../fault.ts';

export default fault({
  id: 'role-group-not-met',
  description: 'The person is in neither of the groups whose members an app lets in.',
  step: 'claims',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['authentik', 'romm'],
  ],
  base: (set) => ({
    ...set,
    app: {
      kind: 'mealie',
      url: 'https://recipes.latchkey-lab.example',
      settings: { user_group: 'lab-users', admin_group: 'lab-chiefs' },
    },
  }),
  inject: (set) => claims(set, { groups: ['somebody-else'] }),
  expected: 'role-wrong',
  side: 'provider',
});
