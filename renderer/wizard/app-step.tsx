import {
  type ReactNode,
  useCallback,
  useDeferredValue,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { AppKindView } from '../../shared/host/connection.ts';
import type { Category } from '../../shared/profile/categories.ts';
import { announce } from '../components/announcer.tsx';
import { Choice, TextInput } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { reveal } from '../components/reveal.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { LANGUAGE } from '../text/text.ts';
import { AppPanel } from './app-panel.tsx';
import { AppGrid, isGated, PickerHead, PickerLegend } from './app-picker.tsx';
import {
  DESCRIBED,
  DescribeAgain,
  DescribeApp,
  descriptionOf,
  isUnsaid,
  useDescribingAgain,
} from './describe-app.tsx';
import type { Form } from './forms.ts';
import { issueAt } from './issues.ts';
import { findApps, similarApps } from './pick.ts';
import { StepFrame } from './step-frame.tsx';
import type { Wiring } from './use-connection.ts';
import { isVersionMissing, UNKNOWN, versionFields, versionOf } from './version-answer.ts';
import { VersionField } from './version-field.tsx';

/** Chooses the app from the catalog; asks for version and edition only where they matter. */
export function AppStep(props: {
  readonly wiring: Wiring;
  readonly onBack: () => void;
  readonly onNext: () => void;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { wiring } = props;
  const { actions } = useApp();
  const known = useAppState((state) => state.catalog!.apps);
  const own = useAppState((state) => state.view?.own_apps);
  const other = known.find((one) => one.kind === 'custom');
  const apps = useMemo(
    () => [
      ...(own ?? []).filter((one) => !one.is_undescribed),
      ...known.filter((one) => one.kind !== 'custom'),
    ],
    [own, known],
  );
  const connected = useAppState((state) => state.view?.workspace.apps);
  const mine = useMemo(() => new Set(Object.values(connected ?? {}).map((one) => one.kind)), [connected]);
  const [typed, setTyped] = useState('');
  // The letter is shown at once, and what it finds as soon as there is time.
  const query = useDeferredValue(typed);
  const [category, setCategory] = useState<Category | 'all'>('all');
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const side = useRef<HTMLDivElement>(null);
  const form = wiring.appForm;
  const kind = wiring.appKind;
  const path = `apps.${wiring.appId}`;
  const found = useMemo(
    () => findApps(category === 'all' ? apps : apps.filter((one) => one.category === category), query),
    [apps, category, query],
  );
  const none = !wiring.savedApp && query.trim() !== '' && found.length === 0;
  const similar = useMemo(() => (none ? similarApps(apps, query) : []), [none, apps, query]);
  // An app that nobody has described yet is described once; one of a workspace of before stays as it is.
  const describing = (none || kind?.kind === 'custom') && !wiring.savedApp;
  const said: Form = none && !form['describe.name'] ? { ...form, 'describe.name': query.trim() } : form;
  const edition = kind?.editions?.find((one) => one.id === form['edition']);
  const dead = !describing && withoutLogin(kind, form['edition']);
  const guard = dead && !wiring.savedApp ? known.find((one) => one.kind === GUARD) : undefined;
  const editionMissing = kind?.editions !== undefined && !edition;
  const [refused, setRefused] = useState<string>();
  const again = useDescribingAgain(kind?.is_own ? kind.kind : undefined);
  const versionUnsaid =
    kind?.version_matters === true &&
    !describing &&
    !(isGated(kind) && edition?.supported !== true) &&
    isVersionMissing(versionOf(form));
  const nameMissing = kind?.kind === 'custom' && !describing && (form['client_name'] ?? '').trim() === '';

  const choose = (value: string) => {
    if (value === kind?.kind) return;
    setTried(false);
    wiring.setApp({ kind: value, ...versionFields(UNKNOWN), edition: '' });
    // In a small window it stands above the list; beside the list nothing has to move.
    requestAnimationFrame(() => {
      if (side.current && getComputedStyle(side.current).position !== 'sticky')
        reveal(side.current, 'nearest');
    });
  };
  const chooses = useRef(choose);
  useLayoutEffect(() => {
    chooses.current = choose;
  });
  const onChoose = useCallback((value: string) => chooses.current(value), []);
  const onSimilar = useCallback((value: string) => {
    setTyped('');
    chooses.current(value);
  }, []);
  const onCategory = useCallback((value: Category | 'all') => {
    setTyped('');
    setCategory(value);
  }, []);
  const unchosen = useMemo(
    () => (tried && !kind ? ({ severity: 'error', message: t('app.choose') } as const) : undefined),
    [tried, kind, t],
  );
  const describe = async (): Promise<boolean> => {
    const description = descriptionOf(said);
    wiring.setApp({ kind: 'custom', 'describe.name': description.name });
    if (isUnsaid(description)) {
      announce(t('field.required'), true);
      return false;
    }
    setSaving(true);
    const answer = await actions.describe(description);
    setSaving(false);
    if (!answer.ok) {
      setRefused(answer.error.message);
      announce(answer.error.message, true);
      return false;
    }
    wiring.setApp({ ...DESCRIBED, kind: answer.value.kind });
    return true;
  };
  const next = async () => {
    setTried(true);
    if (!describing && (!kind || editionMissing || nameMissing || versionUnsaid)) {
      announce(kind ? t('field.required') : t('app.choose'), true);
      return;
    }
    if (describing && !(await describe())) return;
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
  /** The way that works for an edition without single sign-on: a login in front of it, which is an app as well. */
  const putGuard = () => {
    wiring.setApp({ kind: GUARD, ...versionFields(UNKNOWN), edition: '' });
    props.onNext();
  };

  const question = kind?.editions && (
    <>
      <Gate kind={kind} />
      <Choice
        label={t('app.edition', { name: kind.name })}
        look="lines"
        name={`${path}.edition`}
        value={form['edition'] ?? ''}
        issue={
          tried && editionMissing
            ? { severity: 'error', message: t('field.choose') }
            : issueAt(`${path}.edition`, wiring.problems, dead ? [] : wiring.connection?.notices)
        }
        onChange={(value) => wiring.setApp({ edition: value })}
        options={kind.editions.map((one) => ({ value: one.id, title: capital(one.name) }))}
      />
    </>
  );
  // What a login needs is of no use before it is known that there is one.
  const open = isGated(kind) && edition?.supported !== true;
  const panel = kind && !describing && (
    <div
      className="pick-side"
      ref={(box) => {
        side.current = box;
        return box ? tellHeight(box) : undefined;
      }}
    >
      <AppPanel
        kind={kind}
        version={form['version']?.trim()}
        edition={form['edition']}
        connection={wiring.connection}
        fixed={wiring.savedApp ? t('app.fixed', { name: kind.name }) : undefined}
        first={question}
        brief={open}
      >
        {again && <DescribeAgain again={again} />}
        {kind.kind === 'custom' && (
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
        {guard && <p>{t('app.guard.about', { name: kind.name })}</p>}
        {dead && !guard && <NoLogin kind={kind} />}
        {kind.version_matters && !open && (
          <VersionField
            key={kind.kind}
            label={t('app.version', { name: kind.name })}
            versions={kind.versions}
            value={versionOf(form)}
            onChange={(answer) => wiring.setApp(versionFields(answer))}
            name={`${path}.version`}
            issue={
              tried && versionUnsaid
                ? { severity: 'error', message: t('field.required') }
                : issueAt(`${path}.version`, wiring.problems, wiring.connection?.notices)
            }
          />
        )}
      </AppPanel>
    </div>
  );

  const description = describing && (
    <section className="card pick-describe" aria-labelledby="describe-title">
      <div className="pick-about">
        <ProductMark name={said['describe.name'] ?? ''} big />
        <div>
          <h2 id="describe-title">
            {none ? t('app.none', { query: query.trim(), count: apps.length }) : t('app.none.title')}
          </h2>
          <p className="quiet">{t('describe.lead')}</p>
        </div>
      </div>
      <DescribeApp
        form={said}
        tried={tried}
        onChange={(change) => {
          setRefused(undefined);
          wiring.setApp({
            kind: 'custom',
            ...versionFields(UNKNOWN),
            edition: '',
            ...nameOf(said),
            ...change,
          });
        }}
      />
      {refused !== undefined && <NoticeBox tone="error">{refused}</NoticeBox>}
    </section>
  );

  return (
    <StepFrame
      enter
      title={t('app.title')}
      onBack={props.onBack}
      {...(guard ? { onNext: putGuard, next: t('app.guard') } : dead ? {} : { onNext: next })}
      busy={saving}
      remark={dead ? t('app.no-login.short') : wiring.savedApp || describing ? undefined : <PickerLegend />}
    >
      {wiring.savedApp ? (
        <div className="form">{panel}</div>
      ) : (
        <>
          <PickerHead
            apps={apps}
            query={typed}
            category={category}
            onQuery={(text) => {
              setTyped(text);
              setCategory('all');
            }}
            onCategory={onCategory}
            onEnter={() => {
              const [only, ...more] = findApps(apps, typed);
              if (typed.trim() === '' || !only || more.length > 0 || only.kind === kind?.kind) return false;
              choose(only.kind);
              return true;
            }}
            onDown={() => list.current?.querySelector<HTMLElement>('[role="radio"]')?.focus()}
          />
          <div className="pick" data-describing={describing}>
            {describing && !none && description}
            <div className="pick-main" ref={list}>
              {none ? (
                similar.length > 0 && (
                  <AppGrid
                    apps={similar}
                    heading={t('app.similar')}
                    chosen={kind?.kind}
                    mine={mine}
                    onChoose={onSimilar}
                  />
                )
              ) : (
                <AppGrid
                  apps={found}
                  heading={query.trim() === '' ? undefined : n('app.found', found.length)}
                  other={other}
                  chosen={kind?.kind}
                  mine={mine}
                  issue={unchosen}
                  onChoose={onChoose}
                />
              )}
            </div>
            {none && description}
            {panel ||
              (!describing && (
                <div className="pick-side pick-empty">
                  <p className="quiet">{t('app.nothing-chosen')}</p>
                </div>
              ))}
          </div>
        </>
      )}
    </StepFrame>
  );
}

/** Tells the styles how tall it is, which decides which end of it stays in sight. */
function tellHeight(box: HTMLElement): (() => void) | undefined {
  if (typeof ResizeObserver === 'undefined') return undefined;
  const observer = new ResizeObserver(() => box.style.setProperty('--tall', `${box.offsetHeight}px`));
  observer.observe(box);
  return () => observer.disconnect();
}

/** The app that asks for the login in front of one that has none. */
const GUARD = 'oauth2-proxy';

const capital = (text: string): string => text.replace(/^\p{L}/u, (letter) => letter.toUpperCase());

/** The name stands in the form also where it was only searched for. */
const nameOf = (form: Form): Form => ({ 'describe.name': form['describe.name'] ?? '' });

/** Which edition has single sign-on, said before one is chosen. */
function Gate({ kind }: { readonly kind: AppKindView }): ReactNode {
  const { t } = useSpeaker();
  const without = kind.editions?.find(({ supported }) => !supported);
  if (!without) return null;
  const names = kind.editions!.filter(({ supported }) => supported).map(({ name }) => name);
  return (
    <div className="pick-stamp gate">
      <Icon name="lock" size={16} />
      <div>
        <b>
          {t('app.gate', { editions: new Intl.ListFormat(LANGUAGE, { type: 'disjunction' }).format(names) })}
        </b>
        {without.reason && <p className="small">{without.reason}</p>}
      </div>
    </div>
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
