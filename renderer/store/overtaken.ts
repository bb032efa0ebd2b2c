import type { WorkspaceView } from '../../shared/host/workspace.ts';
import { appFromForm, type Form, formFromApp, formFromProvider, providerFromForm } from '../wizard/forms.ts';
import { appKindOf } from './app-kinds.ts';
import type { AppState, Draft, Overtaken } from './state.ts';

/** Where what was typed to change a provider is kept. No app is called like it. */
export const providerDraft = (provider: string): string => `provider/${provider}`;

/** The fields that are typed, and have another value now than they had when they were typed. */
const clashing = (typed: Form, before: Form, after: Form): readonly string[] =>
  Object.entries(typed).flatMap(([field, text]) => {
    const now = after[field] ?? '';
    return now !== (before[field] ?? '') && now !== text.trim() ? [field] : [];
  });

/** The first entry of which a field is typed here and has another value in `after`; undefined if there is none. */
export function overtaken(
  before: WorkspaceView,
  after: WorkspaceView,
  drafts: Readonly<Record<string, Draft>>,
  catalog: AppState['catalog'],
): Overtaken | undefined {
  for (const [id, was] of Object.entries(before.workspace.apps)) {
    const now = after.workspace.apps[id];
    const typed = drafts[id]?.app;
    if (!typed || !now) continue;
    const form = formFromApp(now);
    const fields = clashing(typed, formFromApp(was), form);
    const kind = appKindOf({ catalog, view: after }, typed['kind'] ?? now.kind);
    const entry = fields.length > 0 && appFromForm({ ...form, ...typed }, kind, now.provider, undefined);
    if (entry) return { change: { op: 'put-app', id, entry }, draft: id, part: 'app', fields };
  }
  for (const [id, was] of Object.entries(before.workspace.providers)) {
    const now = after.workspace.providers[id];
    const draft = providerDraft(id);
    const typed = drafts[draft]?.provider;
    if (!typed || !now) continue;
    const form = formFromProvider(now);
    const fields = clashing(typed, formFromProvider(was), form);
    const entry = fields.length > 0 && providerFromForm({ ...form, ...typed }, [typed['kind'] ?? now.kind]);
    if (entry) return { change: { op: 'put-provider', id, entry }, draft, part: 'provider', fields };
  }
  return undefined;
}
