import { type ReactNode, useState } from 'react';
import type { AddressLeft } from '../../shared/standing/remains.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';
import type { Side } from '../apply/sides.ts';
import { Button } from '../components/button.tsx';
import { OutsideLink } from '../components/outside-link.tsx';
import { Way } from '../components/way-list.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import { providerName } from './names.ts';
import type { Wiring } from './use-connection.ts';

/** An address that is out of the workspace, and whether a person has to take it out at the provider as well. */
export interface RemovedAddress {
  readonly uri: string;
  readonly byHand: boolean;
}

/**
 * The address of the test login goes once the test has passed: out of the workspace, and by the way in which the provider is
 * applied. What was entered there by hand is taken out by hand, so that is said with its place. Until then it is said that
 * it is there.
 */
export function TestAddress(props: {
  readonly wiring: Wiring;
  readonly sides: readonly Side[];
  readonly address: AddressLeft | undefined;
  /** The address that was removed on this screen, so that it can be put back here. */
  readonly removed: RemovedAddress | undefined;
  readonly onRemoved: (removed: RemovedAddress | undefined) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const { wiring, address } = props;
  const { appId: id, savedApp: app } = wiring;
  const provider = providerName(wiring);
  const [busy, setBusy] = useState(false);
  const side = props.sides.find((one) => one.side === 'provider');
  const step = side?.deliverables
    .flatMap((one) => (one.form === 'guide' ? one.steps : []))
    .find(({ after }) => after === 'test');
  const byHand = step !== undefined && side?.plan.steps.some(({ files }) => files.length > 0) !== true;
  const put = async (entry: AppEntry, removed: RemovedAddress | undefined) => {
    setBusy(true);
    const answer = await actions.update({ op: 'put-app', id, entry });
    setBusy(false);
    if (answer.ok) {
      actions.setDraft(wiring.key, { app: {} });
      props.onRemoved(removed);
    } else if (answer.error.code !== 'conflict') actions.say('error', answer.error.message);
  };
  const remove = () => {
    if (!app) return;
    const { test_redirect_uri: uri, ...entry } = app;
    return put(entry, uri === undefined ? undefined : { uri, byHand });
  };
  const { removed } = props;
  if (address === undefined)
    return removed && app ? (
      <Way
        icon="check"
        title={t('done.redirect')}
        // What was entered by hand is out there already.
        text={t(removed.byHand ? 'done.redirect.gone.hand' : 'done.redirect.gone', { provider })}
      >
        <Button
          small
          look="quiet"
          busy={busy}
          onPress={() => void put({ ...app, test_redirect_uri: removed.uri }, undefined)}
        >
          {t('done.redirect.undo')}
        </Button>
        {!removed.byHand && (
          <Button
            small
            onPress={() => actions.go({ at: 'connect', handle: wiring.handle, app: id, step: 'apply' })}
          >
            {t('done.redirect.apply')}
          </Button>
        )}
      </Way>
    ) : null;
  const { uri, at, due } = address;
  if (at === 'planned' && !due)
    return (
      <Way
        icon="info"
        title={t('done.redirect.planned')}
        text={t('done.redirect.planned.about', { uri, provider })}
      >
        {null}
      </Way>
    );
  const way = byHand ? 'hand' : 'about';
  return (
    <Way
      icon="bin"
      title={t(due ? 'done.redirect' : 'done.redirect.still')}
      text={t(due ? `done.redirect.${way}` : `done.redirect.still.${way}`, {
        uri,
        provider,
        where: step?.where ?? '',
      })}
    >
      {byHand && step.url && <OutsideLink href={step.url}>{t('apply.open')}</OutsideLink>}
      <Button small look={due ? 'plain' : 'quiet'} busy={busy} onPress={() => void remove()}>
        {t(byHand ? 'done.redirect.out' : due ? 'done.redirect.go' : 'done.redirect.anyway')}
      </Button>
    </Way>
  );
}
