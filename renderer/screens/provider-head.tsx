import { type ReactNode, useRef } from 'react';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { ActionMenu } from '../components/action-menu.tsx';
import { Button } from '../components/button.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { providerKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { hostOf } from '../wizard/host-of.ts';

/** One provider: its address, its version, when it last answered, and the actions for it. */
export function ProviderHead(props: {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly answeredAt: string | null;
  readonly anApp: string | undefined;
  readonly onConnect: () => void;
  /** Opens the wizard for a provider that no app uses yet. */
  readonly onEditAlone: () => void;
}): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const kind = useAppState((state) => providerKindOf(state, props.entry.kind));
  const now = useRef(Date.now());
  const name = kind?.name ?? props.id;
  const edit = () => {
    if (!props.anApp) return props.onEditAlone();
    actions.go({ at: 'connect', handle, app: props.anApp, step: 'provider' });
  };
  return (
    <header className="provider-head">
      <ProductMark kind={props.entry.kind} name={name} />
      <div className="grow">
        <h2 id={`provider-${props.id}`}>{[name, props.entry.version].filter(Boolean).join(' ')}</h2>
        <p className="quiet small">
          {hostOf(props.entry.url)} ·{' '}
          {props.answeredAt
            ? t('overview.answered', { when: speaker.ago(Date.parse(props.answeredAt), now.current) })
            : t('overview.answered.never')}
        </p>
      </div>
      <Button small look="quiet" icon="plus" onPress={props.onConnect}>
        {t('overview.connect')}
        <span className="unheard"> {name}</span>
      </Button>
      <ActionMenu
        label={t('overview.actions', { name })}
        items={[
          { id: 'edit', text: t('overview.act.provider'), act: edit },
          {
            id: 'upgrade',
            text: t('overview.act.upgrade'),
            act: () => actions.go({ at: 'upgrade', handle, target: { kind: 'provider', id: props.id } }),
          },
          {
            id: 'remove',
            text: t('overview.act.provider.remove'),
            act: () => actions.go({ at: 'remove', handle, target: { kind: 'provider', id: props.id } }),
          },
        ]}
      />
    </header>
  );
}
