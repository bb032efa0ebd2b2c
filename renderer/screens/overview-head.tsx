import type { ReactNode } from 'react';
import type { MapTitle } from '../../shared/standing/map.ts';
import { Button } from '../components/button.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { Way, WayList } from '../components/way-list.tsx';
import { providerKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';

/** What needs the person, first, in one line, and the rest in a second one. */
export function useTitle(title: MapTitle): { readonly title: string; readonly lead: string } {
  const { t, n } = useSpeaker();
  const provider = useAppState((state) => {
    if (title.word !== 'stopped') return '';
    const entry = state.view?.workspace.providers[title.provider];
    return providerKindOf(state, entry?.kind)?.name ?? title.provider;
  });
  switch (title.word) {
    case 'empty':
      return { title: t('overview.title.empty'), lead: t('overview.lead.none') };
    case 'looking':
      return { title: t('overview.title'), lead: n('overview.lead.looking', title.total) };
    case 'stopped':
      if (title.unreached || title.stopped > 1)
        return {
          title:
            title.stopped === 1
              ? t('overview.title.unreached', { provider })
              : t(title.unreached ? 'overview.title.unreached.several' : 'overview.title.stopped.several', {
                  count: String(title.stopped),
                }),
          lead: n('overview.lead.unreached', title.waiting),
        };
      return {
        title: n('overview.title.stopped', title.waiting, { provider }),
        lead: t('overview.lead.stopped'),
      };
    case 'needed': {
      const rest = title.total - title.needing - title.working;
      const said = [
        title.working > 0 ? n('overview.lead.working', title.working) : '',
        rest > 0 ? n('overview.lead.rest', rest) : '',
      ];
      return {
        title:
          title.total === 1
            ? t('overview.title.needed.only')
            : n('overview.title.needed', title.needing, { of: String(title.total) }),
        // There is always a second line: what stands below it would move when one comes or goes.
        lead: said.filter(Boolean).join(' ') || t('overview.lead.next'),
      };
    }
    case 'connected':
      return { title: t('overview.title.good'), lead: t('overview.lead.connected') };
    case 'good':
      return { title: t('overview.title.good'), lead: t('overview.lead.good') };
    case 'unseen':
      return { title: t('overview.title.good'), lead: t('overview.lead.unseen') };
  }
}

/** A workspace without an app: what it is going to be, and three ways to begin. */
export function NothingYet({ onConnect }: { readonly onConnect: () => void }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const view = useAppState((state) => state.view!);
  const { handle } = view;
  return (
    <>
      <div className="chain" aria-hidden="true">
        <ChainLink icon="people" name={t('overview.people')} how={t('overview.people.how')} />
        <span className="wire none" />
        <ChainLink icon="key" name={t('overview.chain.provider')} how={t('overview.chain.provider.how')} />
        <span className="wire none" />
        <ChainLink icon="grid" name={t('overview.chain.apps')} how={t('overview.chain.apps.how')} />
      </div>
      <WayList>
        <Way icon="plus" title={t('overview.connect')} text={t('overview.begin.connect')}>
          <Button look="primary" onPress={onConnect}>
            {t('overview.connect')}
          </Button>
        </Way>
        {!view.practice && (
          <Way icon="bring" title={t('overview.begin.bring')} text={t('overview.begin.bring.hint')}>
            <Button onPress={() => actions.go({ at: 'bring', handle })}>
              {t('overview.begin.bring.go')}
            </Button>
          </Way>
        )}
        <Way icon="ask" title={t('overview.begin.explain')} text={t('overview.begin.explain.hint')}>
          <Button onPress={() => actions.go({ at: 'explain', handle })}>
            {t('overview.begin.explain.go')}
          </Button>
        </Way>
      </WayList>
    </>
  );
}

function ChainLink(props: {
  readonly icon: IconName;
  readonly name: string;
  readonly how: string;
}): ReactNode {
  return (
    <div className="people">
      <span className="mark">
        <Icon name={props.icon} size={20} />
      </span>
      <b>{props.name}</b>
      <small>{props.how}</small>
    </div>
  );
}
