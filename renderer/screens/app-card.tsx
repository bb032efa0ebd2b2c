import { type ReactNode, useRef } from 'react';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { ActionMenu } from '../components/action-menu.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { RouteLink } from '../components/shell.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { appKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { hostOf } from '../wizard/host-of.ts';
import type { CardState } from './app-standing.ts';

/** One app: its state, and all actions for it. */
export function AppCard(props: {
  readonly id: string;
  readonly entry: AppEntry;
  readonly standing: CardState;
  /** Where it stands in the whole list, while only a part of that is shown. */
  readonly place?: { readonly at: number; readonly of: number };
}): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const kind = useAppState((state) => appKindOf(state, props.entry.kind));
  const now = useRef(Date.now());
  const { id, entry, standing } = props;
  const name = entry.client_name ?? kind?.name ?? id;
  const step =
    standing.text === 'unapplied' || standing.text === 'reapply'
      ? 'apply'
      : standing.text === 'rotating'
        ? undefined
        : 'test';
  return (
    <li
      className="card app-card"
      {...(props.place ? { 'aria-posinset': props.place.at, 'aria-setsize': props.place.of } : {})}
    >
      <RouteLink
        to={step ? { at: 'connect', handle, app: id, step } : { at: 'rotate', handle, app: id }}
        className="app-link"
      >
        <ProductMark kind={entry.kind} name={name} />
        <span className="grow">
          <b>{[name, entry.version].filter(Boolean).join(' ')}</b>
          <small>{hostOf(entry.url)}</small>
        </span>
      </RouteLink>
      <ActionMenu
        label={t('overview.actions', { name })}
        items={[
          { id: 'test', text: t('overview.act.test'), act: () => void actions.runChecks([id]) },
          {
            id: 'apply',
            text: t('overview.act.apply'),
            act: () => actions.go({ at: 'connect', handle, app: id, step: 'apply' }),
          },
          {
            id: 'edit',
            text: t('overview.act.edit'),
            act: () => actions.go({ at: 'connect', handle, app: id, step: 'addresses' }),
          },
          ...(kind && kind.versions.lines.length > 1
            ? [
                {
                  id: 'upgrade',
                  text: t('overview.act.upgrade'),
                  act: () => actions.go({ at: 'upgrade', handle, target: { kind: 'app', id } }),
                },
              ]
            : []),
          {
            id: 'rotate',
            text: t('overview.act.rotate'),
            act: () => actions.go({ at: 'rotate', handle, app: id }),
          },
          {
            id: 'remove',
            text: t('overview.act.remove'),
            act: () => actions.go({ at: 'remove', handle, target: { kind: 'app', id } }),
          },
        ]}
      />
      <div className="app-state">
        <StateMark state={standing.state} text={t(`overview.state.${standing.text}`)} />
        <span className="quiet small">
          {(standing.text === 'unapplied' || standing.text === 'reapply') && standing.applied
            ? t('overview.applied', { done: standing.applied.done, total: standing.applied.total })
            : standing.at
              ? speaker.ago(Date.parse(standing.at), now.current)
              : ''}
        </span>
      </div>
    </li>
  );
}
