import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { obstacleOf } from '../../../shared/client/notices.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { filesOf, renderDeliverables } from '../../../shared/render/render.ts';
import type { RenderedFile } from '../../../shared/render/types.ts';
import type { SecretBag } from '../../../shared/secrets.ts';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { anyWorkspace } from '../workspace/arbitrary.ts';
import { DIGEST, PEM, read } from './provider-support.ts';

/**
 * Clear secrets: letters and digits like ours, and characters that are special in YAML, env files and
 * Compose.
 */
const clearSecret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{24,40}$/),
  fc.stringMatching(/^[A-Za-z0-9$'"#:{}\\ ~._-]{24,40}$/).map((text) => `s${text}s`),
);

interface Rendering {
  readonly connections: readonly Connection[];
  readonly bag: SecretBag;
  readonly files: readonly RenderedFile[];
}

const ingredients = fc.tuple(anyWorkspace, fc.uniqueArray(clearSecret, { minLength: 8, maxLength: 8 }));

function renderingOf([workspace, secrets]: readonly [Workspace, readonly string[]]): Rendering {
  const connections = deriveConnections(workspace, {});
  const bag: SecretBag = {
    clients: Object.fromEntries(
      connections.map(({ app, client: { client_id, token_endpoint_auth_method } }, index) => [
        app.id,
        token_endpoint_auth_method === 'none'
          ? { client_id }
          : { client_id, client_secret: secrets[index]!, client_secret_digest: DIGEST },
      ]),
    ),
    providers: Object.fromEntries(
      Object.keys(workspace.providers).map((id) => [
        id,
        { hmac_secret: `hmacOf${id}`.padEnd(64, 'H'), jwks_key: PEM },
      ]),
    ),
  };
  return { connections, bag, files: write(connections, bag) };
}

const write = (connections: readonly Connection[], bag: SecretBag): RenderedFile[] =>
  renderDeliverables(connections, bag).flatMap(filesOf);

/** Reads a Compose value: `$$` means `$`. */
const composed = (value: string): string => value.replaceAll('$$', '$');

/** Parses a file according to its extension; throws if it doesn't parse. */
function valuesOf({ path, content }: RenderedFile): unknown {
  if (path.endsWith('.json')) return JSON.parse(content);
  return /\.ya?ml$/.test(path) ? read(content) : undefined;
}

describe('any valid workspace', () => {
  it('renders, the same twice, to files with names of their own that parse', () => {
    fc.assert(
      fc.property(ingredients, (given) => {
        const { connections, bag, files } = renderingOf(given);
        expect(write(connections, bag)).toEqual(files);
        const names = files.map((file) => file.path.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
        for (const file of files) {
          expect(file.path).not.toMatch(/^\/|\\|(?:^|\/)\.{1,2}(?:\/|$)/);
          expect(() => valuesOf(file), file.path).not.toThrow();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('shows a secret only in files that are marked', () => {
    fc.assert(
      fc.property(ingredients, (given) => {
        const { bag, files } = renderingOf(given);
        const secrets = [
          ...Object.values(bag.clients).flatMap(({ client_secret }) => client_secret ?? []),
          ...Object.values(bag.providers).flatMap(({ hmac_secret }) => hmac_secret ?? []),
          'MIIEvQIBADANBgkq',
        ];
        // As is, with `$` doubled for Compose, or escaped for JSON or YAML.
        const forms = secrets.flatMap((secret) => [
          secret,
          secret.replaceAll('$', '$$$$'),
          JSON.stringify(secret).slice(1, -1),
          secret.replaceAll("'", "''"),
        ]);
        for (const { path, content, secret } of files)
          if (!secret) for (const form of forms) expect(content.includes(form), path).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('gives each app the client and the secret that its provider got', () => {
    fc.assert(
      fc.property(ingredients, (given) => {
        const { connections, bag, files } = renderingOf(given);
        for (const connection of connections) {
          const { app, client, provider } = connection;
          const own = files.filter((file) => file.path.startsWith(`${app.id}/`));
          const list = files.find(({ path }) => path === `${provider.id}/authelia-clients.yml`);
          const clients: { client_id: string }[] = list
            ? read(list.content).identity_providers.oidc.clients
            : [];
          if (obstacleOf(connection)) {
            // Nobody can sign in to it yet, so it is no client.
            expect(clients.map(({ client_id }) => client_id)).not.toContain(client.client_id);
            continue;
          }
          const secret = bag.clients[app.id]?.client_secret;
          const file = (name: string) => own.find(({ path }) => path.endsWith(`/${name}`));
          if (app.entry.kind === 'romm') {
            const { environment } = parse(file('compose.yaml')!.content).services.romm;
            expect(composed(environment.OIDC_CLIENT_ID)).toBe(client.client_id);
            if (secret) expect(composed(environment.OIDC_CLIENT_SECRET)).toBe(secret);
            expect(composed(environment.OIDC_REDIRECT_URI)).toBe(client.redirect_uris[0]);
          }
          if (app.entry.kind === 'kestra') {
            const { KESTRA_CONFIGURATION: inner } = parse(file('compose.yaml')!.content).services.kestra
              .environment;
            expect(parse(composed(inner))).toEqual(parse(file('application.yml')!.content));
          }
          const json = own.find(({ path }) => path.includes('/memos-idp-'));
          if (json) {
            const { clientId, clientSecret } = JSON.parse(json.content).config.oauth2Config;
            expect(clientId).toBe(client.client_id);
            if (secret) expect(clientSecret).toBe(secret);
          }
          if (provider.entry.kind === 'authelia') {
            const { oidc } = read(
              files.find(({ path }) => path === `${provider.id}/authelia-clients.yml`)!.content,
            ).identity_providers;
            const entry = oidc.clients.find(
              ({ client_id }: { client_id: string }) => client_id === client.client_id,
            );
            expect(entry.redirect_uris).toEqual(expect.arrayContaining([...client.redirect_uris]));
            expect(entry.scopes).toEqual(client.scopes);
            expect(entry.client_secret).toBe(secret === undefined ? undefined : DIGEST);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives Authelia files that its filters leave as they are, comments included', () => {
    const hostile = fc.constantFrom(
      '{{ env "HOME" }}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what Authelia's filter would replace, not a template.
      '${HOME}',
      '$HOME',
      '{{',
      '{{{',
      '$$',
      'a {{- x -}} b',
    );
    fc.assert(
      fc.property(ingredients, hostile, hostile, ([workspace, secrets], name, group) => {
        const apps = Object.fromEntries(
          Object.entries(workspace.apps).map(([id, app]) => [
            id,
            { ...app, client_name: name, groups: [group] },
          ]),
        );
        const { files } = renderingOf([{ ...workspace, apps }, secrets]);
        for (const { path, content } of files.filter(({ kind }) => kind === 'authelia-config')) {
          // expand-env acts on every dollar sign, template on double braces (Authelia's file filters).
          expect(content, path).not.toMatch(/\$|\{\{/);
          const { clients } = read(content).identity_providers.oidc;
          expect(clients.map(({ client_name }: { client_name: string }) => client_name)).toEqual(
            clients.map(() => name),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
