import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SecretEntry, SecretsStatus } from '../../shared/host/secrets.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Choice } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { NoAnswer, NoticeBox } from '../components/notice.tsx';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { appName, providerName } from './names.ts';
import { SecretRow } from './secret-row.tsx';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';

/**
 * Where secrets come from and where they are stored. The page contains none unless one is shown on request.
 */
export function SecretsStep(props: {
  readonly wiring: Wiring;
  readonly onBack: () => void;
  readonly onNext: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { wiring } = props;
  const { actions, client } = useApp();
  const generation = useAppState((state) => state.generation);
  const apps = useAppState((state) => state.view!.workspace.apps);
  const asked = useAsked('secrets.status', { handle: wiring.handle, app: wiring.appId }, { generation });
  const [status, setStatus] = useState<SecretsStatus>();
  const [how, setHow] = useState<'generate' | 'provide'>('generate');
  const [busy, setBusy] = useState(false);
  const ending = useRef<AbortController>(undefined);
  const [tried, setTried] = useState(0);
  useEffect(() => setStatus(asked.value), [asked.value]);

  const entries = (status?.entries ?? []).filter(
    (entry) => entry.state !== 'not-needed' && entry.purpose !== 'client_secret_previous',
  );
  // What the provider makes can only be brought along, and that may wait until its side is done.
  const missing = entries.filter(
    (entry) => entry.state === 'missing' && entry.made_by === undefined && entry.only_digest === undefined,
  );
  const onlyDigest = entries.some((entry) => entry.only_digest);
  const awaited = entries.filter((entry) => entry.state === 'missing' && entry.made_by !== undefined);
  const others = status?.others_missing ?? [];
  const take = (next: SecretsStatus) => {
    setStatus(next);
    actions.touch();
    if (next.entries.every((entry) => entry.state !== 'missing' || entry.only_digest))
      announce(t('secrets.ready'));
  };
  const generate = async (): Promise<boolean> => {
    const mine = new AbortController();
    ending.current = mine;
    setBusy(true);
    const answer = await client.call(
      'secrets.generate',
      { handle: wiring.handle, app: wiring.appId },
      { signal: mine.signal },
    );
    setBusy(false);
    if (answer.ok) take(answer.value);
    else if (answer.error.code !== 'cancelled') actions.say('error', answer.error.message);
    return answer.ok;
  };
  const next = async () => {
    const typed = [...document.querySelectorAll<HTMLInputElement>('.secret-input')].find(
      (field) => field.value !== '',
    );
    if (typed) {
      setTried(tried + 1);
      typed.focus();
      return announce(t('secrets.unsaved'), true);
    }
    // Generates the missing secrets; existing ones are never replaced. Before it is known, some may be missing.
    const complete = status ? missing.length === 0 && others.length === 0 : asked.failure !== undefined;
    if (complete || (await generate())) props.onNext();
  };

  const store = status?.store;
  return (
    <StepFrame
      title={t('secrets.title')}
      lead={t('secrets.lead')}
      onBack={props.onBack}
      onNext={next}
      busy={busy}
      onStop={() => ending.current?.abort()}
      remark={missing.length > 0 && how === 'provide' ? t('secrets.rest') : undefined}
    >
      <div className="form">
        <NoAnswer asked={asked} />
        {!status && !asked.failure && <BusyLine text={t('secrets.title')} onStop={asked.stop} />}
        {store && (
          <div className={`kept ${store.kind}`}>
            <span className="mark big" aria-hidden="true">
              <Icon name={store.kind === 'keychain' ? 'lock' : 'warn'} size={24} />
            </span>
            <div>
              <h2>{t(`secrets.kept.${store.kind}`, { label: store.label })}</h2>
              <p className="quiet">{t(`secrets.kept.${store.kind}.about`)}</p>
              {store.note && <p className="quiet">{store.note}</p>}
              {store.locked && <p>{t('secrets.kept.locked', { label: store.label })}</p>}
            </div>
          </div>
        )}
        {status && entries.length > 0 && (
          <section className="stack tight" aria-labelledby="needed">
            <h2 id="needed">
              {t(missing.length > 0 && how === 'generate' ? 'secrets.list.made' : 'secrets.list')}
            </h2>
            <ul className="secret-list">
              {entries.map((entry) => (
                <SecretRow
                  key={`${entry.owner}/${entry.purpose}`}
                  entry={entry}
                  handle={wiring.handle}
                  owner={ownerName(entry, wiring)}
                  asking={
                    entry.state === 'missing' &&
                    (entry.made_by !== undefined ||
                      entry.only_digest !== undefined ||
                      (how === 'provide' && entry.owner_side === 'app'))
                  }
                  tried={tried}
                  onChanged={take}
                />
              ))}
            </ul>
            {others.length > 0 && (
              <NoticeBox tone="info">
                {t('secrets.others', {
                  provider: providerName(wiring),
                  apps: others.map((id) => apps[id]?.client_name ?? id).join(', '),
                })}
              </NoticeBox>
            )}
            {awaited.length > 0 && (
              <NoticeBox tone="info">
                {t('secrets.awaited', { provider: awaited[0]!.made_by!.name })}
              </NoticeBox>
            )}
            {onlyDigest && <NoticeBox tone="info">{t('secrets.only-digest')}</NoticeBox>}
            {missing.length === 0 && awaited.length === 0 && !onlyDigest && (
              <p className="quiet row">
                <Icon name="pass" /> {t('secrets.ready')}
              </p>
            )}
          </section>
        )}
        {/* Last, because it goes when the secrets are there. */}
        {status && missing.length > 0 && (
          <section className="stack tight">
            <Choice
              label={t('secrets.how')}
              value={how}
              onChange={setHow}
              options={(['generate', 'provide'] as const).map((value) => ({
                value,
                title: t(`secrets.${value}`),
                text: t(`secrets.${value}.hint`),
              }))}
            />
          </section>
        )}
      </div>
    </StepFrame>
  );
}

const ownerName = (entry: SecretEntry, wiring: Wiring): string =>
  entry.owner_side === 'provider'
    ? providerName(wiring)
    : entry.used_by === undefined
      ? appName(wiring)
      : `${appName(wiring)} (${entry.used_by})`;
