import type { ReactNode } from 'react';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { Button } from '../components/button.tsx';
import { providerKindOf } from '../store/app-kinds.ts';
import { providerDraft } from '../store/overtaken.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { formFromProvider } from '../wizard/forms.ts';
import { ForecastLine } from './forecast-line.tsx';

/** How a provider is set up, what a newer version would change, and the ways to change and to remove it. */
export function ProviderFacts(props: {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly apps: readonly string[];
  /** The version that its last answer showed. */
  readonly seen: string | undefined;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const kind = useAppState((state) => providerKindOf(state, props.entry.kind));
  const typed = useAppState((state) => state.drafts[providerDraft(props.id)]?.provider);
  const { id, entry, apps, seen } = props;
  const saved = formFromProvider(entry);
  const unsaved = Object.entries(typed ?? {}).some(([field, text]) => text !== (saved[field] ?? ''));
  return (
    <section className="card provider-facts" aria-labelledby="facts">
      <h2 id="facts">{t('provider.facts')}</h2>
      <dl className="facts">
        <div className="whole-line">
          <dt>{t('provider.facts.address')}</dt>
          <dd>
            <code>{entry.url}</code>
          </dd>
        </div>
        <dt>{t('provider.facts.product')}</dt>
        <dd>{kind?.name ?? entry.kind}</dd>
        {(kind?.version_matters || entry.version !== undefined) && (
          <>
            <dt>{t('provider.facts.version')}</dt>
            <dd>{entry.version ?? t('provider.facts.version.none')}</dd>
          </>
        )}
        {seen !== undefined && (
          <>
            <dt>{t('provider.facts.seen')}</dt>
            <dd>{seen}</dd>
          </>
        )}
        {entry.ca_file !== undefined && (
          <div className="whole-line">
            <dt>{t('provider.facts.ca')}</dt>
            <dd>
              <code>{entry.ca_file}</code>
            </dd>
          </div>
        )}
        <dt>{t('provider.facts.name')}</dt>
        <dd>
          <code>{id}</code>
        </dd>
      </dl>
      {unsaved && <p className="small">{t('provider.change.unsaved')}</p>}
      <div className="row">
        <Button small onPress={() => actions.go({ at: 'provider', handle, id, part: 'change' })}>
          {t(unsaved ? 'provider.change.go-on' : 'overview.act.provider')}
        </Button>
      </div>
      <div className="provider-remove">
        {apps.length === 0 ? (
          <>
            <p className="quiet small">{t('provider.remove.none')}</p>
            <Button
              small
              look="danger"
              icon="bin"
              onPress={() => actions.go({ at: 'remove', handle, target: { kind: 'provider', id } })}
            >
              {t('provider.remove')}
            </Button>
          </>
        ) : (
          <p className="quiet small">{n('provider.remove.apps', apps.length)}</p>
        )}
      </div>
      <ForecastLine id={id} entry={entry} apps={apps} />
    </section>
  );
}
