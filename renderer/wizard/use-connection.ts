import { useMemo } from 'react';
import type { Problem } from '../../shared/host/common.ts';
import type { AppKindView, ConnectionView, ProviderKindView } from '../../shared/host/connection.ts';
import type { AppEntry, ProviderEntry } from '../../shared/workspace/types.ts';
import { appKindOf, providerKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { EMPTY_DRAFT } from '../store/state.ts';
import {
  APP_DEFAULTS,
  appFromForm,
  type Form,
  formFromApp,
  formFromProvider,
  freeId,
  providerFromForm,
} from './forms.ts';

const NO_PROBLEMS: readonly Problem[] = [];

/** One connection in the wizard: the saved entries, the typed changes, and what is derived from both. */
export interface Wiring {
  readonly handle: string;
  /** The app's id in the workspace; for a new app, the id it will get. */
  readonly appId: string;
  readonly isNew: boolean;
  /** The key under which the wizard's draft is stored. */
  readonly key: string;
  readonly savedApp: AppEntry | undefined;
  readonly providerId: string;
  readonly savedProvider: ProviderEntry | undefined;
  /** What the practice provider is called, in practice; its address says nothing to anybody. */
  readonly practiceProvider: string | undefined;
  readonly providerForm: Form;
  readonly appForm: Form;
  readonly providerEntry: ProviderEntry | undefined;
  readonly appEntry: AppEntry | undefined;
  readonly providerKind: ProviderKindView | undefined;
  readonly appKind: AppKindView | undefined;
  readonly connection: ConnectionView | undefined;
  readonly problems: readonly Problem[];
  readonly deriving: boolean;
  readonly setProvider: (change: Form) => void;
  readonly setApp: (change: Form) => void;
}

export function useWiring(routeApp: string): Wiring | undefined {
  const { actions } = useApp();
  const { t } = useSpeaker();
  const view = useAppState((state) => state.view);
  const catalog = useAppState((state) => state.catalog);
  const draft = useAppState((state) => state.drafts[routeApp]);
  const generation = useAppState((state) => state.generation);

  const base = useMemo(() => {
    if (!view || !catalog) return undefined;
    const { workspace } = view;
    const isNew = routeApp === 'new';
    const typed = draft ?? EMPTY_DRAFT;
    const savedApp = isNew ? undefined : workspace.apps[routeApp];
    const providerIds = Object.keys(workspace.providers);
    // The provider: the one chosen in this wizard, or the app's, or the first of the workspace.
    const chosen =
      typed.provider['id'] ?? savedApp?.provider ?? (providerIds.length > 0 ? providerIds[0]! : '');
    const adding = chosen === '' || chosen === '+';
    const savedProvider = adding ? undefined : workspace.providers[chosen];
    // One that is in the workspace is changed on its own screen.
    const providerForm: Form = savedProvider
      ? { ...formFromProvider(savedProvider) }
      : { ...formFromProvider(undefined), ...typed.provider };
    const providerEntry = providerFromForm(
      providerForm,
      [...catalog.providers, ...view.own_providers].map(({ kind }) => kind),
    );
    const providerId = adding ? freeId(providerForm['kind'] ?? 'provider', providerIds) : chosen;
    const appForm: Form = { ...(savedApp ? {} : APP_DEFAULTS), ...formFromApp(savedApp), ...typed.app };
    const appId = isNew
      ? freeId(appForm['kind'] ?? 'app', [...Object.keys(workspace.apps), 'new'])
      : routeApp;
    const appKind = appKindOf({ catalog, view }, appForm['kind']);
    const providerKind = providerKindOf({ catalog, view }, providerForm['kind']);
    return {
      handle: view.handle,
      appId,
      isNew,
      savedApp,
      providerId,
      savedProvider,
      providerForm,
      appForm,
      providerEntry,
      appKind,
      providerKind,
    };
  }, [view, catalog, draft, routeApp]);

  const drafted = base ? appFromForm(base.appForm, base.appKind, base.providerId, undefined) : undefined;
  const askable = base?.providerEntry && drafted && drafted.url !== '' && base.providerEntry.url !== '';
  const asked = useAsked(
    'connection.derive',
    askable && base.providerEntry && drafted
      ? {
          handle: base.handle,
          app: base.appId,
          draft: { provider: { id: base.providerId, entry: base.providerEntry }, app: drafted },
        }
      : null,
    { delay: 200, generation },
  );
  if (!base || !draft) return undefined;
  const connection = askable ? (asked.value?.connection ?? undefined) : undefined;
  return {
    ...base,
    key: routeApp,
    practiceProvider: view?.practice ? t('practice.provider') : undefined,
    appEntry: appFromForm(
      base.appForm,
      base.appKind,
      base.providerId,
      asked.value?.connection?.suggested_test_redirect_uri,
    ),
    connection,
    problems: askable ? (asked.value?.problems ?? NO_PROBLEMS) : NO_PROBLEMS,
    deriving: asked.busy,
    setProvider: (change) => actions.setDraft(routeApp, { provider: { ...draft.provider, ...change } }),
    setApp: (change) => actions.setDraft(routeApp, { app: { ...draft.app, ...change } }),
  };
}
