import type { Source } from '../../catalog/fact.ts';
import { hasOnlyDigest, KEPT_SECRET, madeByProvider, pendingSecret } from '../../client/pending.ts';
import type { Connection } from '../../client/types.ts';
import type { DeliverableKind } from '../../deliverable-kinds.ts';
import type { SecretBag } from '../../secrets.ts';
import type { GuideDeliverable, GuideField, GuideStep, Why } from '../types.ts';

/** Explains why a line is there, with a source if there is one. */
export const why = (text: string, source?: Source): Why =>
  source === undefined ? { text } : { text, source };

/** The client secret in clear text; empty for a public client. What stands for it where it isn’t known here. */
export const clientSecret = (connection: Connection, secrets: SecretBag): string => {
  const { key, client, provider } = connection;
  const known = secrets.clients[key]?.client_secret;
  if (known !== undefined) return known;
  if (hasOnlyDigest(connection, secrets)) return KEPT_SECRET;
  return madeByProvider(provider.traits.value, client.token_endpoint_auth_method).includes('client_secret')
    ? pendingSecret(provider.definition.name)
    : '';
};

/** What every deliverable of an app's side has in common. */
export function appDeliverable<K extends DeliverableKind>(
  connection: Connection,
  file: string,
  kind: K,
  secret: boolean,
  title: string,
  purpose: string,
) {
  return {
    path: `${connection.app.id}/${file}`,
    kind,
    side: 'app',
    provider: connection.provider.id,
    app: connection.app.id,
    secret,
    title,
    purpose,
  } as const;
}

/** The guide of an app's side. It is secret if one of its steps shows a secret. */
export const appGuide = (
  connection: Connection,
  title: string,
  purpose: string,
  intro: string,
  steps: readonly GuideStep[],
): GuideDeliverable => ({
  ...appDeliverable(connection, 'guide.md', 'guide', showsSecret(steps), title, purpose),
  form: 'guide',
  kind: 'guide',
  intro,
  steps,
});

/** One value of a guide. */
export const field = (label: string, value: string): GuideField => ({ label, value });

/** One secret value of a guide. */
export const secretField = (label: string, value: string): GuideField => ({ label, value, secret: true });

/** True if a step shows a secret; then the whole guide is secret. */
export const showsSecret = (steps: readonly GuideStep[]): boolean =>
  steps.some((step) => step.fields.some((one) => one.secret === true));

/** How the app names the provider on its login button. */
export const providerLabel = (connection: Connection): string =>
  connection.provider.entry.kind === 'oidc' ? connection.provider.id : connection.provider.definition.name;
