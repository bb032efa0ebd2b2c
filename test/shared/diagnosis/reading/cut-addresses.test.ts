import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { APP_NAMES, connectionOf, PROVIDER_NAMES } from '../setups.ts';

/** How the address stands in a text. */
const AROUND: Readonly<Record<string, (address: string) => string>> = {
  alone: (address) => address,
  'in JSON': (address) => `{"level":"info","msg":"sign in","url":"${address}`,
  'in a line of a log': (address) => `time=2026-01-02T03:04:05Z level=debug msg="redirecting to ${address}`,
};

describe.each(Object.entries(AROUND))('the address of a login, cut off anywhere, %s', (_, around) => {
  it('is no request in which something is missing or wrong', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PROVIDER_NAMES),
        fc.constantFrom(...APP_NAMES),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (provider, app, at, encoded) => {
          const connection = connectionOf(provider, app);
          const { client_id, redirect_uris } = connection.client;
          const write = (value: string) => (encoded ? encodeURIComponent(value) : value.replaceAll(' ', '+'));
          const start = `${connection.provider_metadata.issuer.replace(/\/$/, '')}/authorize?client_id=${client_id}`;
          const rest = `&state=k7m3q9x2p5w8z4t6&redirect_uri=${write(redirect_uris[0]!)}&scope=${write('openid profile')}&response_type=code&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM`;
          // Cut within the state it may be a short one.
          const from = '&state=k7m3q9x2p5w8z4t6'.length;
          // From the response type on, nothing that is required is missing.
          const to = rest.indexOf('&response_type=code');
          const cut = rest.slice(0, from + Math.floor(at * (to - from)));
          for (const { id, confidence } of explain(around(start + cut), { connections: [connection] }))
            expect(confidence, id).toBeLessThan(0.5);
        },
      ),
    );
  });
});
