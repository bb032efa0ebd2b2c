import { type ReactNode, useState } from 'react';
import { planOf } from '../../shared/standing/apply-plan.ts';
import { Button } from '../components/button.tsx';
import { OutsideLink } from '../components/outside-link.tsx';
import { Way } from '../components/way-list.tsx';
import { useApp, useAsked, useSpeaker } from '../store/react.tsx';
import { providerName } from './names.ts';
import type { Wiring } from './use-connection.ts';

/**
 * The address of the test login goes once the test has passed: out of the workspace, and by the way in which the provider is
 * applied. What was entered there by hand is taken out by hand, so that is said with its place.
 */
export function TestAddress(props: {
  readonly wiring: Wiring;
  /** True if it was removed on this screen. */
  readonly removed: boolean;
  readonly onRemoved: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const { wiring } = props;
  const { handle, appId: id, savedApp: app } = wiring;
  const provider = providerName(wiring);
  const uri = app?.test_redirect_uri;
  const asked = useAsked('deliverables.preview', uri === undefined ? null : { handle, app: id });
  const [busy, setBusy] = useState(false);
  const side = asked.value?.deliverables.filter((one) => one.side === 'provider') ?? [];
  const step = side
    .flatMap((one) => (one.form === 'guide' ? one.steps : []))
    .find(({ after }) => after === 'test');
  const plan = planOf(side, () => 'no', { chosen: asked.value?.ways.provider });
  const byHand = step !== undefined && !plan.steps.some(({ files }) => files.length > 0);
  const remove = async () => {
    if (!app) return;
    const { test_redirect_uri: _, ...entry } = app;
    setBusy(true);
    const answer = await actions.update({ op: 'put-app', id, entry });
    setBusy(false);
    if (answer.ok) {
      actions.setDraft(wiring.key, { app: {} });
      // What was entered by hand is out there already.
      if (!byHand) props.onRemoved();
    } else if (answer.error.code !== 'conflict') actions.say('error', answer.error.message);
  };
  if (uri === undefined)
    return props.removed ? (
      <Way icon="check" title={t('done.redirect')} text={t('done.redirect.gone', { provider })}>
        <Button
          small
          onPress={() => actions.go({ at: 'connect', handle: wiring.handle, app: id, step: 'apply' })}
        >
          {t('done.redirect.apply')}
        </Button>
      </Way>
    ) : null;
  return (
    <Way
      icon="bin"
      title={t('done.redirect')}
      text={
        byHand
          ? t('done.redirect.hand', { uri, provider, where: step.where })
          : t('done.redirect.about', { uri, provider })
      }
    >
      {byHand && step.url && <OutsideLink href={step.url}>{t('apply.open')}</OutsideLink>}
      <Button small busy={busy} onPress={() => void remove()}>
        {t(byHand ? 'done.redirect.out' : 'done.redirect.go')}
      </Button>
    </Way>
  );
}
