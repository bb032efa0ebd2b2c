import { type ReactNode, useEffect, useState } from 'react';
import type { AppKind, ProviderKind } from '../../shared/workspace/types.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { RouteLink } from '../components/shell.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { appKindOf, providerKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { isUnfinished, resumeStep } from '../wizard/forms.ts';
import { hostOf } from '../wizard/host-of.ts';

/** The new connection that was begun and isn't in the workspace yet, as far as it is known. */
interface Unfinished {
  readonly name: string;
  readonly kind: AppKind | ProviderKind;
  readonly url: string;
  readonly route: {
    readonly at: 'connect';
    readonly handle: string;
    readonly app: 'new';
    readonly step: ReturnType<typeof resumeStep>;
  };
}

/** Loads what was typed for a new connection, also before the program was started. */
export function useUnfinished(): Unfinished | undefined {
  const { actions } = useApp();
  const { t } = useSpeaker();
  const view = useAppState((state) => state.view!);
  const { handle } = view;
  const draft = useAppState((state) => state.drafts['new']);
  const catalog = useAppState((state) => state.catalog);
  useEffect(() => {
    if (!draft) void actions.loadDraft('new');
  }, [draft, actions]);
  if (!draft || !isUnfinished(draft)) return undefined;
  const { app, provider } = draft;
  const appKind = appKindOf({ catalog, view }, app['kind']);
  const providerKind = providerKindOf({ catalog, view }, provider['kind']);
  const described = app['kind'] === 'custom' ? app['describe.name'] : undefined;
  return {
    name:
      described || app['client_name'] || appKind?.name || providerKind?.name || t('overview.unfinished.new'),
    kind: appKind?.kind ?? providerKind?.kind ?? 'custom',
    url: app['url'] || provider['url'] || '',
    route: { at: 'connect', handle, app: 'new', step: resumeStep(draft) },
  };
}

/** How a new connection begins: at which provider of the workspace, and with which step. */
interface Beginning {
  readonly provider?: string;
  readonly step: 'provider' | 'app';
}

/** Begins a new connection. What was typed earlier is thrown away only when the person says so, in the dialog. */
export function useBeginning(): {
  readonly begin: (how: Beginning) => void;
  readonly dialog: ReactNode;
} {
  const { actions, store } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const unfinished = useUnfinished();
  const [asking, setAsking] = useState<Beginning>();
  const start = ({ provider, step }: Beginning) => {
    actions.dropDraft('new');
    if (provider !== undefined)
      actions.setDraft('new', { provider: { id: provider }, app: {}, reached: step === 'app' ? 1 : 0 });
    actions.go({ at: 'connect', handle, app: 'new', step });
  };
  const beginSafely = async (how: Beginning) => {
    await actions.loadDraft('new');
    const draft = store.getState().drafts['new'];
    if (draft && isUnfinished(draft)) setAsking(how);
    else start(how);
  };
  return {
    begin: (how) => void beginSafely(how),
    dialog: unfinished && asking && (
      <UnfinishedDialog
        unfinished={unfinished}
        onDiscard={() => start(asking)}
        onClose={() => setAsking(undefined)}
      />
    ),
  };
}

/** Leads back to the connection that was begun. */
export function UnfinishedCard({ unfinished }: { readonly unfinished: Unfinished }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const { name, kind, url, route } = unfinished;
  return (
    <section aria-label={t('overview.unfinished')}>
      <ul className="app-rows">
        <li className="app-item app-row">
          <RouteLink to={route} className="app-link">
            <ProductMark kind={kind} name={name} />
            <span className="grow">
              <b className="cut-off">{name}</b>
              <StateMark
                state="waiting"
                text={[t('overview.unfinished'), url === '' ? '' : hostOf(url)].filter(Boolean).join(', ')}
              />
            </span>
          </RouteLink>
          <div className="row">
            <Button small onPress={() => actions.go(route)}>
              {t('overview.unfinished.continue')}
            </Button>
            <Button small look="quiet" onPress={() => actions.dropDraft('new')}>
              {t('overview.unfinished.discard')}
            </Button>
          </div>
        </li>
      </ul>
    </section>
  );
}

/** Asks what becomes of the connection that was begun before another one begins. */
function UnfinishedDialog(props: {
  readonly unfinished: Unfinished;
  readonly onDiscard: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const { name, route } = props.unfinished;
  return (
    <Dialog title={t('overview.unfinished.ask', { name })} onClose={props.onClose}>
      <p>{t('overview.unfinished.ask.text')}</p>
      <div className="row">
        <Button look="primary" autoFocus onPress={() => actions.go(route)}>
          {t('overview.unfinished.continue')}
        </Button>
        <Button look="danger" onPress={props.onDiscard}>
          {t('overview.unfinished.another')}
        </Button>
      </div>
    </Dialog>
  );
}
