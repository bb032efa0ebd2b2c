import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { foldersApart } from '../../shared/recent-folders.ts';
import { WORKSPACE_ENDING } from '../../shared/workspace/file-name.ts';
import { Button } from '../components/button.tsx';
import { BrandMark, Icon } from '../components/icon.tsx';
import { Shell } from '../components/shell.tsx';
import { useSlow } from '../components/use-slow.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import * as ready from './ready.ts';

const PathDialog = lazy(() => import('../components/path-dialog.tsx'));

/** The start screen: what Latchkey is, in three lines, and two ways to begin. */
export function Start(): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const [creating, setCreating] = useState(false);
  const [practising, setPractising] = useState<AbortController | null>(null);
  const slow = useSlow(practising !== null);

  const create = async () => {
    setCreating(true);
    ready.wizard.fetch();
    await actions.create();
    setCreating(false);
  };
  const practise = async () => {
    const ending = new AbortController();
    setPractising(ending);
    ready.practice.fetch();
    await actions.startPractice(ending.signal);
    setPractising(null);
  };

  return (
    <Shell>
      <div className="start">
        <section className="hero">
          <Latch />
          <h1>{t('start.title')}</h1>
          <ol className="three">
            <li>{t('start.line1')}</li>
            <li>{t('start.line2')}</li>
            <li>{t('start.line3')}</li>
          </ol>
        </section>
        <div className="doors">
          <button type="button" className="door first" disabled={creating} onClick={() => void create()}>
            <Icon name="swap" size={26} />
            <b>{t('start.connect')}</b>
            <small>{t('start.connect.hint')}</small>
            <span className="go">
              <Icon name="next" size={18} />
            </span>
          </button>
          <button
            type="button"
            className="door"
            aria-disabled={practising !== null}
            onClick={() => (practising ? undefined : void practise())}
          >
            <Icon name="flask" size={26} />
            <b>{t('start.practice')}</b>
            <small>{slow ? t('start.practice.starting') : t('start.practice.hint')}</small>
            <span className="go">
              {slow ? <span className="spinner" aria-hidden="true" /> : <Icon name="next" size={18} />}
            </span>
          </button>
        </div>
        {/* Its room is there before, so that the button moves nothing when it comes. */}
        <div className="doors-end">
          <p className="promise">
            <Icon name="lock" size={14} /> {t('start.promise')}
          </p>
          {slow && (
            <Button small onPress={() => practising?.abort()}>
              {t('action.stop')}
            </Button>
          )}
          <span className="unheard" role="status">
            {slow ? t('start.practice.starting') : ''}
          </span>
        </div>
        {/* Last of all: what was open before is known later, and moves nothing when it comes. */}
        <Files />
      </div>
    </Shell>
  );
}

function Files(): ReactNode {
  const speaker = useSpeaker();
  const { t } = speaker;
  const { actions } = useApp();
  const session = useAppState((state) => state.session);
  const [asking, setAsking] = useState(false);
  const now = useRef(Date.now());
  if (!session) return null;
  // What is open is named once.
  const recent = session.recent.filter((one) => !session.open.some(({ file }) => file === one.path));
  const apart = foldersApart(recent);

  const open = async (path?: string): Promise<string | undefined> => {
    const answer = await actions.open(path);
    if (answer.ok) return undefined;
    if (answer.error.code === 'path-needed') {
      setAsking(true);
      return undefined;
    }
    const text = [answer.error.message, answer.error.detail].filter(Boolean).join('\n');
    if (path === undefined && answer.error.code !== 'cancelled') actions.say('error', text);
    return text;
  };

  return (
    <section className="files">
      <div className="row">
        <Button small icon="file" onPress={() => (session.paths === 'typed' ? setAsking(true) : void open())}>
          {t('start.open')}
        </Button>
      </div>
      {(session.open.length > 0 || recent.length > 0) && <h2>{t('start.recent')}</h2>}
      {session.open.length > 0 && (
        <ul className="recent">
          {session.open.map((one) => (
            <li key={one.handle}>
              <button
                type="button"
                className="recent-item"
                onClick={() => actions.go({ at: 'overview', handle: one.handle })}
              >
                <b>{one.name || t('start.recent.unsaved')}</b>
                <small>{t('start.running')}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
      {recent.length > 0 && (
        <ul className="recent">
          {recent.map((one, index) => (
            <li key={one.path}>
              <button
                type="button"
                className="recent-item"
                disabled={one.missing}
                onClick={() => void actions.openRecent(one.path)}
              >
                <b>{one.name || t('start.recent.unsaved')}</b>
                <small title={one.path}>{one.name ? apart[index] : ''}</small>
                <small className="when">
                  {one.missing
                    ? t('start.recent.missing')
                    : speaker.ago(Date.parse(one.opened_at), now.current)}
                </small>
              </button>
              <Button
                small
                look="quiet"
                icon="close"
                label={t('start.recent.forget', { name: one.name || t('start.recent.unsaved') })}
                onPress={() => void actions.forgetRecent(one.path)}
              />
            </li>
          ))}
        </ul>
      )}
      {asking && (
        <Suspense>
          <PathDialog
            title={t('start.open')}
            label={t('start.open.path')}
            help={t('start.open.path.hint', {
              example: `${session.suggested_folder}/home${WORKSPACE_ENDING}`,
            })}
            initial={session.suggested_folder === '' ? '' : `${session.suggested_folder}/`}
            action={t('start.open.go')}
            onCancel={() => setAsking(false)}
            onSubmit={open}
          />
        </Suspense>
      )}
    </section>
  );
}

/** A drawing of a provider and an app connected by a latch. */
function Latch(): ReactNode {
  return (
    <svg className="latch" viewBox="0 0 220 72" width="220" height="72" aria-hidden="true">
      <g fill="var(--panel)" stroke="var(--line)" strokeWidth="1.5">
        <rect x="1" y="8" width="64" height="56" rx="14" />
        <rect x="155" y="8" width="64" height="56" rx="14" />
      </g>
      <g fill="none" stroke="var(--ink-3)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M33 22 22 26v8c0 7 5 12 11 14 6-2 11-7 11-14v-8Z" />
        <path d="M173 26h28v20h-28zM173 33h28" />
      </g>
      <g fill="none" stroke="var(--accent-line)" strokeWidth="2" strokeDasharray="2 6" strokeLinecap="round">
        <path d="M69 36h20M131 36h20" />
      </g>
      <foreignObject x="88" y="14" width="44" height="44">
        <BrandMark size={44} />
      </foreignObject>
    </svg>
  );
}
