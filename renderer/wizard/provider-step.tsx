import type { ReactNode } from 'react';
import { Choice } from '../components/fields.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { sameEntry } from './forms.ts';
import { hostOf } from './host-of.ts';
import { ProviderConsequences, useConsequences } from './provider-consequences.tsx';
import { AboutKind, changedKind, ProviderFields } from './provider-fields.tsx';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';
import { useProviderForm } from './use-provider-form.ts';

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
  const changed = saved && entry && !sameEntry(entry, saved) ? entry : undefined;
  const consequences = useConsequences(id, changed);
  const ids = Object.keys(providers);

  const next = async () => {
    if ((await of.save()) !== 'saved') return;
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
              value={kind?.kind ?? ''}
              issue={of.tried && !kind ? { severity: 'error', message: t('field.choose') } : undefined}
              onChange={(value) => of.onChange(changedKind(value))}
              options={kinds.map((one) => ({
                value: one.kind,
                title: one.name,
                text: <AboutKind what="provider.kind" kind={one} />,
                before: <ProductMark kind={one.kind} name={one.name} />,
              }))}
            />
          </div>
        )}
        {(kind || saved) && (
          <ProviderFields of={of} consequences={changed && <ProviderConsequences said={consequences} />} />
        )}
      </div>
    </StepFrame>
  );
}
