import type { ReactNode } from 'react';
import { accessLoss } from '../../shared/client/access-loss.ts';
import { DEFAULT_CONSENT } from '../../shared/client/defaults.ts';
import type { AccessLoss } from '../../shared/client/types.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { Choice, TextInput } from '../components/fields.tsx';
import { useSpeaker } from '../store/react.tsx';
import { issueAt } from './issues.ts';
import { LossNotice } from './loss-notice.tsx';
import type { Wiring } from './use-connection.ts';

const SPAN = /^[1-9]\d{0,3}[mhdw]$/;

/** Who may sign in and how often users must consent, as far as the provider can be configured. */
export function AccessFields({
  wiring,
  app,
  path,
}: {
  readonly wiring: Wiring;
  readonly app: string;
  readonly path: string;
}): ReactNode {
  const { t } = useSpeaker();
  const form = wiring.appForm;
  const provider = wiring.providerKind?.kind;
  const notices = wiring.connection?.notices ?? [];
  const preset = wiring.providerKind?.default_policy ?? 'one_factor';
  const policy = form['policy'] ?? preset;
  // If the default is one factor, the provider's own login decides, and it may ask for more than a password.
  const ownLogin = (value: string) => value === 'one_factor' && preset === 'one_factor';
  const consent = form['consent'] ?? 'remembered';
  const span = form['consent_span'] ?? DEFAULT_CONSENT;
  const loss = lossOf(wiring, preset);
  return (
    <fieldset className="group">
      <legend>{t('addresses.access')}</legend>
      {(provider === 'authelia' || provider === 'authentik') && (
        <>
          <Choice
            label={t('addresses.policy')}
            look="lines"
            name={`${path}.policy`}
            value={policy}
            onChange={(value) => wiring.setApp({ policy: value })}
            issue={policy === 'other' ? undefined : issueAt(`${path}.policy`, wiring.problems, notices)}
            options={(['two_factor', 'one_factor', 'other'] as const).map((value) => ({
              value: value as string,
              title: t(ownLogin(value) ? 'addresses.policy.own_login' : `addresses.policy.${value}`),
              text: t(ownLogin(value) ? 'addresses.policy.own_login.hint' : `addresses.policy.${value}.hint`),
            }))}
          />
          {policy === 'other' && (
            <div className="short">
              <TextInput
                label={t('addresses.policy.name')}
                value={form['policy_name'] ?? ''}
                onChange={(policy_name) => wiring.setApp({ policy_name })}
                issue={issueAt(`${path}.policy`, wiring.problems, notices)}
              />
            </div>
          )}
        </>
      )}
      <TextInput
        label={t('addresses.groups')}
        help={t(provider === 'authelia' ? 'addresses.groups.hint' : 'addresses.groups.hint.alone')}
        name={`${path}.groups`}
        value={form['groups'] ?? ''}
        onChange={(groups) => wiring.setApp({ groups })}
        issue={issueAt(`${path}.groups`, wiring.problems, notices)}
      />
      {loss && <LossNotice loss={loss} />}
      {provider !== 'oidc' && (
        <>
          <Choice
            look="chips"
            label={t('addresses.consent')}
            help={t('addresses.consent.about', { app })}
            name={`${path}.consent`}
            value={consent}
            onChange={(value) => wiring.setApp({ consent: value })}
            issue={
              consent === 'remembered' ? undefined : issueAt(`${path}.consent`, wiring.problems, notices)
            }
            options={[
              { value: 'always', title: t('addresses.consent.always') },
              { value: 'remembered', title: t('addresses.consent.remembered') },
              { value: 'never', title: t('addresses.consent.never') },
            ]}
          />
          {consent === 'never' && <p className="quiet small">{t('addresses.consent.never.hint')}</p>}
          {consent === 'remembered' && (
            <div className="short">
              <TextInput
                label={t('addresses.consent.span')}
                help={t('addresses.consent.span.hint')}
                value={span}
                onChange={(consent_span) => wiring.setApp({ consent: 'remembered', consent_span })}
                issue={
                  SPAN.test(span.trim())
                    ? issueAt(`${path}.consent`, wiring.problems, notices)
                    : { severity: 'error', message: t('field.span') }
                }
              />
            </div>
          )}
        </>
      )}
    </fieldset>
  );
}

/** Who loses access by what is typed, compared with the saved app at the same provider. */
function lossOf({ savedApp, appEntry }: Wiring, preset: string): AccessLoss | undefined {
  if (!savedApp || !appEntry || savedApp.provider !== appEntry.provider) return undefined;
  const access = ({ policy, groups }: AppEntry) => ({
    policy: policy ?? preset,
    groups: groups ?? [],
  });
  return accessLoss(access(savedApp), access(appEntry));
}
