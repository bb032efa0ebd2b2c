import { type ReactNode, useState } from 'react';
import type { AppKindView } from '../../shared/host/connection.ts';
import { announce } from '../components/announcer.tsx';
import { Choice, TextInput } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { DESCRIBED, DescribeAgain, DescribeApp, descriptionOf, useDescribingAgain } from './describe-app.tsx';
import { issueAt } from './issues.ts';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';
import { VersionField } from './version-field.tsx';

/** Chooses the app from the catalog; asks for version and edition only where they matter. */
export function AppStep(props: {
  readonly wiring: Wiring;
  readonly onBack: () => void;
  readonly onNext: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { wiring } = props;
  const { actions } = useApp();
  const known = useAppState((state) => state.catalog!.apps);
  const own = useAppState((state) => state.view?.own_apps);
  const apps = [...(own ?? []).filter((one) => !one.is_undescribed), ...known];
  const [query, setQuery] = useState('');
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const form = wiring.appForm;
  const kind = wiring.appKind;
  const path = `apps.${wiring.appId}`;
  const custom = apps.find((one) => one.kind === 'custom');
  const wanted = query.trim().toLowerCase();
  const hits = apps.filter(
    (one) =>
      wanted === '' ||
      one.kind === 'custom' ||
      one.kind === kind?.kind ||
      `${one.name} ${one.description}`.toLowerCase().includes(wanted),
  );
  const none = wanted !== '' && hits.every((one) => one.kind === 'custom');
  const edition = kind?.editions?.find((one) => one.id === form['edition']);
  const dead = withoutLogin(kind, form['edition']);
  const editionMissing = kind?.editions !== undefined && !edition;
  // An app that nobody has described yet is described once; one of a workspace of before stays as it is.
  const describing = kind?.kind === 'custom' && !wiring.savedApp;
  const [refused, setRefused] = useState<string>();
  const again = useDescribingAgain(kind?.is_own ? kind.kind : undefined);
  const nameMissing =
    kind?.kind === 'custom' && (form[describing ? 'describe.name' : 'client_name'] ?? '').trim() === '';

  const next = async () => {
    setTried(true);
    if (!kind || editionMissing || nameMissing || dead) {
      announce(dead ? t('app.no-login.short') : kind ? t('field.required') : t('app.choose'), true);
      return;
    }
    if (describing) {
      setSaving(true);
      const answer = await actions.describe(descriptionOf(form));
      setSaving(false);
      if (!answer.ok) {
        setRefused(answer.error.message);
        announce(answer.error.message, true);
        return;
      }
      wiring.setApp({ ...DESCRIBED, kind: answer.value.kind });
    }
    // What was typed there is meant to count from here on.
    if (again?.form !== undefined) {
      setSaving(true);
      const saved = await again.save();
      setSaving(false);
      if (!saved) return;
    }
    // An app in the workspace is saved at once; a new one is saved only when its address is known.
    if (wiring.savedApp && wiring.appEntry) {
      setSaving(true);
      const answer = await actions.update({ op: 'put-app', id: wiring.appId, entry: wiring.appEntry });
      setSaving(false);
      if (!answer.ok) {
        if (answer.error.code !== 'conflict') actions.say('error', answer.error.message);
        return;
      }
    }
    props.onNext();
  };

  return (
    <StepFrame
      enter
      title={t('app.title')}
      lead={t('app.lead')}
      onBack={props.onBack}
      {...(dead ? {} : { onNext: () => void next() })}
      busy={saving}
      remark={dead ? t('app.no-login.short') : undefined}
    >
      <div className="form">
        {wiring.savedApp && kind ? (
          <div className="chosen">
            <ProductMark kind={kind.kind} name={kind.name} big />
            <div>
              <b>{kind.name}</b>
              <p className="quiet">{t('app.fixed', { name: kind.name })}</p>
            </div>
          </div>
        ) : (
          <>
            <div className="search">
              <Icon name="search" size={18} />
              <TextInput
                label={t('app.search')}
                hideLabel
                ariaLabel={t('app.search')}
                placeholder={t('app.search')}
                type="search"
                value={query}
                onChange={setQuery}
              />
            </div>
            {none && (
              <NoticeBox tone="info" fix={custom && t('app.none.custom', { custom: custom.name })}>
                {t('app.none', { query: query.trim() })}
              </NoticeBox>
            )}
            <Choice
              label={t('step.app')}
              hideLabel
              value={kind?.kind ?? ''}
              issue={tried && !kind ? { severity: 'error', message: t('app.choose') } : undefined}
              onChange={(value) => wiring.setApp({ kind: value, version: '', edition: '' })}
              options={hits.map((one) => ({
                value: one.kind,
                title: one.name,
                text: one.description,
                before: <ProductMark kind={one.kind} name={one.name} big />,
              }))}
            />
          </>
        )}
        {kind?.known && (
          <p className="quiet" role="status">
            {t(kind.is_own ? 'app.known.own' : `app.known.${kind.known.how}`, {
              version: /^\d/.test(kind.known.version)
                ? `${kind.name} ${kind.known.version}`
                : kind.known.version,
            })}
          </p>
        )}
        {again && <DescribeAgain again={again} />}
        {describing && (
          <>
            <DescribeApp
              form={form}
              tried={tried}
              onChange={(change) => {
                setRefused(undefined);
                wiring.setApp(change);
              }}
            />
            {refused !== undefined && <NoticeBox tone="error">{refused}</NoticeBox>}
          </>
        )}
        {kind?.kind === 'custom' && !describing && (
          <TextInput
            label={t('app.name')}
            help={t('app.name.hint')}
            value={form['client_name'] ?? ''}
            name={`${path}.client_name`}
            onChange={(client_name) => wiring.setApp({ client_name })}
            issue={
              tried && nameMissing
                ? { severity: 'error', message: t('field.required') }
                : issueAt(`${path}.client_name`, wiring.problems)
            }
          />
        )}
        {kind?.editions && (
          <Choice
            label={t('app.edition', { name: kind.name })}
            name={`${path}.edition`}
            value={form['edition'] ?? ''}
            issue={
              tried && editionMissing
                ? { severity: 'error', message: t('field.choose') }
                : issueAt(`${path}.edition`, wiring.problems, dead ? [] : wiring.connection?.notices)
            }
            onChange={(value) => wiring.setApp({ edition: value })}
            options={kind.editions.map((one) => ({ value: one.id, title: one.name, text: one.reason }))}
          />
        )}
        {dead && <NoLogin kind={kind!} />}
        {kind?.version_matters && !dead && (
          <VersionField
            key={kind.kind}
            label={t('app.version', { name: kind.name })}
            versions={kind.versions}
            value={form['version'] ?? ''}
            onChange={(version) => wiring.setApp({ version })}
            name={`${path}.version`}
            issue={issueAt(`${path}.version`, wiring.problems, wiring.connection?.notices)}
          />
        )}
      </div>
    </StepFrame>
  );
}

/** True if the chosen edition of an app has no single sign-on: every step after this one would be in vain. */
export const withoutLogin = (kind: AppKindView | undefined, edition: string | undefined): boolean =>
  kind?.editions?.find(({ id }) => id === edition)?.supported === false;

/** What to do instead, for an edition without single sign-on. */
function NoLogin({ kind }: { readonly kind: AppKindView }): ReactNode {
  const { t } = useSpeaker();
  const other = kind.editions?.find(({ supported }) => supported);
  return (
    <NoticeBox
      tone="warning"
      fix={
        <ul>
          <li>{t('app.no-login.proxy', { name: kind.name })}</li>
          {other && <li>{t('app.no-login.edition', { edition: other.name })}</li>}
          <li>{t('app.no-login.other')}</li>
        </ul>
      }
    >
      {t('app.no-login', { name: kind.name })}
    </NoticeBox>
  );
}
