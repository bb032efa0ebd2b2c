import type { ReactNode } from 'react';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { Button } from '../components/button.tsx';
import { Choice } from '../components/fields.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { Rich } from '../components/rich.tsx';
import { providerDraft } from '../store/overtaken.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { DiscoveryPanel } from './discovery-panel.tsx';
import { hostOf } from './host-of.ts';
import { changedKind, ProviderFields } from './provider-fields.tsx';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';
import { type ProviderForm, useProviderForm } from './use-provider-form.ts';

/** Chooses the provider: one of the workspace, or a new one with its kind, address and version. */
export function ProviderStep({
  wiring,
  onNext,
}: {
  readonly wiring: Wiring;
  readonly onNext: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const providers = useAppState((state) => state.view!.workspace.providers);
  const catalog = useAppState((state) => state.catalog!);
  const beside = useAppState((state) => state.view!.own_providers);
  const kinds = [...beside, ...catalog.providers];
  const { providerId: id, savedProvider: saved, providerKind: kind, providerEntry: entry } = wiring;
  const of = useProviderForm({
    id,
    saved,
    form: wiring.providerForm,
    entry,
    kind,
    problems: wiring.problems,
    onChange: wiring.setProvider,
  });
  const ids = Object.keys(providers);

  const change = (form?: { readonly url: string }) => {
    if (form) actions.setDraft(providerDraft(id), { provider: form });
    const back = { app: wiring.key, step: 'provider' } as const;
    actions.go({ at: 'provider', handle: wiring.handle, id, part: 'change', back });
  };
  const next = async () => {
    const outcome = await of.save();
    if (outcome === 'incomplete' && saved) change();
    if (outcome !== 'saved') return;
    const app = wiring.savedApp;
    if (app && app.provider !== id)
      await actions.update({ op: 'put-app', id: wiring.appId, entry: { ...app, provider: id } });
    actions.setDraft(wiring.key, { provider: { id } });
    onNext();
  };

  return (
    <StepFrame
      enter
      title={t('provider.title')}
      lead={t('provider.lead')}
      onNext={next}
      busy={of.saving}
      reluctant={of.urlIssue?.offer !== undefined}
      onStop={of.stop}
    >
      <div className="stack wide">
        {ids.length > 0 && (
          <div className="form">
            <Choice
              label={t('provider.which')}
              value={saved ? id : '+'}
              onChange={(id) => actions.setDraft(wiring.key, { provider: { id } })}
              options={[
                ...ids.map((id) => {
                  const entry = providers[id]!;
                  const name = kinds.find((one) => one.kind === entry.kind)?.name ?? entry.kind;
                  return {
                    value: id,
                    title: [name, entry.version].filter(Boolean).join(' '),
                    text: hostOf(entry.url),
                    before: <ProductMark kind={entry.kind} name={name} />,
                  };
                }),
                { value: '+', title: t('provider.another'), text: t('provider.another.hint') },
              ]}
            />
          </div>
        )}
        {!saved && (
          <div className="form">
            <Choice
              label={t('provider.kind')}
              name={`${of.path}.kind`}
              // Small, so that the address that is asked for next is seen at once.
              look="tiles"
              value={kind?.kind ?? ''}
              issue={of.tried && !kind ? { severity: 'error', message: t('field.choose') } : undefined}
              onChange={(value) => of.onChange(changedKind(value))}
              options={kinds.map((one) => ({
                value: one.kind,
                title: one.name,
                ...(one.kind === 'oidc' ? { text: <Rich text={t('provider.kind.oidc')} /> } : {}),
                before: <ProductMark kind={one.kind} name={one.name} />,
              }))}
            />
          </div>
        )}
        {saved ? (
          <SavedProvider wiring={wiring} of={of} saved={saved} change={change} />
        ) : (
          kind && <ProviderFields of={of} />
        )}
      </div>
    </StepFrame>
  );
}

/** One that is in the workspace, as it is set up, and whether it answers. It serves all its apps, so it is changed elsewhere. */
function SavedProvider(props: {
  readonly wiring: Wiring;
  readonly of: ProviderForm;
  readonly saved: ProviderEntry;
  readonly change: (form?: { readonly url: string }) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { wiring, of, saved, change } = props;
  const { providerKind: kind } = wiring;
  return (
    <div className="provider-fields">
      <div className="provider-address stack tight">
        <dl className="facts">
          <dt>{t('provider.facts.address')}</dt>
          <dd>
            <code>{saved.url}</code>
          </dd>
          {(kind?.version_matters || saved.version !== undefined) && (
            <>
              <dt>{t('provider.facts.version')}</dt>
              <dd>{saved.version ?? t('provider.facts.version.none')}</dd>
            </>
          )}
        </dl>
        <p className="quiet">{t('provider.change.elsewhere')}</p>
        <div className="row">
          <Button small onPress={() => change()}>
            {t('overview.act.provider')}
          </Button>
        </div>
      </div>
      <div className="provider-seen">
        <DiscoveryPanel
          key={of.id}
          discovering={of.discovering}
          typed={of.asked}
          chosen={kind}
          onUrl={(url) => change({ url })}
          onKind={() => change()}
          fixedKind
          roomy
          differs={of.differs}
        />
      </div>
    </div>
  );
}
