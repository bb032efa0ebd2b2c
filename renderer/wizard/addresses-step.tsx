import './addresses.css';
import { type ReactNode, useState } from 'react';
import { canParseUrl } from '../../shared/can-parse-url.ts';
import type { Notice } from '../../shared/catalog/types.ts';
import { isAboutSubPath, noticeStep } from '../../shared/client/notice-step.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { announce } from '../components/announcer.tsx';
import { type FieldIssue, TextInput, Tick } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { More } from '../components/more.tsx';
import { NoticeBox, Notices } from '../components/notice.tsx';
import { Told } from '../components/told.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import { AccessRules, lossOf } from './access-fields.tsx';
import { AppSettingsFields } from './app-settings-fields.tsx';
import { Claims, ClaimsPlanTable } from './claims-plan.tsx';
import { Follows } from './follows.tsx';
import { splitList } from './forms.ts';
import { addressIssue, issueAt, shownIssue, tidyAddress } from './issues.ts';
import { LossNotice } from './loss-notice.tsx';
import { appName, providerName } from './names.ts';
import { RedirectField } from './redirect-field.tsx';
import { RegistrationFields } from './registration-fields.tsx';
import { Rule } from './rule.tsx';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';

/** The app's address and what follows from it, who may sign in, and which claims the app will read. */
export function AddressesStep({
  wiring,
  onBack,
}: {
  readonly wiring: Wiring;
  readonly onBack: () => void;
}): ReactNode {
  const speaker = useSpeaker();
  const { t, n } = speaker;
  const { actions, client } = useApp();
  const [left, setLeft] = useState(false);
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<string>();
  const form = wiring.appForm;
  const kind = wiring.appKind;
  const app = appName(wiring);
  const path = `apps.${wiring.appId}`;
  const example = `https://${kind === undefined || kind.kind === 'custom' ? 'app' : kind.kind}.example.com`;
  const notices = wiring.connection?.notices ?? [];
  const typed = form['url'] ?? '';
  const callbacks = [
    ...splitList(form['settings.redirect_paths'], /[,\n]/),
    ...(kind?.glances ?? []).flatMap(({ way_back }) => way_back),
  ];
  const own = addressIssue(typed, speaker, { side: 'app', kind: kind?.kind, example, callbacks });
  const tidy = tidyAddress(typed, speaker, { side: 'app', kind: kind?.kind, callbacks });
  const set = (change: Record<string, string>) => {
    setRefused(undefined);
    wiring.setApp(change);
  };
  const testUri = form['test_redirect_uri'] || wiring.connection?.suggested_test_redirect_uri;
  const port = form['test'] === 'yes' && testUri !== undefined ? portOf(testUri) : undefined;
  // Where it is out there already, another port is only a wish until the provider has it, too.
  const again = [
    t('addresses.test.port.again', { provider: providerName(wiring) }),
    wiring.connection?.provider_restart ?? [],
  ]
    .flat()
    .join(' ');
  const isPortWrong = port !== undefined && !isPort(port);
  // The user may press Continue before the values derived from the address have arrived.
  const withTestAddress = async (entry: AppEntry): Promise<AppEntry> => {
    if (form['test'] !== 'yes' || entry.test_redirect_uri) return entry;
    const draft = { app: entry };
    const answer = await client.call('connection.derive', {
      handle: wiring.handle,
      app: wiring.appId,
      draft,
    });
    const uri = answer.ok ? answer.value.connection?.suggested_test_redirect_uri : undefined;
    return uri ? { ...entry, test_redirect_uri: uri } : entry;
  };
  const next = async () => {
    setTried(true);
    const entry = wiring.appEntry;
    if (!entry || typed.trim() === '' || own?.severity === 'error') {
      announce(t('addresses.blocked'), true);
      return;
    }
    if (isPortWrong) {
      announce(t('addresses.test.port.bad'), true);
      return;
    }
    if (nowhere(entry)) {
      announce(t('addresses.no-redirect', { app }), true);
      return;
    }
    setSaving(true);
    const answer = await actions.update({
      op: 'put-app',
      id: wiring.appId,
      entry: await withTestAddress(entry),
    });
    setSaving(false);
    if (answer.ok) {
      // The app now has its own draft, so the draft of the new connection is dropped.
      if (wiring.isNew) actions.dropDraft('new');
      else actions.setDraft(wiring.key, { app: {} });
      actions.go(
        { at: 'connect', handle: wiring.handle, app: wiring.appId, step: 'secrets' },
        wiring.isNew ? { replace: true } : {},
      );
    } else if (answer.error.code !== 'conflict') {
      setRefused(answer.error.message);
      announce(answer.error.message, true);
    }
  };

  // Notices that are shown at a field aren't repeated here, and others wait for the step where they are acted on.
  const loose = notices.filter(
    (one) => one.path === undefined && noticeStep(one) === 'addresses' && !isAboutSubPath(one),
  );
  const waiting = (['secrets', 'apply', 'test'] as const)
    .map((step) => ({
      step,
      count: notices.filter((one) => !one.path && noticeStep(one) === step).length,
    }))
    .filter(({ count }) => count > 0);
  const elsewhere = wiring.problems.filter(
    (problem) => problem.severity === 'error' && !problem.path.startsWith(path),
  );
  const shown = shownIssue(own, left || tried);
  const urlIssue =
    (tried && typed.trim() === ''
      ? ({ severity: 'error', message: t('field.required') } as const)
      : undefined) ??
    // What is put right when the field is left is no question.
    (tidy ? undefined : shown) ??
    (refused ? ({ severity: 'error', message: refused } as const) : undefined) ??
    (left || tried || wiring.savedApp
      ? (issueAt(`${path}.url`, wiring.problems) ??
        subPathIssue(typed, notices, (dropped) => t('addresses.drop', { path: dropped })) ??
        issueAt(`${path}.url`, [], notices))
      : undefined);
  const loss = lossOf(wiring);
  const claims = wiring.connection?.claims ?? [];
  const missing = tried && wiring.appEntry !== undefined && nowhere(wiring.appEntry);
  return (
    <StepFrame
      enter
      title={t('addresses.title', { app })}
      onBack={onBack}
      onNext={next}
      busy={saving}
      reluctant={urlIssue?.offer !== undefined}
      remark={
        urlIssue?.offer
          ? t('addresses.enter')
          : tried && (own?.severity === 'error' || isPortWrong || refused)
            ? t('addresses.blocked')
            : missing
              ? t('addresses.no-redirect', { app })
              : undefined
      }
    >
      <div className="addresses">
        <div className="form">
          <TextInput
            label={t('addresses.url', { app })}
            type="url"
            name={`${path}.url`}
            value={typed}
            placeholder={example}
            onChange={(url) => set({ url })}
            onBlur={() => setLeft(true)}
            onPaste={() => setLeft(true)}
            issue={urlIssue}
            tidy={tidy}
            room
          />
          {kind?.kind === 'custom' && (
            <AppSettingsFields
              wiring={wiring}
              kind={kind}
              path={path}
              missing={missing ? 'redirect_paths' : undefined}
            />
          )}
          {elsewhere.map((problem) => (
            <NoticeBox key={problem.path + problem.message} tone="error" fix={problem.fix}>
              {problem.message}
            </NoticeBox>
          ))}
          <Notices list={loose} />
          <section className="stack tight" aria-labelledby="rules">
            <h2 id="rules">{t('addresses.access')}</h2>
            <div className="card rules">
              <AccessRules wiring={wiring} app={app} path={path} />
            </div>
            {loss && <LossNotice loss={loss} />}
          </section>
          <section className="stack tight" aria-labelledby="rules-besides">
            <h2 id="rules-besides">{t('addresses.besides')}</h2>
            <div className="card rules">
              {wiring.connection === undefined && (
                <div className="rule rule-later">
                  <span className="rule-name">{t('addresses.claims', { app })}</span>
                  <span className="rule-value">{t('addresses.claims.later')}</span>
                </div>
              )}
              {claims.length > 0 && (
                <Rule
                  name={t('addresses.claims', { app })}
                  value={<Claims names={claims.map(({ claim }) => claim)} />}
                  act={t('action.show')}
                >
                  <ClaimsPlanTable claims={claims} />
                </Rule>
              )}
              {wiring.providerEntry?.ca_file && (
                <Rule
                  name={t('addresses.trusts-ca.rule')}
                  value={t(
                    form['trusts_ca'] === 'yes' ? 'addresses.trusts-ca.on' : 'addresses.trusts-ca.off',
                  )}
                  act={t('addresses.change')}
                >
                  <Tick
                    label={t('addresses.trusts-ca', { app })}
                    help={t('addresses.trusts-ca.hint', { app, file: wiring.providerEntry.ca_file })}
                    name={`${path}.trusts_ca`}
                    selected={form['trusts_ca'] === 'yes'}
                    onChange={(yes) => set({ trusts_ca: yes ? 'yes' : '' })}
                  />
                </Rule>
              )}
              <Rule
                name={t('addresses.test.rule')}
                value={t(form['test'] === 'yes' ? 'addresses.test.on' : 'addresses.test.off')}
                act={t('addresses.change')}
                open={isPortWrong}
              >
                <Tick
                  label={t('addresses.test')}
                  help={t('addresses.test.hint', {
                    uri:
                      form['test_redirect_uri'] ||
                      (wiring.connection?.suggested_test_redirect_uri ?? 'http://127.0.0.1'),
                  })}
                  name={`${path}.test_redirect_uri`}
                  selected={form['test'] === 'yes'}
                  onChange={(yes) => set({ test: yes ? 'yes' : 'no' })}
                />
                {testUri !== undefined && port !== undefined && (
                  <div className="short">
                    <TextInput
                      label={t('addresses.test.port')}
                      name={`${path}.test_redirect_uri.port`}
                      value={port}
                      onChange={(typed) => set({ test_redirect_uri: withPort(testUri, typed) })}
                      issue={
                        isPortWrong ? { severity: 'error', message: t('addresses.test.port.bad') } : undefined
                      }
                      code
                    />
                  </div>
                )}
                {port !== undefined && wiring.savedApp?.test_redirect_uri !== undefined && (
                  <p className="quiet small">
                    <Told text={again} />
                  </p>
                )}
              </Rule>
            </div>
          </section>
          {kind && kind.kind !== 'custom' && kind.settings.length > 0 && (
            <More title={t('addresses.settings', { app })} open={hasSettings(form)}>
              <p className="quiet small lead-in">{t('addresses.settings.hint', { app })}</p>
              <AppSettingsFields wiring={wiring} kind={kind} path={path} />
            </More>
          )}
          <More title={t('addresses.advanced')} open={form['redirect'] === 'other'}>
            <div className="form">
              <p className="quiet small">{t('addresses.advanced.hint')}</p>
              <RedirectField wiring={wiring} app={app} path={path} />
              <RegistrationFields wiring={wiring} path={path} />
            </div>
          </More>
          {waiting.length > 0 && (
            <p className="quiet small notes-wait">
              <Icon name="info" size={14} />
              {n(
                'addresses.waiting',
                waiting.reduce((sum, { count }) => sum + count, 0),
                {
                  where: waiting
                    .map(({ step, count }) =>
                      waiting.length === 1
                        ? t(`step.${step}`)
                        : t('addresses.waiting.at', { count, step: t(`step.${step}`) }),
                    )
                    .join(', '),
                },
              )}
            </p>
          )}
        </div>
        <Follows wiring={wiring} app={app} wrong={own?.severity === 'error'} />
      </div>
    </StepFrame>
  );
}

/** What an app says of an address with a path, with the address that it can have instead. */
function subPathIssue(
  typed: string,
  notices: readonly Notice[],
  label: (path: string) => string,
): FieldIssue | undefined {
  const notice = notices.find(isAboutSubPath);
  const address = typed.trim();
  if (!notice || !canParseUrl(address)) return undefined;
  const { origin } = new URL(address);
  const path = address.slice(origin.length);
  if (!address.startsWith(origin) || path === '' || path === '/') return undefined;
  return {
    severity: notice.severity === 'error' ? 'error' : 'warning',
    message: [notice.message, notice.fix].filter(Boolean).join(' '),
    offer: {
      value: origin,
      label: label(path),
      parts: [
        { text: origin, is: 'kept' },
        { text: path, is: 'dropped' },
      ],
    },
  };
}

/** True for an app of which no redirect URI is known: nobody could come back to it. */
const nowhere = (entry: AppEntry): boolean =>
  entry.kind === 'custom' &&
  entry.redirect_uris === undefined &&
  entry.settings?.redirect_paths === undefined;

const hasSettings = (form: Readonly<Record<string, string>>): boolean =>
  Object.entries(form).some(([key, value]) => key.startsWith('settings.') && value !== '');

const HOST_AND_PORT = /^(http:\/\/(?:\[[^\]/]*\]|[^/:?#@]*))(?::([^/?#@]*))?(?=[/?#]|$)/;
/** The port of an address of the test login, as it is typed; undefined for an address that none can wait at. */
const portOf = (uri: string): string | undefined => {
  const found = HOST_AND_PORT.exec(uri);
  return found ? (found[2] ?? '80') : undefined;
};
/** What would end the port is no part of it. */
const withPort = (uri: string, port: string): string =>
  uri.replace(HOST_AND_PORT, (_, host: string) => `${host}:${port.replace(/[\s/?#@]/g, '')}`);
const isPort = (port: string): boolean => /^[1-9]\d{0,4}$/.test(port) && Number(port) <= 65_535;
