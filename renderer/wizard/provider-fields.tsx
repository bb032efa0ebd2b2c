import type { ReactNode } from 'react';
import { ENDPOINTS } from '../../shared/client/announced.ts';
import type { ProviderKindView } from '../../shared/host/connection.ts';
import { Choice, TextInput } from '../components/fields.tsx';
import { More } from '../components/more.tsx';
import { Rich } from '../components/rich.tsx';
import { useSpeaker } from '../store/react.tsx';
import { DiscoveryPanel } from './discovery-panel.tsx';
import { issueAt } from './issues.ts';
import type { ProviderForm } from './use-provider-form.ts';
import { UNKNOWN, versionFields, versionOf } from './version-answer.ts';
import { VersionField } from './version-field.tsx';

/** The kinds that have a text of the screens; for all others their profile brings its own. */
const OWN_TEXT = ['authelia', 'authentik', 'oidc'] as const;

/** Where the address of a kind is read. */
function AboutUrl({ kind }: { readonly kind: ProviderKindView | undefined }): ReactNode {
  const { t } = useSpeaker();
  const own = OWN_TEXT.find((one) => one === kind?.kind);
  if (own === undefined && kind?.described) return kind.described.url_help;
  return <Rich text={t(`provider.url.hint.${own ?? 'oidc'}`)} />;
}

/** Another kind: the version and the endpoints that were stated are of another product. */
export const changedKind = (kind: string): Record<string, string> => ({
  kind,
  ...versionFields(UNKNOWN),
  ...Object.fromEntries(ENDPOINTS.map((name) => [`metadata.${name}`, ''])),
});

/** What a provider is asked for, whether it is new or is changed, with what is there and what a change means beside it. */
export function ProviderFields({
  of,
  consequences,
}: {
  readonly of: ProviderForm;
  readonly consequences?: ReactNode;
}): ReactNode {
  const { t } = useSpeaker();
  const { form, kind, path, problems } = of;
  const openEndpoints = kind?.open_endpoints ?? [];
  return (
    <div className="provider-fields">
      <div className="provider-address">
        <TextInput
          key={of.id}
          label={t('provider.url')}
          help={<AboutUrl kind={kind} />}
          type="url"
          name={`${path}.url`}
          value={form['url'] ?? ''}
          placeholder={of.example}
          onChange={(url) => of.onChange({ url })}
          onBlur={of.onLeaveUrl}
          issue={of.urlIssue}
          tidy={of.tidyUrl}
          room
        />
      </div>
      <div className="provider-seen">
        <DiscoveryPanel
          discovering={of.discovering}
          typed={of.asked}
          chosen={kind}
          onUrl={(url) => of.onChange({ url })}
          onKind={(value) => of.onChange(changedKind(value))}
          fixedKind={of.saved !== undefined}
          roomy={consequences === undefined}
          differs={of.differs}
        />
      </div>
      <div className="provider-rest form">
        {kind?.version_matters && (
          <VersionField
            key={`${of.id}-${kind.kind}`}
            label={t('provider.version', { name: kind.name })}
            help={t('provider.version.hint')}
            versions={kind.versions}
            value={versionOf(form)}
            onChange={(answer) => of.onChange(versionFields(answer))}
            name={`${path}.version`}
            issue={of.versionIssue}
          />
        )}
        {of.mustChoose && kind && (
          <Choice
            label={t('provider.setup', { name: kind.name })}
            name={`${path}.setup`}
            value={of.setup}
            onChange={(value) => of.onChange({ setup: value })}
            help={t(of.answers ? 'provider.setup.seen' : 'provider.setup.unseen')}
            issue={of.setupIssue}
            options={(['existing', 'new'] as const).map((value) => ({
              value,
              title: t(`provider.setup.${value}`),
              text: t(`provider.setup.${value}.hint`),
            }))}
          />
        )}
        <More
          title={t(openEndpoints.length > 0 ? 'provider.more.oidc' : 'provider.more')}
          key={String(of.discovering.found?.untrusted)}
          open={Boolean(form['ca_file']) || of.discovering.found?.untrusted === true}
        >
          <div className="form">
            <TextInput
              label={t('provider.ca')}
              help={t('provider.ca.hint')}
              value={form['ca_file'] ?? ''}
              onChange={(ca_file) => of.onChange({ ca_file })}
              name={`${path}.ca_file`}
              issue={issueAt(`${path}.ca_file`, problems)}
              code
            />
            {openEndpoints.length > 0 && (
              <fieldset className="group">
                <legend>{t('provider.metadata')}</legend>
                {openEndpoints.map((name) => (
                  <TextInput
                    key={name}
                    label={<code>{name}</code>}
                    value={form[`metadata.${name}`] ?? ''}
                    onChange={(value) => of.onChange({ [`metadata.${name}`]: value })}
                    name={`${path}.metadata.${name}`}
                    issue={issueAt(`${path}.metadata.${name}`, problems)}
                    code
                  />
                ))}
              </fieldset>
            )}
          </div>
        </More>
      </div>
      {consequences !== undefined && <div className="provider-touched">{consequences}</div>}
    </div>
  );
}
