import './overview.css';
import '../wizard/wizard.css';
import './provider.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { adoptAnnounced } from '../../shared/client/announced.ts';
import type { ProviderView } from '../../shared/host/provider.ts';
import { type MapProvider, mapOf, titleOf } from '../../shared/standing/map.ts';
import { inRange } from '../../shared/version.ts';
import type { ProviderEntry } from '../../shared/workspace/types.ts';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { prose } from '../components/code-words.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { NoAnswer, NoticeBox } from '../components/notice.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { Shell } from '../components/shell.tsx';
import { useGrowing } from '../components/use-growing.ts';
import { appKindOf, providerKindOf } from '../store/app-kinds.ts';
import { providerDraft } from '../store/overtaken.ts';
import { useApp, useAppState, useAsked, useSpeaker } from '../store/react.tsx';
import { DiscoveryPanel } from '../wizard/discovery-panel.tsx';
import { announcedBy, useAskedProvider } from '../wizard/use-discovery.ts';
import { differsFrom } from './app-row.tsx';
import { type SeatedProvider, useKeptOrder } from './kept-order.ts';
import { countsOf, FEW, type Filter, Finder, matches } from './overview-finder.tsx';
import { useTitle } from './overview-head.tsx';
import { ProviderAdopt } from './provider-adopt.tsx';
import { type ComeFrom, ProviderChange } from './provider-change.tsx';
import { ProviderCompare } from './provider-compare.tsx';
import { ProviderFacts } from './provider-facts.tsx';
import { StopWays, useProviderName } from './provider-hub.tsx';
import { AppList, MOST_ROWS } from './provider-map.tsx';
import { ProviderSteps, useFirstStep } from './provider-steps.tsx';
import { useBeginning } from './unfinished.tsx';

/** One provider of the workspace: where it stands, what there is to do there, and the apps that it serves. */
export default function Provider({
  id,
  part,
  focus,
  back,
}: {
  readonly id: string;
  readonly part: 'change' | undefined;
  readonly focus: string | undefined;
  readonly back: ComeFrom;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const view = useAppState((state) => state.view!);
  const entry = Object.hasOwn(view.workspace.providers, id) ? view.workspace.providers[id] : undefined;
  if (entry === undefined)
    return (
      <Shell>
        <h1>{id}</h1>
        <NoticeBox
          tone="warning"
          action={
            <Button small onPress={() => actions.go({ at: 'overview', handle: view.handle })}>
              {t('nav.overview')}
            </Button>
          }
        >
          {t('provider.gone')}
        </NoticeBox>
      </Shell>
    );
  return part === 'change' ? (
    <ProviderChange id={id} entry={entry} focus={focus} back={back} />
  ) : (
    <Standing id={id} entry={entry} />
  );
}

function Standing({ id, entry }: { readonly id: string; readonly entry: ProviderEntry }): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const view = useAppState((state) => state.view!);
  const tests = useAppState((state) => state.tests);
  const generation = useAppState((state) => state.generation + state.ticked);
  const catalog = useAppState((state) => state.catalog);
  const name = useProviderName(id, entry);
  const { handle } = view;
  const { apps } = view.workspace;
  const asked = useAsked('provider.get', { handle, provider: id }, { generation });
  // An answer about earlier content says nothing of what is there now.
  const known = asked.value?.revision === view.revision ? asked.value : undefined;
  // All of it comes at once, so that nothing is moved by what comes later.
  const ready = asked.value !== undefined || asked.failure !== undefined;
  const byId = new Map(known?.apps.map((one) => [one.id, one]));
  const own = Object.keys(apps).filter((app) => apps[app]!.provider === id);
  const sorted = mapOf(
    [id],
    own.map((app) => ({
      id: app,
      provider: id,
      standing: byId.get(app)?.standing,
      testing: (tests[app]?.phase ?? 'idle') !== 'idle',
      differs: differsFrom(byId.get(app)?.drift),
    })),
  );
  const { map, sort } = useKeptOrder(sorted, known !== undefined);
  const place = map[0]!;
  const discovering = useAskedProvider(id, entry);
  const { begin, dialog } = useBeginning();
  const first = useFirstStep(asked.value, place);
  const waiting = place.apps.filter(({ waits }) => waits).map((app) => app.id);
  /** How many apps are tested because the provider answers again. */
  const [again, setAgain] = useState(0);
  const ask = async () => {
    setAgain(0);
    const found = await discovering.ask();
    asked.again();
    if (found?.status !== 'found' || waiting.length === 0) return;
    setAgain(waiting.length);
    await actions.runChecks(waiting);
    setAgain(0);
  };
  // A test that failed there has asked it, too.
  const never =
    known !== undefined && known.answered === null && discovering.found === undefined && !place.cause;
  const silent = discovering.found !== undefined && discovering.found.status !== 'found';
  const primary =
    place.cause || silent ? 'ask' : first ? 'apply' : own.length > 0 && never ? 'ask' : 'connect';
  const said = useTitle(titleOf([place]));
  const lead = own.length === 0 ? t('provider.none') : `${said.title}. ${said.lead}`;

  return (
    <Shell>
      <div className="page-head">
        <div className="provider-name">
          <ProductMark kind={entry.kind} name={name} big />
          <div className="grow">
            <h1>{name}</h1>
            <p className="lead">{lead}</p>
          </div>
        </div>
        {ready && (
          <div className="row">
            <Button
              look={primary === 'ask' ? 'primary' : 'plain'}
              busy={discovering.busy}
              onPress={() => void ask()}
            >
              {t('provider.ask')}
            </Button>
            <Button
              look={primary === 'connect' ? 'primary' : 'plain'}
              icon="plus"
              onPress={() => begin({ provider: id, step: 'app' })}
            >
              {t('overview.connect')}
            </Button>
            {first && (
              <Button
                look={primary === 'apply' ? 'primary' : 'plain'}
                iconAfter="next"
                onPress={() => actions.go(first)}
              >
                {t('provider.apply', { name })}
              </Button>
            )}
          </div>
        )}
      </div>
      {dialog}
      <NoAnswer asked={asked} />
      {ready ? (
        <>
          <Answer
            id={id}
            entry={entry}
            name={name}
            place={place}
            answered={known?.answered}
            again={again}
            discovering={discovering}
          />
          <div className="provider">
            <ProviderFacts id={id} entry={entry} apps={own} seen={known?.answered?.version} />
            <div className="stack wide">
              <ProviderSteps name={name} place={place} known={asked.value} fresh={known !== undefined} />
              {asked.value?.comparable === true && !view.practice && own.length > 0 && (
                <ProviderCompare
                  handle={handle}
                  name={name}
                  apps={own}
                  nameOf={(app) =>
                    apps[app]?.client_name ?? appKindOf({ catalog, view }, apps[app]?.kind)?.name ?? app
                  }
                  before={asked.value.apps.flatMap(({ drift = [] }) =>
                    drift.filter(({ side }) => side === 'provider'),
                  )}
                  onCompared={asked.again}
                />
              )}
              {asked.value?.adoptable === true && !view.practice && (
                <ProviderAdopt handle={handle} provider={id} name={name} />
              )}
              {own.length > 0 && <Apps place={place} name={name} known={byId} onSort={sort} />}
            </div>
          </div>
        </>
      ) : (
        <BusyLine text={lead} />
      )}
      <div className="page-end" />
    </Shell>
  );
}

/** Whether it answers: what was just found, else what keeps its apps waiting, else its last answer. */
function Answer(props: {
  readonly id: string;
  readonly entry: ProviderEntry;
  readonly name: string;
  readonly place: MapProvider;
  readonly answered: ProviderView['answered'] | undefined;
  readonly again: number;
  readonly discovering: ReturnType<typeof useAskedProvider>;
}): ReactNode {
  const speaker = useSpeaker();
  const { t, n } = speaker;
  const { actions } = useApp();
  const handle = useAppState((state) => state.view!.handle);
  const kind = useAppState((state) => providerKindOf(state, props.entry.kind));
  const now = useRef(Date.now());
  const { id, entry, place, answered, discovering } = props;
  const ago = (at: string) => speaker.ago(Date.parse(at), now.current);
  // What is found newer than the time at which the page was opened is “just now”.
  useEffect(() => {
    if (answered) now.current = Date.now();
  }, [answered]);
  const change = (form?: { readonly url: string }) => {
    if (form) actions.setDraft(providerDraft(id), { provider: form });
    actions.go({ at: 'provider', handle, id, part: 'change' });
  };
  const { cause, since } = place;
  // What a test may say of it gets its room with the press that began it.
  const tested = useRef(false);
  tested.current ||= place.apps.some(({ testing }) => testing);
  const seen = answered?.version;
  const otherVersion =
    seen !== undefined && entry.version !== undefined && inRange(entry.version, seen) === false;
  return (
    <DiscoveryPanel
      discovering={discovering}
      typed={entry.url}
      chosen={kind}
      fixedKind
      differs={
        adoptAnnounced(entry, kind?.open_endpoints ?? [], announcedBy(discovering.found, entry.url)).differs
      }
      onUrl={(url) => change({ url })}
      onKind={() => change()}
      also={props.again > 0 ? n('provider.asked.testing', props.again) : undefined}
      ways={<StopWays place={place} name={props.name} />}
      room={tested.current}
      idle={
        cause ? (
          <Line
            icon="fail"
            title={cause.title}
            about={since === undefined ? '' : t('provider.asked.since', { when: ago(since) })}
          >
            <StopWays place={place} name={props.name} />
          </Line>
        ) : otherVersion ? (
          <Line
            icon="warn"
            title={t('provider.asked.other-version', { seen, stated: entry.version ?? '' })}
            about={t('provider.asked.other-version.about')}
          >
            <Button small onPress={() => change()}>
              {t('overview.act.provider')}
            </Button>
          </Line>
        ) : answered === undefined ? (
          <Line icon="unseen" title="" about="" />
        ) : answered ? (
          <Line
            icon="info"
            title={t('provider.asked.at', { when: ago(answered.at) })}
            about={t('provider.asked.at.about')}
          />
        ) : (
          <Line icon="unseen" title={t('provider.asked.never')} about={t('provider.asked.never.about')} />
        )
      }
    />
  );
}

function Line(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly about: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className={`discovery-line ${props.icon}`}>
      <Icon name={props.icon} size={18} />
      <div className="grow">
        <b>{prose(props.title)}</b>
        {props.about !== '' && <p className="quiet">{props.about}</p>}
      </div>
      {props.children}
    </div>
  );
}

/** The apps that it serves, each with its state and the one thing to do about it. */
function Apps(props: {
  readonly place: SeatedProvider;
  readonly onSort: () => void;
  readonly name: string;
  readonly known: ReadonlyMap<string, ProviderView['apps'][number]>;
}): ReactNode {
  const { t } = useSpeaker();
  const entries = useAppState((state) => state.view!.workspace.apps);
  const { place } = props;
  const [query, setQuery] = useState('');
  const [only, setOnly] = useState<Filter>('all');
  const shown = place.apps.filter(
    (app) => (only === 'all' || app.seat === only) && matches(query, app.id, entries[app.id]!),
  );
  const most = useGrowing(shown.length, `${only} ${query}`);
  return (
    <section className="stack" aria-labelledby="its-apps">
      <h2 id="its-apps">
        {t('provider.apps')} <span className="quiet">{place.apps.length}</span>
      </h2>
      {place.apps.length > FEW && (
        <Finder
          query={query}
          onQuery={setQuery}
          only={only}
          onOnly={(next) => {
            props.onSort();
            setOnly(next);
          }}
          counts={countsOf([place])}
        />
      )}
      {shown.length === 0 ? (
        <p className="quiet">
          {query === '' ? t(`overview.none.${only as 'needs'}`) : t('overview.none.query', { query })}
        </p>
      ) : (
        <AppList
          place={place}
          entries={entries}
          known={props.known}
          shown={shown}
          most={most}
          name={props.name}
          many={place.apps.length > MOST_ROWS}
          onSort={props.onSort}
          edges={false}
        />
      )}
    </section>
  );
}
