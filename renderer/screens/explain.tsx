import '../testing/testing.css';
import './explain.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Diagnosis } from '../../shared/diagnosis/types.ts';
import type { Explanation } from '../../shared/host/testing.ts';
import { sureCause } from '../../shared/standing/open-steps-explain.ts';
import { announce } from '../components/announcer.tsx';
import { BusyLine } from '../components/busy-line.tsx';
import { Button } from '../components/button.tsx';
import { Choice, TextInput } from '../components/fields.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { revealWhole } from '../components/reveal.ts';
import { Shell } from '../components/shell.tsx';
import { appKindOf, providerKindOf } from '../store/app-kinds.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import { DiagnosisCard } from '../testing/diagnosis-card.tsx';
import { saysIt } from '../testing/says-it.ts';
import { mendOf } from '../testing/where.ts';

const MOST = 200_000;

/** Explains a pasted error from any source: cause, side and fix. */
export default function Explain(): ReactNode {
  const { t, n } = useSpeaker();
  const { client, actions } = useApp();
  const view = useAppState((state) => state.view);
  const catalog = useAppState((state) => state.catalog);
  const { apps = {}, providers = {} } = view?.workspace ?? {};
  const nameOf = (id: string) =>
    apps[id]?.client_name ?? appKindOf({ catalog, view }, apps[id]?.kind)?.name ?? id;
  const offered = onlyOf(apps);
  const kept = useAppState((state) => state.explained);
  const result = kept !== null && kept.handle === view?.handle ? kept : undefined;
  const [chosen, setChosen] = useState<About>(
    result?.app !== undefined && Object.hasOwn(apps, result.app) ? `app:${result.app}` : 'none',
  );
  const app = chosen === 'none' ? undefined : chosen.slice('app:'.length);
  const [text, setText] = useState('');
  const [issue, setIssue] = useState<string>();
  const [busy, setBusy] = useState(false);
  const ending = useRef<AbortController>(undefined);
  const results = useRef<HTMLElement>(null);
  // Only once it stands there: the first cause may lie below what is seen. One that was there before is not led to.
  const former = useRef(result);
  useEffect(() => {
    if (result && result !== former.current) revealWhole(results.current?.querySelector('article'));
  }, [result]);

  const explain = async (given: string) => {
    if (given.trim() === '') {
      setIssue(t('explain.empty'));
      return announce(t('explain.empty'), true);
    }
    ending.current?.abort();
    const mine = new AbortController();
    ending.current = mine;
    setIssue(undefined);
    setBusy(true);
    const answer = await client.call(
      'explain.text',
      {
        text: given.slice(0, MOST),
        ...(view ? { handle: view.handle } : {}),
        ...(app === undefined ? {} : { app }),
      },
      { signal: mine.signal },
    );
    if (ending.current !== mine) return;
    setBusy(false);
    if (!answer.ok) {
      if (answer.error.code !== 'cancelled') setIssue(answer.error.message);
      return;
    }
    const diagnoses = distinct(answer.value.diagnoses);
    actions.keepExplained({
      handle: view?.handle,
      app,
      answer: { ...answer.value, diagnoses },
      from: diagnoses.map((one) => (saysIt(given, one) ? 'text' : 'partly')),
    });
    const first = diagnoses[0];
    announce(
      first
        ? `${n('explain.results', diagnoses.length)}. ${first.title}. ${first.fix.text}`
        : (answer.value.said?.text ?? t('explain.none')),
    );
  };

  const about = result ? readAbout(result.answer, { t, n }) : '';
  return (
    <Shell>
      <div className="page-head">
        <div>
          <h1>{t('explain.title')}</h1>
          <p className="lead">{t('explain.lead')}</p>
        </div>
      </div>
      <form
        className="stack explain-form"
        onSubmit={(event) => {
          event.preventDefault();
          void explain(text);
        }}
        onDragOver={(event) => event.preventDefault()}
        data-takes-files
        onDrop={(event) => {
          event.preventDefault();
          const file = event.dataTransfer.files[0];
          if (file) void file.text().then((content) => setText(content.slice(0, MOST)));
        }}
      >
        <TextInput
          label={t('explain.input')}
          help={t('explain.input.hint')}
          value={text}
          onChange={setText}
          // The same with an answer below it: the button stays under the pointer.
          rows={5}
          code
          autoFocus
          issue={issue ? { severity: 'error', message: issue } : undefined}
        />
        {view && Object.keys(apps).length > 0 && (
          <Choice
            label={t('explain.app')}
            look="chips"
            value={chosen}
            onChange={setChosen}
            options={[
              { value: 'none', title: t('explain.app.none') },
              ...Object.keys(apps).map((id) => ({ value: `app:${id}` as const, title: nameOf(id) })),
            ]}
          />
        )}
        <div className="row">
          <Button look="primary" submit busy={busy}>
            {t('explain.go')}
          </Button>
          <span className="quiet small">{t('explain.drop')}</span>
        </div>
      </form>
      {busy && <BusyLine text={t('explain.running')} onStop={() => ending.current?.abort()} />}
      {result && !busy && (
        <section className="stack" ref={results}>
          {text === '' && <p className="quiet">{t('explain.kept')}</p>}
          {about !== '' && <p className="quiet">{about}</p>}
          {result.answer.diagnoses.map((diagnosis, at) => {
            const entry = result.app === undefined ? undefined : apps[result.app];
            return (
              <DiagnosisCard
                key={`${diagnosis.id} ${diagnosis.title}`}
                diagnosis={diagnosis}
                provider={entry && providerKindOf({ catalog, view }, providers[entry.provider]?.kind)?.name}
                app={result.app !== undefined && entry ? nameOf(result.app) : undefined}
                certain={sureCause(result.answer.diagnoses) !== undefined}
                from={result.from[at] ?? 'partly'}
                {...(view
                  ? {
                      mend: mendOf(diagnosis, {
                        handle: view.handle,
                        app: entry && result.app,
                        only: { app: offered, provider: onlyOf(providers) },
                        from: 'explain',
                      }),
                    }
                  : {})}
                offered={offered === undefined ? undefined : nameOf(offered)}
                onGo={actions.go}
                quiet
              />
            );
          })}
          {result.answer.diagnoses.length === 0 && <NothingKnown {...result.answer} />}
        </section>
      )}
      <div className="page-end" />
    </Shell>
  );
}

/** What is said of a text in which no cause was recognised, and where to go on. */
function NothingKnown({ said, read }: Explanation): ReactNode {
  const { t } = useSpeaker();
  if (said === undefined)
    return (
      <NoticeBox tone="info" fix={nextStep(read, t)}>
        {t('explain.none')}
      </NoticeBox>
    );
  return said.well === undefined ? (
    <NoticeBox tone="info">{said.text}</NoticeBox>
  ) : (
    <NoticeBox tone="pass" fix={t(`explain.well.${said.well}`)}>
      {said.text}
    </NoticeBox>
  );
}

/** Which app an error is about, if that is known. */
type About = 'none' | `app:${string}`;

type Words = Pick<ReturnType<typeof useSpeaker>, 't' | 'n'>;

/** What was done with the text before it was explained. That it is one message says nothing beside its cause. */
function readAbout({ read, read_as, said, redacted, diagnoses }: Explanation, { t, n }: Words): string {
  const isPlain = read.kind === 'message' && read.of === undefined && diagnoses.length > 0;
  return [
    read_as !== undefined
      ? t('explain.read-as', { what: read_as })
      : isPlain || said !== undefined
        ? ''
        : readSentence(read, { t, n }),
    redacted ? t('explain.redacted') : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What the text was read as, in one sentence. */
function readSentence(read: Explanation['read'], { t, n }: Words): string {
  const { kind, of = '', lines = 0, matter = 0 } = read;
  const known = read.of !== undefined;
  if (kind === 'log') {
    const name = known ? t('explain.read.log.of', { of }) : t('explain.read.log');
    if (matter === 0) return `${name} ${n('explain.read.none', lines)}`;
    if (matter < lines) return `${name} ${n('explain.read.matter', matter, { lines: String(lines) })}`;
    return `${name} ${lines === 2 ? t('explain.read.both') : n('explain.read.all', lines)}`;
  }
  return known && (kind === 'json' || kind === 'message' || kind === 'report')
    ? t(`explain.read.${kind}.of`, { of })
    : t(`explain.read.${kind}`);
}

/** Where to go on if nothing is known, with the setting of the app whose log is wanted. */
function nextStep({ next, debug }: Explanation['read'], t: ReturnType<typeof useSpeaker>['t']): string {
  const step = t(`explain.next.${next}`);
  if (debug === undefined) return step;
  return `${step} ${
    'variable' in debug
      ? t('explain.debug.variable', { app: debug.app, set: `${debug.variable}=${debug.value}` })
      : t('explain.debug.where', { app: debug.app, where: debug.where })
  }`;
}

/** The id of the only entry, if there is just one. */
function onlyOf(entries: Readonly<Record<string, unknown>>): string | undefined {
  const ids = Object.keys(entries);
  return ids.length === 1 ? ids[0] : undefined;
}

/** Removes duplicates and keeps the first, which is the most likely. */
const distinct = (diagnoses: readonly Diagnosis[]): Diagnosis[] =>
  diagnoses.filter(
    (one, index) =>
      diagnoses.findIndex((other) => other.title === one.title && other.fix.text === one.fix.text) === index,
  );
