import { defect, fault, jsonBody, rewriteIdToken } from '../fault.ts';

export default fault({
  id: 'issuer-scheme-behind-proxy',
  description: 'The provider stands behind a proxy that doesn’t say https, and names itself by http.',
  step: 'discovery',
  stops: false,
  on: [
    ['authelia', 'romm'],
    ['authentik', 'wiki'],
    ['keycloak', 'memos'],
  ],
  base: (set) => ({ ...set, https: 'good', patience_s: 3 }),
  inject: (set) =>
    defect(set, {
      setting: 'X-Forwarded-Proto',
      value: 'http',
      onResponse: (value) => async (route, ctx, at) => {
        const plain = (text: string) => text.replace(at.url, at.url.replace('https:', `${value}:`));
        if (route === 'discovery') {
          const document = jsonBody(ctx) ?? {};
          for (const [name, text] of Object.entries(document))
            if (typeof text === 'string') document[name] = plain(text);
        }
        if (route === 'token') {
          await rewriteIdToken(ctx, at, (claims) => {
            claims['iss'] = plain(String(claims['iss']));
          });
        }
      },
    }),
  expected: 'idp-advertises-wrong-self',
  side: 'proxy',
  value: () => 'https',
});
