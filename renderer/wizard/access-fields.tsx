import type { ReactNode } from 'react';
import { accessLoss } from '../../shared/client/access-loss.ts';
import { DEFAULT_CONSENT } from '../../shared/client/defaults.ts';
import type { AccessLoss } from '../../shared/client/types.ts';
import type { AppEntry } from '../../shared/workspace/types.ts';
import { Choice, type FieldIssue, TextInput } from '../components/fields.tsx';
import { useSpeaker } from '../store/react.tsx';
import type { Speaker } from '../text/text.ts';
import { splitList } from './forms.ts';
import { issueAt } from './issues.ts';
import { Rule } from './rule.tsx';
import type { Wiring } from './use-connection.ts';

const SPAN = /^[1-9]\d{0,3}[mhdw]$/;

/** A span such as 4w in words; one that is no span stays. */
function inWords(span: string, n: Speaker['n']): string {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(span) ?? [];
  return unit === undefined ? span : n(`span.${unit as 'm' | 'h' | 'd' | 'w'}`, Number(count));
}

/** Who may sign in and how often users must consent, as far as the provider can be configured: each on its line. */
export function AccessRules({
  wiring,
  app,
  path,
}: {
  readonly wiring: Wiring;
  readonly app: string;
  readonly path: string;
}): ReactNode {
  const { t, n } = useSpeaker();
  const form = wiring.appForm;
  const provider = wiring.providerKind?.kind;
  const notices = wiring.connection?.notices ?? [];
  const preset = wiring.providerKind?.default_policy ?? 'one_factor';
  const policy = form['policy'] ?? preset;
  // If the default is one factor, the provider's own login decides, and it may ask for more than a password.
  const ownLogin = (value: string) => value === 'one_factor' && preset === 'one_factor';
  const groups = splitList(form['groups'], /,/);
  const consent = form['consent'] ?? 'remembered';
  const span = form['consent_span'] ?? DEFAULT_CONSENT;
  const issue = (key: string) => issueAt(`${path}.${key}`, wiring.problems, notices);
  const spanIssue: FieldIssue | undefined =
    consent !== 'remembered' || SPAN.test(span.trim())
      ? issue('consent')
      : { severity: 'error', message: t('field.span') };
  const isWrong = (one: FieldIssue | undefined) => one?.severity === 'error';
  const who =
    policy === 'other'
      ? t('addresses.who.policy', { policy: form['policy_name'] || '…' })
      : t(
          ownLogin(policy)
            ? 'addresses.who.own_login'
            : policy === 'two_factor'
              ? 'addresses.who.two_factor'
              : 'addresses.who.one_factor',
        );
  return (
    <>
      {(provider === 'authelia' || provider === 'authentik') && (
        <Rule
          name={t('addresses.who')}
          value={
            <>
              {who}
              {policy === 'two_factor' && wiring.providerKind?.no_second_factor && (
                <small className="rule-more">{wiring.providerKind.no_second_factor}</small>
              )}
            </>
          }
          act={t('addresses.change')}
          open={isWrong(issue('policy'))}
        >
          <Choice
            label={t('addresses.policy')}
            look="lines"
            name={`${path}.policy`}
            value={policy}
            onChange={(value) => wiring.setApp({ policy: value })}
            issue={policy === 'other' ? undefined : issue('policy')}
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
                issue={issue('policy')}
              />
            </div>
          )}
        </Rule>
      )}
      <Rule
        name={t('addresses.groups.rule')}
        value={groups.length === 0 ? t('addresses.groups.all') : groups.join(', ')}
        act={t('addresses.choose')}
        open={isWrong(issue('groups'))}
      >
        <TextInput
          label={t('addresses.groups')}
          help={t(provider === 'authelia' ? 'addresses.groups.hint' : 'addresses.groups.hint.alone')}
          name={`${path}.groups`}
          value={form['groups'] ?? ''}
          onChange={(value) => wiring.setApp({ groups: value })}
          issue={issue('groups')}
        />
      </Rule>
      {provider !== 'oidc' && (
        <Rule
          name={t('addresses.consent.rule')}
          value={
            consent === 'remembered'
              ? t('addresses.consent.is.remembered', { span: inWords(span.trim(), n) })
              : t(consent === 'never' ? 'addresses.consent.is.never' : 'addresses.consent.is.always')
          }
          act={t('addresses.change')}
          open={isWrong(spanIssue)}
        >
          <Choice
            look="chips"
            label={t('addresses.consent')}
            help={t('addresses.consent.about', { app })}
            name={`${path}.consent`}
            value={consent}
            onChange={(value) => wiring.setApp({ consent: value })}
            issue={consent === 'remembered' ? undefined : issue('consent')}
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
                issue={spanIssue}
              />
            </div>
          )}
        </Rule>
      )}
    </>
  );
}

/** Who loses access by what is typed, compared with the saved app at the same provider. */
export function lossOf({ savedApp, appEntry, providerKind }: Wiring): AccessLoss | undefined {
  const preset = providerKind?.default_policy ?? 'one_factor';
  if (!savedApp || !appEntry || savedApp.provider !== appEntry.provider) return undefined;
  const access = ({ policy, groups }: AppEntry) => ({
    policy: policy ?? preset,
    groups: groups ?? [],
  });
  return accessLoss(access(savedApp), access(appEntry));
}
