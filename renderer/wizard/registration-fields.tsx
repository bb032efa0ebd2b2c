import type { ReactNode } from 'react';
import { ACCESS_TOKEN_ALGS, TOKEN_ENDPOINT_AUTH_METHODS } from '../../shared/workspace/types.ts';
import { Choice, TextInput } from '../components/fields.tsx';
import { Rich } from '../components/rich.tsx';
import { useSpeaker } from '../store/react.tsx';
import { issueAt } from './issues.ts';
import type { Wiring } from './use-connection.ts';

/** Details of the registration; placeholders show the derived values. */
export function RegistrationFields({
  wiring,
  path,
}: {
  readonly wiring: Wiring;
  readonly path: string;
}): ReactNode {
  const { t } = useSpeaker();
  const form = wiring.appForm;
  const client = wiring.connection?.client;
  const notices = wiring.connection?.notices ?? [];
  const text = (key: string, label: string, derived: string | undefined, help?: string) => (
    <TextInput
      label={label}
      {...(help ? { help } : {})}
      name={`${path}.${key}`}
      value={form[key] ?? ''}
      onChange={(value) => wiring.setApp({ [key]: value })}
      issue={issueAt(`${path}.${key}`, wiring.problems, notices)}
      {...(derived ? { placeholder: derived } : {})}
    />
  );
  const derivedMethod = client?.token_endpoint_auth_method;
  return (
    <div className="form">
      {text('client_id', t('addresses.client_id'), client?.client_id)}
      {wiring.appKind?.kind !== 'custom' &&
        text('client_name', t('addresses.client_name'), client?.client_name)}
      {text('scopes', t('addresses.scopes'), client?.scopes.join(' '), t('addresses.scopes.hint'))}
      {wiring.providerKind?.kind === 'authentik' &&
        text('slug', t('addresses.slug'), wiring.connection?.app.slug, t('addresses.slug.hint'))}
      <Choice
        look="lines"
        label={t('addresses.auth-method')}
        name={`${path}.token_endpoint_auth_method`}
        value={form['token_endpoint_auth_method'] || 'derived'}
        onChange={(value) => wiring.setApp({ token_endpoint_auth_method: value === 'derived' ? '' : value })}
        issue={issueAt(`${path}.token_endpoint_auth_method`, wiring.problems, notices)}
        options={[
          {
            value: 'derived',
            title: t('addresses.default'),
            text: derivedMethod
              ? t('addresses.derived', { value: t(`addresses.auth-method.${derivedMethod}`) })
              : undefined,
          },
          ...TOKEN_ENDPOINT_AUTH_METHODS.map((method) => ({
            value: method as string,
            title: t(`addresses.auth-method.${method}`),
          })),
        ]}
      />
      {wiring.providerKind?.kind === 'authelia' && (
        <Choice
          look="chips"
          label={t('addresses.token-alg')}
          help={t('addresses.token-alg.hint')}
          name={`${path}.access_token_signed_response_alg`}
          value={form['access_token_signed_response_alg'] || 'derived'}
          onChange={(value) =>
            wiring.setApp({ access_token_signed_response_alg: value === 'derived' ? '' : value })
          }
          options={[
            { value: 'derived', title: t('addresses.default') },
            ...ACCESS_TOKEN_ALGS.map((alg) => ({
              value: alg as string,
              title: t(`addresses.token-alg.${alg}`),
            })),
          ]}
        />
      )}
      <Choice
        look="chips"
        label={t('addresses.pkce')}
        help={<Rich text={t('addresses.pkce.hint')} />}
        name={`${path}.require_pkce`}
        value={form['require_pkce'] || 'derived'}
        onChange={(value) => wiring.setApp({ require_pkce: value === 'derived' ? '' : value })}
        issue={issueAt(`${path}.require_pkce`, wiring.problems, notices)}
        options={[
          {
            value: 'derived',
            title: wiring.connection
              ? t('addresses.derived', {
                  value: wiring.connection.pkce.require ? t('addresses.yes') : t('addresses.no'),
                })
              : t('addresses.default'),
          },
          { value: 'yes', title: t('addresses.yes') },
          { value: 'no', title: t('addresses.no') },
        ]}
      />
    </div>
  );
}
