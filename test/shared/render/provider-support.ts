import { parse } from 'yaml';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { clientsOf } from '../../../shared/client/further.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import type { Deliverable, FileDeliverable, GuideDeliverable } from '../../../shared/render/types.ts';
import type { SecretBag } from '../../../shared/secrets.ts';
import type { AppEntry, ProviderEntry } from '../../../shared/workspace/types.ts';

/** The digest of `insecure_secret` from the documentation. */
export const DIGEST =
  '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng';
export const PEM =
  '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n';
export const HMAC = 'H'.repeat(64);

export const secretOf = (app: string): string => `ClearSecretOf${app.replace(/[^a-z0-9]/gi, '')}0123456789`;

/** Connections to one provider called `home`; each app is a Memos unless `kind` says otherwise. */
export function connect(
  provider: Partial<ProviderEntry>,
  apps: Readonly<Record<string, Partial<AppEntry>>>,
): Connection[] {
  return deriveConnections(
    {
      latchkey: 1,
      id: 'test',
      providers: { home: { kind: 'authelia', url: 'https://auth.example.com', ...provider } },
      apps: Object.fromEntries(
        Object.entries(apps).map(([id, app]) => [
          id,
          { kind: 'memos', url: `https://${id}.example.com`, provider: 'home', ...app },
        ]),
      ),
    },
    Object.fromEntries(Object.keys(apps).map((id) => [id, `${id}-client`])),
  );
}

/** All secrets that the renderers could need. */
export function bagFor(connections: readonly Connection[]): SecretBag {
  return {
    clients: Object.fromEntries(
      connections.flatMap(clientsOf).map(({ key, client }) => [
        key,
        client.token_endpoint_auth_method === 'none'
          ? { client_id: client.client_id }
          : {
              client_id: client.client_id,
              client_secret: secretOf(key),
              client_secret_digest: DIGEST,
            },
      ]),
    ),
    providers: { home: { hmac_secret: HMAC, jwks_key: PEM } },
  };
}

export function fileAt(deliverables: readonly Deliverable[], path: string): FileDeliverable {
  const found = deliverables.find((one) => one.path === path);
  if (found?.form !== 'file') throw new Error(`No file ${path} among ${deliverables.map((one) => one.path)}`);
  return found;
}

export function guideAt(deliverables: readonly Deliverable[], path: string): GuideDeliverable {
  const found = deliverables.find((one) => one.path === path);
  if (found?.form !== 'guide')
    throw new Error(`No guide ${path} among ${deliverables.map((one) => one.path)}`);
  return found;
}

export const textOf = (file: FileDeliverable): string => linesToText(file.lines);

/** Reads YAML as plain values; a tag becomes plain text, e.g. `['authentik_flows.flow', ['slug', 'x']]`. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever was written
export const read = (text: string): any => parse(text, { logLevel: 'error' });

/** The value of a field, by its label. */
export const field = (guide: GuideDeliverable, step: string, label: string): string | undefined =>
  guide.steps.find((one) => one.id === step)?.fields.find((one) => one.label === label)?.value;
