import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { type Json, listChanges } from '../../shared/apply/compare.ts';
import { SHOWN_SECRET } from '../../shared/apply/shown.ts';
import type { PlannedThingView, PlanView } from '../../shared/host/apply.ts';
import { Icon } from '../components/icon.tsx';
import { useSpeaker } from '../store/react.tsx';
import { placeOf } from './sides.ts';

/**
 * Every request of a plan: its method and address, unfolded its body, and what differs now. One Tab stop: arrows move from
 * request to request.
 */
export function ApiPlan({
  sides,
  back = false,
}: Pick<PlanView, 'sides'> & {
  /** True: it takes a run back. */
  readonly back?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const box = useRef<HTMLUListElement>(null);
  const [stop, setStop] = useState(0);
  const things = sides.flatMap((side) =>
    side.things.map((thing) => ({ thing, key: `${side.app} ${thing.id}` })),
  );
  const sending = things.filter(({ thing }) => thing.request !== undefined).map(({ key }) => key);
  const move = (event: KeyboardEvent, at: number) => {
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: sending.length - 1,
    }[event.key];
    if (to === undefined || to < 0 || to >= sending.length) return;
    event.preventDefault();
    setStop(to);
    box.current?.querySelectorAll('summary')[to]?.focus();
  };
  return (
    <ul className="api-things" aria-label={t('api.plan')} ref={box}>
      {things.map(({ thing, key }) => {
        const at = sending.indexOf(key);
        return (
          <li key={key} className={thing.action}>
            <ThingHead thing={thing} back={back} />
            {thing.request && (
              <details className="api-request">
                {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button */}
                <summary
                  tabIndex={at === stop ? 0 : -1}
                  onFocus={() => setStop(at)}
                  onKeyDown={(event) => move(event, at)}
                >
                  <Icon name="next" size={13} />
                  <code>
                    <b>{thing.request.method}</b> {shownPath(thing.request.path)}
                  </code>
                </summary>
                {thing.request.body === undefined ? (
                  <p className="api-beside">{t(back ? 'api.bodyless.back' : 'api.bodyless')}</p>
                ) : (
                  <pre className="api-body">{JSON.stringify(thing.request.body, null, 2)}</pre>
                )}
              </details>
            )}
            <Differences list={thing.differences} />
            {thing.action === 'change' && thing.untouched.length > 0 && (
              <p className="api-beside">{t('api.untouched', { names: thing.untouched.join(', ') })}</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** An address as a person would type it. */
function shownPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

const ICONS = { make: 'plus', change: 'pen', remove: 'bin', keep: 'pass', cannot: 'warn' } as const;

function ThingHead({ thing, back }: { readonly thing: PlannedThingView; readonly back: boolean }): ReactNode {
  const { t } = useSpeaker();
  return (
    <p className="api-thing">
      <Icon name={ICONS[thing.action]} size={15} />
      <b className="grow">{thing.title}</b>
      <span className="quiet">
        {back && (thing.action === 'remove' || thing.action === 'change' || thing.action === 'keep')
          ? t(`api.back.action.${thing.action}`)
          : t(`api.action.${thing.action}`)}
      </span>
    </p>
  );
}

/** What differs, field by field: what stands there now, and what it shall be. */
function Differences({ list }: { readonly list: PlannedThingView['differences'] }): ReactNode {
  const { t } = useSpeaker();
  if (list.length === 0) return null;
  return (
    <dl className="api-fields">
      {list.map(({ path, now, wanted }) => (
        <div key={path}>
          <dt>
            <code>{placeOf(path)}</code>
          </dt>
          {wanted === SHOWN_SECRET ? (
            <dd>{t('api.secret')}</dd>
          ) : (
            <dd>
              <Values now={now} wanted={wanted} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** Of lists only what comes and goes. */
export function Values({ now, wanted }: { readonly now: Json; readonly wanted: Json }): ReactNode {
  const { t } = useSpeaker();
  const lists = listChanges(now ?? [], wanted);
  const gone = lists ? lists.gone : [now];
  const come = lists ? lists.come : [wanted];
  return (
    <>
      {gone.map((one) => (
        <span key={`- ${textOf(one)}`} className="api-now">
          <span className="unheard">{t('api.now')}: </span>
          {textOf(one) === '' ? <span className="quiet">{t('api.empty')}</span> : <code>{textOf(one)}</code>}
        </span>
      ))}
      {come.map((one) => (
        <span key={`+ ${textOf(one)}`} className="api-then">
          <span className="unheard">{t('api.then')}: </span>
          {textOf(one) === '' ? <span className="quiet">{t('api.empty')}</span> : <code>{textOf(one)}</code>}
        </span>
      ))}
      {gone.length + come.length === 0 && <span className="quiet">{t('api.order')}</span>}
    </>
  );
}

const textOf = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
