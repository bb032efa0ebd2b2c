import { type ReactNode, useEffect } from 'react';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { BusyLine } from '../components/busy-line.tsx';
import { Shell } from '../components/shell.tsx';
import { providerKindOf } from '../store/app-kinds.ts';
import { providerDraft } from '../store/overtaken.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import type { AppState } from '../store/state.ts';
import { formFromProvider, providerFromForm, sameEntry } from '../wizard/forms.ts';
import { ProviderConsequences, useConsequences } from '../wizard/provider-consequences.tsx';
import { ProviderFields } from '../wizard/provider-fields.tsx';
import { StepFrame } from '../wizard/step-frame.tsx';
import { useFocusOn } from '../wizard/use-focus-on.ts';
import { useProviderForm } from '../wizard/use-provider-form.ts';
import { useProviderName } from './provider-hub.tsx';

/** What leads here, and is shown again afterwards. */
export type ComeFrom = Extract<AppState['route'], { at: 'provider' }>['back'] | undefined;

/** Changes a provider's address, version or certificate. What that touches is named before it is saved. */
export function ProviderChange({
  id,
  entry,
  focus,
  back,
}: {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly focus: string | undefined;
  readonly back: ComeFrom;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const key = providerDraft(id);
  const draft = useAppState((state) => state.drafts[key]);
  useEffect(() => {
    if (!draft) void actions.loadDraft(key);
  }, [draft, key, actions]);
  return (
    <Shell>
      {draft ? (
        <Change id={id} entry={entry} focus={focus} back={back} typed={draft.provider} />
      ) : (
        <BusyLine text={t('app.starting')} />
      )}
    </Shell>
  );
}

const NO_PROBLEMS = [] as const;

function Change(props: {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly focus: string | undefined;
  readonly back: ComeFrom;
  /** What differs from the entry. */
  readonly typed: Readonly<Record<string, string>>;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { actions } = useApp();
  const view = useAppState((state) => state.view!);
  const catalog = useAppState((state) => state.catalog!);
  const kind = useAppState((state) => providerKindOf(state, props.entry.kind));
  const { id, entry: saved, typed } = props;
  const name = useProviderName(id, saved);
  const form = { ...formFromProvider(saved), ...typed };
  const entry = providerFromForm(
    form,
    [...catalog.providers, ...view.own_providers].map((one) => one.kind),
  );
  const changed = entry && !sameEntry(entry, saved) ? entry : undefined;
  const consequences = useConsequences(id, changed);
  const touched = consequences.value?.apps.length ?? 0;
  const key = providerDraft(id);
  const of = useProviderForm({
    id,
    saved,
    form,
    entry,
    kind,
    problems: consequences.value?.problems ?? NO_PROBLEMS,
    onChange: (change) => actions.setDraft(key, { provider: { ...typed, ...change } }),
  });
  useFocusOn(props.focus, true);
  const leave = () => {
    actions.dropDraft(key);
    const { handle } = view;
    actions.go(
      typeof props.back === 'string'
        ? { at: props.back, handle }
        : props.back
          ? { at: 'connect', handle, ...props.back }
          : { at: 'provider', handle, id },
    );
  };
  const save = async () => {
    if ((await of.save()) !== 'saved') return;
    if (changed) actions.say('pass', t('provider.change.saved', { name }));
    leave();
  };
  return (
    <StepFrame
      enter
      title={t('provider.change.title', { name })}
      lead={t('provider.change.lead')}
      next={t('provider.change.save')}
      onNext={save}
      busy={of.saving}
      onStop={of.stop}
      reluctant={of.urlIssue?.offer !== undefined}
      back={t('provider.change.keep')}
      onBack={leave}
      // In a small window the rest of it is further down.
      remark={touched > 0 ? n('provider.touches.apps', touched) : ''}
    >
      <ProviderFields
        of={of}
        consequences={<ProviderConsequences said={consequences} changed={changed !== undefined} />}
      />
    </StepFrame>
  );
}
