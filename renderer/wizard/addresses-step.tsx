import { type ReactNode, useState } from 'react';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { announce } from '../components/announcer.tsx';
import { TextInput, Tick } from '../components/fields.tsx';
import { More } from '../components/more.tsx';
import { NoticeBox, Notices } from '../components/notice.tsx';
import { useApp, useSpeaker } from '../store/react.tsx';
import { AccessFields } from './access-fields.tsx';
import { AppSettingsFields } from './app-settings-fields.tsx';
import { ClaimsPlanTable } from './claims-plan.tsx';
import { splitList } from './forms.ts';
import { addressIssue, issueAt, pastedPage } from './issues.ts';
import { appName } from './names.ts';
import { RedirectField } from './redirect-field.tsx';
import { RegistrationFields } from './registration-fields.tsx';
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
  const { t } = speaker;
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
  const callbacks = splitList(form['settings.redirect_paths'], /[,\n]/);
  const own = addressIssue(typed, speaker, { side: 'app', kind: kind?.kind, example, callbacks });
  const pasted =
    typed !== '' && pastedPage(typed, { side: 'app', kind: kind?.kind, callbacks }) !== undefined;

  const set = (change: Record<string, string>) => {
    setRefused(undefined);
    wiring.setApp(change);
  };
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
      document.querySelector<HTMLElement>(`[data-field="${path}.url"] input`)?.focus();
      return;
    }
    if (nowhere(entry)) {
      announce(t('addresses.no-redirect', { app }), true);
      document
        .querySelector<HTMLElement>(`[data-field="${path}.settings.redirect_paths"] :is(input, textarea)`)
        ?.focus();
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

  // Notices that are shown at a field aren't repeated here.
  const loose = notices.filter((notice) => !notice.path);
  const elsewhere = wiring.problems.filter(
    (problem) => problem.severity === 'error' && !problem.path.startsWith(path),
  );
  return (
    <StepFrame
      enter
      title={t('addresses.title', { app })}
      lead={t('addresses.lead')}
      onBack={onBack}
      onNext={() => void next()}
      busy={saving}
      remark={
        !tried
          ? undefined
          : own?.severity === 'error' || refused
            ? t('addresses.blocked')
            : wiring.appEntry && nowhere(wiring.appEntry)
              ? t('addresses.no-redirect', { app })
              : undefined
      }
    >
      <div className="form">
        <TextInput
          label={t('addresses.url', { app })}
          help={t('addresses.url.hint')}
          type="url"
          name={`${path}.url`}
          value={typed}
          placeholder={example}
          onChange={(url) => set({ url })}
          onBlur={() => setLeft(true)}
          issue={
            (tried && typed.trim() === ''
              ? ({ severity: 'error', message: t('field.required') } as const)
              : undefined) ??
            (left || tried || pasted ? own : undefined) ??
            (refused ? { severity: 'error', message: refused } : undefined) ??
            issueAt(`${path}.url`, wiring.problems, notices)
          }
        />
        <RedirectField wiring={wiring} app={app} path={path} />
        {kind?.kind === 'custom' && <AppSettingsFields wiring={wiring} kind={kind} path={path} />}
        <AccessFields wiring={wiring} app={app} path={path} />
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
        {wiring.providerEntry?.ca_file && (
          <Tick
            label={t('addresses.trusts-ca', { app })}
            help={t('addresses.trusts-ca.hint', { app, file: wiring.providerEntry.ca_file })}
            name={`${path}.trusts_ca`}
            selected={form['trusts_ca'] === 'yes'}
            onChange={(yes) => set({ trusts_ca: yes ? 'yes' : '' })}
          />
        )}
        {elsewhere.map((problem) => (
          <NoticeBox key={problem.path + problem.message} tone="error" fix={problem.fix}>
            {problem.message}
          </NoticeBox>
        ))}
        {loose.length > 0 && (
          <section className="stack tight" aria-label={t('addresses.notices')}>
            <h2>{t('addresses.notices')}</h2>
            <Notices list={loose} />
          </section>
        )}
        {wiring.connection && wiring.connection.claims.length > 0 && (
          <More title={t('addresses.claims', { app })}>
            <ClaimsPlanTable claims={wiring.connection.claims} />
          </More>
        )}
        {kind && kind.kind !== 'custom' && kind.settings.length > 0 && (
          <More title={t('addresses.settings', { app })} open={hasSettings(form)}>
            <p className="quiet small lead-in">{t('addresses.settings.hint', { app })}</p>
            <AppSettingsFields wiring={wiring} kind={kind} path={path} />
          </More>
        )}
        <More title={t('addresses.advanced')}>
          <p className="quiet small lead-in">{t('addresses.advanced.hint')}</p>
          <RegistrationFields wiring={wiring} path={path} />
        </More>
      </div>
    </StepFrame>
  );
}

/** True for an app of which no redirect URI is known: nobody could come back to it. */
const nowhere = (entry: AppEntry): boolean =>
  entry.kind === 'custom' &&
  entry.redirect_uris === undefined &&
  entry.settings?.redirect_paths === undefined;

const hasSettings = (form: Readonly<Record<string, string>>): boolean =>
  Object.entries(form).some(([key, value]) => key.startsWith('settings.') && value !== '');
