import { hasNoSso } from '../client/notices.ts';
import type { Connection } from '../client/types.ts';
import type { SecretBag } from '../secrets.ts';
import { renderApp } from './app.ts';
import { renderReadme } from './export-readme.ts';
import { renderProvider } from './provider.ts';
import { guideToJson, guideToMarkdown, linesToText } from './text/deliverable.ts';
import type { Deliverable, RenderedFile } from './types.ts';

/**
 * Every deliverable for these connections: each provider's side once for all its apps, each app's side, and
 * the readme that says what goes where. Pure: the same connections and secrets always give the same lines.
 *
 * `appIds` limits the app sides and the guides. A provider's files still hold all its clients, because the
 * list of clients must be complete in one file. An app without single sign-on gets only its guide.
 */
export function renderDeliverables(
  connections: readonly Connection[],
  secrets: SecretBag,
  appIds: readonly string[] = connections.map((connection) => connection.app.id),
): Deliverable[] {
  const wanted = new Set(appIds);
  const chosen = connections.filter((connection) => wanted.has(connection.app.id));
  const providers = [...new Set(chosen.map((connection) => connection.provider.id))];
  const forProviders = providers.flatMap((id) =>
    renderProvider(
      connections.filter((connection) => connection.provider.id === id && !hasNoSso(connection)),
      secrets,
    ).filter((deliverable) => deliverable.app === undefined || wanted.has(deliverable.app)),
  );
  const forApps = chosen.flatMap((connection) => renderApp(connection, secrets));
  const deliverables = [...forProviders, ...forApps];
  return [...deliverables, renderReadme(chosen, deliverables)];
}

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
