import { setUp, variant } from '../variant.ts';

export default variant({
  id: 'old-apps',
  description: 'Older versions of the apps, with other ways.',
  sets: [
    setUp('authelia', { kind: 'memos', url: 'https://memos.example.com', version: '0.22' }),
    setUp('authentik', { kind: 'romm', url: 'https://romm.example.com', version: '3.10' }),
    setUp('authelia', {
      kind: 'kestra',
      url: 'https://kestra.example.com',
      version: '0.17',
      edition: 'enterprise',
    }),
  ],
});
