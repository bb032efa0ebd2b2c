import { type ReactNode, useEffect } from 'react';
import type { EndpointDifference } from '../../shared/client/announced.ts';
import type { ProviderKindView } from '../../shared/host/connection.ts';
import type { ProviderKind } from '../../shared/workspace/types.ts';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { More } from '../components/more.tsx';
import { NoticeBox, Notices } from '../components/notice.tsx';
import { Told } from '../components/told.tsx';
import { useSlow } from '../components/use-slow.ts';
import { providerKindOf } from '../store/app-kinds.ts';
import { useAppState, useSpeaker } from '../store/react.tsx';
import { LANGUAGE } from '../text/text.ts';
import type { Discovering } from './use-discovery.ts';

const clock = (at: Date): string => at.toLocaleTimeString(LANGUAGE, { hour12: false });

/** As wide as the style sheet means it, where it stands at the side. */
const isWide = () => window.matchMedia?.('(min-width: 66.01rem)').matches ?? false;

/**
 * What the provider announces at an address. Its room is kept until there is an answer, and nothing stands below it in
 * a wide window: so nothing moves when the answer comes. What to do about a bad one is folded where something does.
 */
export function DiscoveryPanel(props: {
  readonly discovering: Discovering;
  readonly typed: string;
  readonly chosen: ProviderKindView | undefined;
  readonly fixedKind: boolean;
  /** Endpoints that the workspace states differently. */
  readonly differs: readonly EndpointDifference[];
  readonly onUrl: (url: string) => void;
  readonly onKind: (kind: ProviderKind) => void;
  /** Said as long as nothing is asked. Then only the answer itself is shown, not what is in it. */
  readonly idle?: ReactNode;
  /** Said of a good answer, too. */
  readonly also?: string | undefined;
  /** What can be done about an answer that is not good. */
  readonly ways?: ReactNode;
  /** True: keeps the room of an answer, though none was asked for yet. */
  readonly room?: boolean;
  /** True if nothing stands below it in a wide window, so that all of a bad answer may be open. */
  readonly roomy?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const catalog = useAppState((state) => state.catalog!);
  const view = useAppState((state) => state.view);
  const { busy, step, found, stop } = props.discovering;
  const slow = useSlow(busy);
  const nameOf = (kind: ProviderKind) => providerKindOf({ catalog, view }, kind)?.name ?? kind;

  useEffect(() => {
    if (found) announce(`${t(`provider.discover.${found.status}`)}. ${found.summary}`);
  }, [found, t]);

  const stopIt = slow && (
    <Button small onPress={stop}>
      {t('action.stop')}
    </Button>
  );
  if (!found || (slow && props.idle !== undefined)) {
    return (
      <div className={props.room ? 'discovery room' : 'discovery'} aria-busy={busy}>
        {props.idle !== undefined && !slow ? (
          props.idle
        ) : (
          <div className="discovery-line">
            {slow ? <span className="spinner" aria-hidden="true" /> : <Icon name="search" />}
            <span className="grow quiet">
              {slow
                ? step || t('provider.discover.running', { url: props.typed.trim() })
                : t('provider.discover.idle')}
            </span>
            {stopIt}
          </div>
        )}
      </div>
    );
  }
  const good = found.status === 'found';
  const other = found.kind && props.chosen && found.kind !== props.chosen.kind ? found.kind : undefined;
  const suggested =
    found.suggested_url && found.suggested_url !== props.typed.trim() ? found.suggested_url : undefined;
  const looks =
    other && t('provider.discover.looks', { kind: nameOf(other), chosen: props.chosen?.name ?? '' });
  return (
    <div className={`discovery ${good ? 'good' : 'odd'}`} aria-busy={busy}>
      <div className="discovery-line">
        {slow ? (
          <span className="spinner" aria-hidden="true" />
        ) : (
          <Icon name={good ? 'pass' : 'warn'} size={18} />
        )}
        <div className="grow">
          <b>{t(found.untrusted ? 'provider.discover.untrusted' : `provider.discover.${found.status}`)}</b>
          {found.summary !== '' && (
            <p className="quiet">
              <Told text={found.summary} />
            </p>
          )}
          {!good && (found.fix !== undefined || props.idle === undefined) && (
            <More title={t('provider.discover.what')} open={props.roomy === true && isWide()}>
              <p className="quiet">
                <Told text={found.untrusted ? t('provider.discover.untrusted.fix') : (found.fix ?? '')} />
              </p>
              {props.idle === undefined && <p className="quiet small">{t('provider.discover.offline')}</p>}
              {props.discovering.again && (
                <div className="row">
                  <Button small icon="again" busy={busy} onPress={props.discovering.again}>
                    {t('provider.discover.again')}
                  </Button>
                  {props.discovering.asked_again && (
                    <span className="quiet small">
                      {t('provider.discover.asked', { time: clock(props.discovering.asked_again) })}
                    </span>
                  )}
                </div>
              )}
            </More>
          )}
          {props.fixedKind && looks && <p>{looks}</p>}
          {good && props.also && <p>{props.also}</p>}
        </div>
        {stopIt}
        {!good && props.ways}
      </div>
      {(suggested || (other && !props.fixedKind)) && (
        <div className="row discovery-acts">
          {suggested && (
            <Button small onPress={() => props.onUrl(suggested)}>
              {t('provider.discover.suggest', { url: suggested })}
            </Button>
          )}
          {other && !props.fixedKind && (
            <>
              <span>{looks}</span>
              <Button small onPress={() => props.onKind(other)}>
                {t('provider.discover.switch', { kind: nameOf(other) })}
              </Button>
            </>
          )}
        </div>
      )}
      {props.differs.map(({ name, written, announced }) => (
        <NoticeBox key={name} tone="warning" fix={t('provider.discover.differs.fix', { name })}>
          {t('provider.discover.differs', { name, written, announced })}
        </NoticeBox>
      ))}
      <Notices list={found.warnings} />
      {found.issuer && props.idle === undefined && (
        <More title={t('provider.discover.endpoints')}>
          <dl className="facts">
            <dt>{t('provider.discover.issuer')}</dt>
            <dd>
              <code>{found.issuer}</code>
            </dd>
            {found.version_hint && (
              <>
                <dt>{t('provider.discover.version')}</dt>
                <dd>{found.version_hint}</dd>
              </>
            )}
            {found.endpoints.map((one) => (
              <div key={one.name}>
                <dt>{one.name}</dt>
                <dd>
                  <code>{one.url}</code>
                </dd>
              </div>
            ))}
          </dl>
        </More>
      )}
    </div>
  );
}
