import { setUp, states, variant } from '../variant.ts';

export default variant({
  id: 'endpoints-written-otherwise',
  description: 'The stated endpoints are those announced, in another spelling that browsers read alike.',
  sets: [
    states(setUp('oidc', 'memos', { host: 'localhost' }), (stated) => ({
      ...stated,
      provider: {
        ...stated.provider,
        metadata: Object.fromEntries(
          Object.entries(stated.provider.metadata ?? {}).map(([name, url]) => [
            name,
            url.replace('http://localhost', 'HTTP://LOCALHOST').replace(/\/(\w+)$/, '/./$1'),
          ]),
        ),
      },
    })),
  ],
});
