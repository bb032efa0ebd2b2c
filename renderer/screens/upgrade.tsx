import './flow.css';
import './upgrade.css';
import { type ReactNode, useId, useState } from 'react';
import { type SameChange, sameChanges } from '../../shared/forecast/same-changes.ts';
import type { ForecastView } from '../../shared/host/forecast.ts';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { Shell } from '../components/shell.tsx';
import { appKindOf, providerKindOf } from '../store/app-kinds.ts';
import { providerDraft } from '../store/overtaken.ts';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { newerThan } from '../wizard/newer.ts';
import { statedOr, UNSAID } from '../wizard/version-answer.ts';
import { VersionField } from '../wizard/version-field.tsx';

/** What another version of a provider or an app changes. Only shows; the version is changed where it is stated. */
export default function Upgrade({
  target,
  to,
  fromProvider,
}: {
  readonly target: { readonly kind: 'app' | 'provider'; readonly id: string };
  readonly to: string | undefined;
  /** True: it goes back to the provider’s screen. */
  readonly fromProvider: boolean;
}): ReactNode {
  const { t, n } = useSpeaker();
  const { actions } = useApp();
  const view = useAppState((state) => state.view!);
  const catalog = useAppState((state) => state.catalog!);
  const generation = useAppState((state) => state.generation);
  const { apps, providers } = view.workspace;
  const entry = target.kind === 'app' ? apps[target.id] : providers[target.id];
  const kind =
    target.kind === 'app'
      ? appKindOf({ catalog, view }, entry?.kind)
      : providerKindOf({ catalog, view }, entry?.kind);
  const name = kind?.name ?? target.id;
  const [answer, setAnswer] = useState(
    statedOr(to ?? newerThan(kind?.versions, entry?.version) ?? kind?.versions.lines.at(-1), UNSAID),
  );
  const version = answer.is === 'stated' ? answer.text : '';
  const asked = useAsked(
    'upgrade.forecast',
    version === '' ? null : { handle: view.handle, target, to: version },
    { delay: 200, generation },
  );
  /** The version is stated where the rest of the provider is, with what that touches. */
  const state = () => {
    actions.setDraft(providerDraft(target.id), { provider: { version } });
    actions.go({ at: 'provider', handle: view.handle, id: target.id, part: 'change' });
  };
  const home = fromProvider ? (target.kind === 'app' ? apps[target.id]?.provider : target.id) : undefined;
  const said = asked.value;
  const lines = said?.files.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines)) ?? [];
  const changed = lines.filter((line) => !line.startsWith(' ')).length;
  const nameOf = (id: string): string =>
    apps[id]?.client_name ?? appKindOf({ catalog, view }, apps[id]?.kind)?.name ?? id;

  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{t('upgrade.title', { name })}</h1>
          <p className="lead">{t('upgrade.lead')}</p>
        </div>
      </div>
      {kind && (
        <section className="card upgrade-ask">
          <VersionField
            name="to"
            label={entry?.version ? t('upgrade.from', { version: entry.version }) : t('upgrade.to')}
            versions={kind.versions}
            value={answer}
            onChange={setAnswer}
            otherThan={entry?.version}
          />
        </section>
      )}
      {asked.busy && <BusyLine text={t('upgrade.looking')} onStop={asked.stop} />}
      {!asked.busy && asked.failure && <NoticeBox tone="info">{asked.failure.message}</NoticeBox>}
      {!asked.busy && !asked.failure && said && version !== '' && (
        <>
          <p className="upgrade-sum" role="status">
            {said.changes.length === 0 && said.files.length === 0
              ? t('upgrade.nothing')
              : said.files.length === 0
                ? t('upgrade.same-files')
                : n('upgrade.lines', changed, { files: String(said.files.length) })}
          </p>
          <Urgent list={said.changes.filter(({ severity }) => severity !== 'info')} nameOf={nameOf} />
          {sameChanges(said.files).map((one) => (
            <FileDifference key={one.paths[0]} difference={one} />
          ))}
          <ToKnow list={said.changes.filter(({ severity }) => severity === 'info')} nameOf={nameOf} />
        </>
      )}
      <div className="page-bar">
        <Button
          icon="back"
          onPress={() =>
            actions.go(
              home === undefined
                ? { at: 'overview', handle: view.handle }
                : { at: 'provider', handle: view.handle, id: home },
            )
          }
        >
          {home === undefined
            ? t('nav.overview')
            : (providerKindOf({ catalog, view }, providers[home]?.kind)?.name ?? home)}
        </Button>
        <div className="remark" />
        {target.kind === 'provider' && entry !== undefined && version !== '' && version !== entry.version && (
          <Button iconAfter="next" onPress={state}>
            {t('upgrade.runs', { version })}
          </Button>
        )}
      </div>
    </Shell>
  );
}

interface ChangesProps {
  readonly list: ForecastView['changes'];
  readonly nameOf: (id: string) => string;
}

/** What has to be done or looked at. */
function Urgent({ list, nameOf }: ChangesProps): ReactNode {
  if (list.length === 0) return null;
  return (
    <div className="stack upgrade-changes">
      {list.map((change) => (
        <NoticeBox key={change.message} tone={change.severity} fix={change.fix}>
          <Sentence change={change} nameOf={nameOf} />
        </NoticeBox>
      ))}
    </div>
  );
}

/** What is only good to know. */
function ToKnow({ list, nameOf }: ChangesProps): ReactNode {
  const { t } = useSpeaker();
  const id = useId();
  if (list.length === 0) return null;
  return (
    <section className="card flow-card" aria-labelledby={id}>
      <header>
        <h2 id={id}>{t('upgrade.to-know')}</h2>
      </header>
      <ul className="upgrade-known">
        {list.map((change) => (
          <li key={change.message}>
            <Sentence change={change} nameOf={nameOf} />
            {change.fix && <p>{change.fix}</p>}
            {change.source && <p className="quiet small">{change.source.title}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sentence({
  change: { apps, message },
  nameOf,
}: {
  readonly change: ForecastView['changes'][number];
  readonly nameOf: ChangesProps['nameOf'];
}): ReactNode {
  return (
    <>
      {apps.length > 0 && <b>{apps.map(nameOf).join(', ')}: </b>}
      {message}
    </>
  );
}

/** How many files with the same difference are named. */
const MOST_NAMES = 3;

function FileDifference({ difference }: { readonly difference: SameChange }): ReactNode {
  const { t, n } = useSpeaker();
  const id = useId();
  const { paths, change, hunks } = difference;
  const more = paths.length - MOST_NAMES;
  return (
    <section className="card flow-card" aria-labelledby={id}>
      <header>
        <h2 id={id} className="upgrade-file">
          {paths.slice(0, MOST_NAMES).join(', ')} {more > 0 && n('upgrade.more', more)}
        </h2>
        {change !== 'different' && <p className="quiet small">{t(`upgrade.${change}`)}</p>}
      </header>
      {hunks.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: wide lines are scrolled with the keyboard, too
        <section className="upgrade-diff" aria-label={t('upgrade.difference')} tabIndex={0}>
          {hunks.map((hunk) => (
            <ol key={hunk.before}>
              {hunk.lines.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a difference never change places
                <DifferentLine key={index} line={line} />
              ))}
            </ol>
          ))}
        </section>
      )}
    </section>
  );
}

function DifferentLine({ line }: { readonly line: string }): ReactNode {
  const { t } = useSpeaker();
  const sign = line[0];
  const text = line.slice(1) || ' ';
  if (sign === '+') {
    return (
      <li>
        <ins>
          <span className="unheard">{t('upgrade.comes')} </span>
          {text}
        </ins>
      </li>
    );
  }
  if (sign === '-') {
    return (
      <li>
        <del>
          <span className="unheard">{t('upgrade.goes')} </span>
          {text}
        </del>
      </li>
    );
  }
  return <li>{text}</li>;
}
