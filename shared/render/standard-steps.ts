import { OIDC_SOURCES as S } from '../catalog/providers/oidc.ts';
import type { Connection } from '../client/types.ts';
import type { GuideStep } from './types.ts';

/** A policy of the workspace in words. */
export const policyWords = (policy: string): string =>
  policy === 'two_factor' ? 'a second factor' : `your policy “${policy}”`;

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
    note: 'The issuer has to read exactly so, slash for slash. What is marked as assumed is only customary: where the document says otherwise, write it into metadata beside the provider and export again.',
    why: { text: 'Apps refuse tokens of another issuer.', source: S.discovery },
  };
}
