import { type ReactNode, useRef, useState } from 'react';
import { repairAddress } from '../../shared/addresses/repair.ts';
import { adoptAnnounced, ENDPOINTS } from '../../shared/client/announced.ts';
import { chosenSetup } from '../../shared/client/setup.ts';
import type { ProviderKindView } from '../../shared/host/connection.ts';
import { announce } from '../components/announcer.tsx';
import { Choice, type FieldIssue, TextInput } from '../components/fields.tsx';
import { More } from '../components/more.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { Rich } from '../components/rich.tsx';
import { appKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { DiscoveryPanel } from './discovery-panel.tsx';
import { sameEntry } from './forms.ts';
import { hostOf } from './host-of.ts';
import { addressIssue, issueAt, shownIssue } from './issues.ts';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';
import { announcedBy, useDiscovery } from './use-discovery.ts';
import { VersionField } from './version-field.tsx';

/** The kinds that have a text of the screens; for all others their profile brings its own. */
const OWN_TEXT = ['authelia', 'authentik', 'oidc'] as const;

/** Another kind: the version and the endpoints that were stated are of another product. */
const changedKind = (kind: string): Record<string, string> => ({
  kind,
  version: '',
  ...Object.fromEntries(ENDPOINTS.map((name) => [`metadata.${name}`, ''])),
});

/** Chooses the provider: one of the workspace, or a new one with its kind, address and version. */
export function ProviderStep({
  wiring,
  onNext,
}: {
  readonly wiring: Wiring;
  readonly onNext: () => void;
}): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions } = useApp();
  const providers = useAppState((state) => state.view!.workspace.providers);
  const catalog = useAppState((state) => state.catalog!);
  const beside = useAppState((state) => state.view!.own_providers);
  const kinds = [...beside, ...catalog.providers];
  const form = wiring.providerForm;
  const kind = wiring.providerKind;
  const [tried, setTried] = useState(false);
  const [left, setLeft] = useState(false);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<string>();
  const asking = useRef<AbortController>(undefined);
  // A pasted page is offered to be replaced; what is asked is its root already.
  const typed = form['url'] ?? '';
  const root = repairAddress(typed, { side: 'provider', kind: kind?.kind })?.value;
  const discovering = useDiscovery(kind?.kind, root ?? typed, form['ca_file'] ?? '');

  const ids = Object.keys(providers);
  const chosen = wiring.savedProvider ? wiring.providerId : '+';
  const path = `providers.${wiring.providerId}`;
  const example = kind?.described?.example ?? (kind ? 'https://id.example.com' : 'https://auth.example.com');
  const empty = typed.trim() === '';
  const own = addressIssue(typed, speaker, { side: 'provider', kind: kind?.kind, example });
  const urlIssue =
    (tried && empty ? ({ severity: 'error', message: t('field.required') } as const) : undefined) ??
    shownIssue(own, left || tried) ??
    (refused ? ({ severity: 'error', message: refused } as const) : undefined) ??
    issueAt(`${path}.url`, wiring.problems);

  const openEndpoints = kind?.open_endpoints ?? [];
  // What is stated stays; where the provider announces something else, the panel says so.
  const differs = wiring.providerEntry
    ? adoptAnnounced(
        wiring.providerEntry,
        openEndpoints,
        announcedBy(discovering.found, wiring.providerEntry.url),
      ).differs
    : [];
  const set = (change: Record<string, string>) => {
    setRefused(undefined);
    wiring.setProvider(change);
  };
  /** What is said of a kind. */
  const textOf = (what: 'provider.kind' | 'provider.url.hint', one: ProviderKindView | undefined) => {
    const own = OWN_TEXT.find((kind) => kind === one?.kind);
    if (own === undefined && one?.described)
      return what === 'provider.kind' ? one.described.about : one.described.url_help;
    const of = own ?? 'oidc';
    return <Rich text={t(what === 'provider.kind' ? `provider.kind.${of}` : `provider.url.hint.${of}`)} />;
  };
  // Nothing is chosen for the person unless it is seen that the provider has clients.
  const answers = discovering.found?.status === 'found' && discovering.found.issuer !== undefined;
  const mustChoose = kind?.one_list === true;
  const typedSetup = form['setup'] === 'new' || form['setup'] === 'existing' ? form['setup'] : undefined;
  const setup = chosenSetup(mustChoose, typedSetup, answers) ?? '';
  const setupIssue: FieldIssue | undefined =
    setup === ''
      ? tried
        ? { severity: 'error', message: t('field.choose') }
        : undefined
      : setup === 'new' && answers && !wiring.savedProvider
        ? { severity: 'warning', message: t('provider.setup.answers') }
        : undefined;

  const next = async () => {
    setTried(true);
    const typedEntry = wiring.providerEntry;
    const stated = typedEntry && mustChoose && setup !== '' ? { ...typedEntry, setup } : typedEntry;
    if (!stated || empty || own?.severity === 'error' || (mustChoose && setup === '')) {
      announce(t('addresses.blocked'), true);
      return;
    }
    setSaving(true);
    // What only its document tells is asked before anything is saved.
    const ending = new AbortController();
    asking.current = ending;
    const found =
      discovering.found ?? (openEndpoints.length > 0 ? await discovering.ask(ending.signal) : undefined);
    const { entry } = adoptAnnounced(stated, openEndpoints, announcedBy(found, stated.url));
    const same = JSON.stringify(wiring.savedProvider) === JSON.stringify(entry);
    const answer = same
      ? undefined
      : await actions.update({ op: 'put-provider', id: wiring.providerId, entry });
    if (!answer || answer.ok) {
      const app = wiring.savedApp;
      if (app && app.provider !== wiring.providerId) {
        await actions.update({
          op: 'put-app',
          id: wiring.appId,
          entry: { ...app, provider: wiring.providerId },
        });
      }
      actions.setDraft(wiring.key, { provider: { id: wiring.providerId } });
      onNext();
    } else if (answer.error.code === 'invalid') setRefused(answer.error.message);
    else if (answer.error.code !== 'conflict') actions.say('error', answer.error.message);
    setSaving(false);
  };

  return (
    <StepFrame
      enter
      title={t('provider.title')}
      lead={t('provider.lead')}
      onNext={next}
      busy={saving}
      reluctant={urlIssue?.offer !== undefined}
      onStop={() => asking.current?.abort()}
    >
      <div className="form">
        {ids.length > 0 && (
          <Choice
            label={t('provider.which')}
            value={chosen}
            onChange={(id) => actions.setDraft(wiring.key, { provider: { id } })}
            options={[
              ...ids.map((id) => {
                const entry = providers[id]!;
                const name = kinds.find((one) => one.kind === entry.kind)?.name ?? entry.kind;
                return {
                  value: id,
                  title: [name, entry.version].filter(Boolean).join(' '),
                  text: hostOf(entry.url),
                  before: <ProductMark kind={entry.kind} name={name} />,
                };
              }),
              { value: '+', title: t('provider.another'), text: t('provider.another.hint') },
            ]}
          />
        )}
        {!wiring.savedProvider && (
          <Choice
            label={t('provider.kind')}
            name={`${path}.kind`}
            value={kind?.kind ?? ''}
            issue={tried && !kind ? { severity: 'error', message: t('field.choose') } : undefined}
            onChange={(value) => set(changedKind(value))}
            options={kinds.map((one) => ({
              value: one.kind,
              title: one.name,
              text: textOf('provider.kind', one),
              before: <ProductMark kind={one.kind} name={one.name} />,
            }))}
          />
        )}
        {(kind || wiring.savedProvider) && (
          <>
            <div className="stack tight">
              <TextInput
                key={wiring.providerId}
                label={t('provider.url')}
                help={textOf('provider.url.hint', kind)}
                type="url"
                name={`${path}.url`}
                value={typed}
                placeholder={example}
                onChange={(url) => set({ url })}
                onBlur={() => setLeft(true)}
                issue={urlIssue}
              />
              <DiscoveryPanel
                discovering={discovering}
                typed={root ?? typed}
                chosen={kind}
                onUrl={(url) => set({ url })}
                onKind={(value) => set(changedKind(value))}
                fixedKind={wiring.savedProvider !== undefined}
                differs={differs}
              />
            </div>
            {kind?.version_matters && (
              <VersionField
                key={`${wiring.providerId}-${kind.kind}`}
                label={t('provider.version', { name: kind.name })}
                help={t('provider.version.hint')}
                versions={kind.versions}
                value={form['version'] ?? ''}
                onChange={(version) => set({ version })}
                name={`${path}.version`}
                issue={issueAt(`${path}.version`, wiring.problems)}
              />
            )}
            {mustChoose && (
              <Choice
                label={t('provider.setup', { name: kind.name })}
                name={`${path}.setup`}
                value={setup}
                onChange={(value) => set({ setup: value })}
                help={answers ? t('provider.setup.seen') : undefined}
                issue={setupIssue}
                options={(['existing', 'new'] as const).map((value) => ({
                  value,
                  title: t(`provider.setup.${value}`),
                  text: t(`provider.setup.${value}.hint`),
                }))}
              />
            )}
            {wiring.savedProvider && !sameEntry(wiring.providerEntry, wiring.savedProvider) && (
              <Touched provider={wiring.providerId} />
            )}
            <More
              title={t(openEndpoints.length > 0 ? 'provider.more.oidc' : 'provider.more')}
              open={Boolean(form['ca_file'])}
            >
              <div className="form">
                <TextInput
                  label={t('provider.ca')}
                  help={t('provider.ca.hint')}
                  value={form['ca_file'] ?? ''}
                  onChange={(ca_file) => set({ ca_file })}
                  name={`${path}.ca_file`}
                  issue={issueAt(`${path}.ca_file`, wiring.problems)}
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
                        onChange={(value) => set({ [`metadata.${name}`]: value })}
                        name={`${path}.metadata.${name}`}
                        issue={issueAt(`${path}.metadata.${name}`, wiring.problems)}
                        code
                      />
                    ))}
                  </fieldset>
                )}
              </div>
            </More>
          </>
        )}
      </div>
    </StepFrame>
  );
}

/** The apps that a change of their provider concerns: it serves all of them, and this is said before it is saved. */
function Touched({ provider }: { readonly provider: string }): ReactNode {
  const { n } = useSpeaker();
  const view = useAppState((state) => state.view!);
  const catalog = useAppState((state) => state.catalog);
  const names = Object.entries(view.workspace.apps)
    .filter(([, app]) => app.provider === provider)
    .map(([id, app]) => app.client_name ?? appKindOf({ catalog, view }, app.kind)?.name ?? id);
  if (names.length === 0) return null;
  return (
    <NoticeBox tone="info">{n('provider.touches', names.length, { names: names.join(', ') })}</NoticeBox>
  );
}
