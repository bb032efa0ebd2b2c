import { type ReactNode, useEffect, useState } from 'react';
import type { Description } from '../../shared/profile/describe.ts';
import { namedSettings, withoutSecrets } from '../../shared/profile/setting-words.ts';
import { announce } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { Choice, TextInput } from '../components/fields.tsx';
import { More } from '../components/more.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import type { Form } from './forms.ts';

const METHODS = ['unknown', 'client_secret_basic', 'client_secret_post', 'none'] as const;
const PKCE = ['unknown', 'S256', 'none'] as const;
const WAYS = ['env', 'screen'] as const;

const oneOf = <T extends string>(list: readonly T[], text: string | undefined): T =>
  list.find((one) => one === text) ?? list[0]!;

/** What the form says of the app. What was left as it is counts as not said. */
export const descriptionOf = (form: Form): Description => ({
  name: (form['describe.name'] ?? '').trim(),
  version: (form['describe.version'] ?? '').trim(),
  callbacks: form['describe.callbacks'] ?? '',
  method: oneOf(METHODS, form['describe.method']),
  pkce: oneOf(PKCE, form['describe.pkce']),
  scopes: form['describe.scopes'] ?? 'openid profile email',
  way: oneOf(WAYS, form['describe.way']),
  place: form['describe.place'] ?? '',
  settings: form['describe.settings'] ?? '',
});

/** True while something is missing without which nothing can be written for the app. */
export const isUnsaid = ({ name, callbacks, way, place, settings }: Description): boolean =>
  [name, callbacks, settings, ...(way === 'screen' ? [place] : [])].some((text) => text.trim() === '');

/** The form that says this. */
const formOfDescription = (said: Description): Form =>
  Object.fromEntries(Object.entries(said).map(([field, value]) => [`describe.${field}`, value]));

/** Empties the form again: the profile has it all. */
export const DESCRIBED: Form = Object.fromEntries(
  ['name', 'version', 'callbacks', 'method', 'pkce', 'scopes', 'way', 'place', 'settings'].map((field) => [
    `describe.${field}`,
    '',
  ]),
);

/** What a person changes in the description of an app. It is kept like everything that is typed in the wizard. */
export interface DescribingAgain {
  /** Absent while the form isn't open. */
  readonly form: Form | undefined;
  readonly tried: boolean;
  readonly refused: string | undefined;
  readonly open: () => Promise<void>;
  readonly change: (change: Form) => void;
  /** True once it is saved. */
  readonly save: () => Promise<boolean>;
  readonly cancel: () => void;
}

/** Lets a person change what was said of an app, as long as nobody has changed the file that was made of it. */
export function useDescribingAgain(kind: string | undefined): DescribingAgain | undefined {
  const { t } = useSpeaker();
  const { actions } = useApp();
  // Of its own, so that it outlives the connection that it was opened in. No app has such an id.
  const key = kind === undefined ? undefined : `describe:${kind}`;
  const draft = useAppState((state) => (key === undefined ? undefined : state.drafts[key]));
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<{ readonly kind: string; readonly message: string }>();
  useEffect(() => {
    if (key !== undefined && !draft) void actions.loadDraft(key);
  }, [key, draft, actions]);
  if (kind === undefined || key === undefined) return undefined;

  const form = draft === undefined || Object.keys(draft.app).length === 0 ? undefined : draft.app;
  const say = (message: string) => {
    setRefused({ kind, message });
    announce(message, true);
  };
  const close = () => {
    setTried(false);
    setRefused(undefined);
    actions.setDraft(key, { app: {} });
  };
  return {
    form,
    tried,
    refused: refused?.kind === kind ? refused.message : undefined,
    async open() {
      const answer = await actions.described(kind);
      if (!answer.ok) return say(answer.error.message);
      setRefused(undefined);
      actions.setDraft(key, { app: formOfDescription(answer.value.description) });
    },
    change(change) {
      setRefused(undefined);
      actions.setDraft(key, { app: { ...form, ...change } });
    },
    async save() {
      setTried(true);
      const answer = await actions.describe(descriptionOf(form!), kind);
      if (!answer.ok) {
        say(answer.error.message);
        return false;
      }
      close();
      announce(t('describe.again.saved'));
      return true;
    },
    cancel: close,
  };
}

/** The button that opens the form of what was said, and the form. */
export function DescribeAgain({ again }: { readonly again: DescribingAgain }): ReactNode {
  const { t } = useSpeaker();
  const { form, refused } = again;
  return (
    <>
      {form === undefined ? (
        <Button onPress={() => void again.open()}>{t('describe.again')}</Button>
      ) : (
        <>
          <DescribeApp form={form} tried={again.tried} onChange={again.change} />
          <div className="row">
            <Button onPress={() => void again.save()}>{t('describe.again.save')}</Button>
            <Button onPress={again.cancel}>{t('describe.again.cancel')}</Button>
          </div>
        </>
      )}
      {refused !== undefined && <NoticeBox tone="error">{refused}</NoticeBox>}
    </>
  );
}

/** What to say of an app that Latchkey doesn't know, each with where its answer is found. Most of it can wait. */
export function DescribeApp(props: {
  readonly form: Form;
  readonly tried: boolean;
  readonly onChange: (change: Form) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const said = descriptionOf(props.form);
  const settings = namedSettings(said.settings);
  const missing = (text: string) =>
    props.tried && text.trim() === ''
      ? ({ severity: 'error', message: t('field.required') } as const)
      : undefined;
  const field = (name: keyof Description) => ({
    name: `describe.${name}`,
    value: props.form[`describe.${name}`] ?? '',
    onChange: (value: string) => props.onChange({ [`describe.${name}`]: value }),
  });
  const more = said.version !== '' || said.method !== 'unknown' || said.pkce !== 'unknown';
  return (
    <div className="form">
      <TextInput
        label={t('app.name')}
        help={t('describe.name.hint')}
        {...field('name')}
        issue={missing(said.name)}
      />
      <TextInput
        label={t('describe.callbacks')}
        help={t('describe.callbacks.hint')}
        placeholder="/auth/callback"
        code
        rows={2}
        {...field('callbacks')}
        issue={missing(said.callbacks)}
      />
      <Choice
        label={t('describe.way')}
        help={t('describe.way.hint')}
        look="chips"
        name="describe.way"
        value={said.way}
        onChange={(value) => props.onChange({ 'describe.way': value })}
        options={WAYS.map((value) => ({ value, title: t(`describe.way.${value}`) }))}
      />
      {said.way === 'screen' && (
        <TextInput
          label={t('describe.place')}
          help={t('describe.place.hint')}
          {...field('place')}
          issue={missing(said.place)}
        />
      )}
      <TextInput
        label={t(`describe.settings.${said.way}`)}
        help={t('describe.settings.hint')}
        placeholder={said.way === 'env' ? 'OIDC_CLIENT_ID' : 'Client ID'}
        code
        rows={5}
        {...field('settings')}
        onChange={(value) => props.onChange({ 'describe.settings': withoutSecrets(value) })}
        issue={missing(said.settings)}
      />
      {settings.length > 0 && (
        <div role="status">
          <p className="field-label">{t('describe.preview')}</p>
          <ul className="stack tight">
            {settings.map(({ name, value }) => (
              <li key={name}>
                <code>{value === undefined ? name : `${name} = ${value}`}</code>{' '}
                {value === undefined && t('describe.preview.unknown')}
              </li>
            ))}
          </ul>
        </div>
      )}
      <More title={t('describe.more')} open={more}>
        <div className="form">
          <p className="quiet small">{t('describe.more.hint')}</p>
          <TextInput label={t('describe.version')} help={t('describe.version.hint')} {...field('version')} />
          <Choice
            label={t('describe.method')}
            help={t('describe.method.hint')}
            look="chips"
            name="describe.method"
            value={said.method}
            onChange={(value) => props.onChange({ 'describe.method': value })}
            options={METHODS.map((value) => ({ value, title: t(`describe.method.${value}`) }))}
          />
          <Choice
            label={t('describe.pkce')}
            help={t('describe.pkce.hint')}
            look="chips"
            name="describe.pkce"
            value={said.pkce}
            onChange={(value) => props.onChange({ 'describe.pkce': value })}
            options={PKCE.map((value) => ({ value, title: t(`describe.pkce.${value}`) }))}
          />
          <TextInput
            label={t('describe.scopes')}
            help={t('describe.scopes.hint')}
            code
            {...field('scopes')}
            value={said.scopes}
          />
        </div>
      </More>
    </div>
  );
}
