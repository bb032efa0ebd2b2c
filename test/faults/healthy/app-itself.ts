import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'app-itself',
  description: 'The app itself runs and sends what the workspace says, also behind a proxy.',
  sets: [
    setUp('authelia', 'romm', { app_runs: true }),
    setUp('authentik', 'romm', { app_runs: true }),
    setUp('keycloak', 'romm', { app_runs: true }),
    setUp('authelia', 'books', { app_runs: true, https: 'good' }),
  ],
});
