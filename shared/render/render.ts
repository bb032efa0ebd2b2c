import { obstacleOf } from '../client/notices.ts';
import type { Connection } from '../client/types.ts';
import { groupBy } from '../group-by.ts';
import type { SecretBag } from '../secrets.ts';
import { renderApp } from './app.ts';
import { renderReadme } from './export-readme.ts';
import { renderProviderInParts } from './provider.ts';
import { makeAnew, type Reuse } from './reuse.ts';
import { guideToJson, guideToMarkdown, linesToText } from './text/deliverable.ts';
import type { Deliverable, RenderedFile } from './types.ts';

/**
 * Every deliverable for these connections: each provider's side once for all its apps, each app's side, and
 * the readme that says what goes where. Pure: the same connections and secrets always give the same lines.
 *
 * `appIds` limits the app sides and the guides. A provider's files still hold all its clients, because the
 * list of clients must be complete in one file. An app that nobody can sign in to yet is no client: one without
 * single sign-on, or without a redirect URI. It gets only its own side.
 */
export function renderDeliverables(
  connections: readonly Connection[],
  secrets: SecretBag,
  appIds?: readonly string[],
  reuse?: Reuse,
): Deliverable[] {
  const parts = renderInParts(connections, secrets, appIds, reuse);
  for (;;) {
    const part = parts.next();
    if (part.done) return part.value;
  }
}

/**
 * The same in small parts, so that the caller can pause between them. Yields how many apps are done. Only a
 * list of all clients in one file is made in one part.
 */
export function* renderInParts(
  connections: readonly Connection[],
  secrets: SecretBag,
  appIds: readonly string[] = connections.map((connection) => connection.app.id),
  reuse: Reuse = makeAnew,
): Generator<number, Deliverable[], undefined> {
  const wanted = new Set(appIds);
  const chosen = connections.filter((connection) => wanted.has(connection.app.id));
  const forApps: Deliverable[] = [];
  for (const [index, connection] of chosen.entries()) {
    forApps.push(...reuse(connection, 'app', () => renderApp(connection, secrets)));
    yield index + 1;
  }
  const clients = groupBy(connections.filter(isClient), ({ provider }) => provider.id);
  const forProviders: Deliverable[] = [];
  for (const id of new Set(chosen.map(({ provider }) => provider.id))) {
    for (const part of renderProviderInParts(clients.get(id) ?? [], secrets, wanted, reuse)) {
      forProviders.push(...part);
      yield chosen.length;
    }
  }
  const deliverables = [...forProviders, ...forApps];
  return [...deliverables, renderReadme(chosen, deliverables, secrets)];
}

/** True if the app can be a client of its provider: one that nobody can sign in to yet gets only its own side. */
export const isClient = (connection: Connection): boolean => obstacleOf(connection) === undefined;

/** The files of a deliverable. A guide becomes Markdown, and also JSON for programs. */
export function filesOf(deliverable: Deliverable): RenderedFile[] {
  const { path, kind, side, provider, app, secret } = deliverable;
  const base = { path, kind, side, provider, ...(app === undefined ? {} : { app }), secret };
  if (deliverable.form === 'file') return [{ ...base, content: linesToText(deliverable.lines) }];
  return [
    { ...base, content: guideToMarkdown(deliverable) },
    { ...base, path: path.replace(/\.md$/, '.json'), content: guideToJson(deliverable) },
  ];
}
