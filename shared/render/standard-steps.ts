import { OIDC_SOURCES as S } from '../catalog/providers/oidc.ts';
import type { Connection } from '../client/types.ts';
import type { GuideStep } from './types.ts';

/** A policy of the workspace in words. */
export const policyWords = (policy: string): string =>
  policy === 'two_factor' ? 'a second factor' : `your policy “${policy}”`;

const EXACTLY = 'The issuer has to read exactly so, slash for slash.';
const ASSUMED = `${EXACTLY} What is marked as assumed is only customary: where the document says otherwise,`;

/** What the discovery document has to say. */
export function compareStep(connection: Connection): GuideStep {
  const { provider_metadata: metadata, assumed_metadata: assumed } = connection;
  const names = [
    'issuer',
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'jwks_uri',
    'end_session_endpoint',
  ] as const;
  return {
    id: 'oidc-compare',
    check: true,
    title: 'Compare the discovery document',
    where: 'Your browser, and the container of the app if it runs already',
    url: metadata.discovery_url,
    fields: names.flatMap((name) => {
      const value = metadata[name];
      return value === undefined
        ? []
        : [{ label: name, value, ...(assumed.includes(name) ? { assumed: true } : {}) }];
    }),
    note: `${ASSUMED} write it into metadata beside the provider and export again.`,
    on_screen: {
      note: assumed.length === 0 ? EXACTLY : `${ASSUMED} write it at the step Provider.`,
      ...(assumed.length === 0
        ? {}
        : {
            leads_to: {
              step: 'provider' as const,
              focus: `providers.${connection.provider.id}.metadata.authorization_endpoint`,
            },
          }),
    },
    why: { text: 'Apps refuse tokens of another issuer.', source: S.discovery },
  };
}
