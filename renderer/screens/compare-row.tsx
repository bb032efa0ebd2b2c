import { type ReactNode, useState } from 'react';
import { SHOWN_SECRET } from '../../shared/apply/shown.ts';
import type { ApplyField, Comparison, TakeOver } from '../../shared/host/apply.ts';
import type { HostFailure } from '../../shared/host.ts';
import { Values } from '../apply/api-plan.tsx';
import { placeOf } from '../apply/sides.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';
import { PutBack } from './compare-put-back.tsx';
import { TakeIn, Taken } from './compare-take-over.tsx';

export type CompareResult = { readonly app: string } & (
  | { readonly found: Comparison }
  | { readonly failure: HostFailure }
);
type ThingView = Comparison['sides'][number]['things'][number];

/** What is open below a value. */
type Open = { readonly path: string; readonly is: 'back' | 'over' };

/** One app that was compared: each value that differs, to be put back or taken over. */
export function CompareRow(props: {
  readonly handle: string;
  readonly one: CompareResult;
  readonly name: string;
  /** The provider's. */
  readonly product: string;
  /** Leads to where all of it is put back. */
  readonly onPutBack: () => void;
  /** Something of it was changed, so it is compared again. */
  readonly onChanged: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { one, name } = props;
  const [taken, setTaken] = useState(false);
  if ('failure' in one)
    return (
      <li className="cannot">
        <p className="api-thing">
          <Icon name="unseen" size={15} />
          <b>{name}</b>
          <span className="grow quiet">
            <Told text={one.failure.message} />
          </span>
        </p>
      </li>
    );
  const { same, sides, unread } = one.found;
  return (
    <li className={same ? 'keep' : 'cannot'}>
      <p className="api-thing">
        <Icon name={same ? 'pass' : 'warn'} size={15} />
        <b className="grow">{name}</b>
        {same ? (
          <span className="quiet">{t('api.action.keep')}</span>
        ) : (
          <Button small onPress={props.onPutBack}>
            {t('compare.put-back.all')}
            <span className="unheard"> {name}</span>
          </Button>
        )}
      </p>
      {taken && <Taken app={one.app} product={props.product} onUndone={() => props.onChanged()} />}
      {sides.map((side) =>
        side.things
          .filter(({ action }) => action !== 'keep' && action !== 'remove')
          .map((thing) => (
            <Things
              key={`${side.app} ${thing.id}`}
              handle={props.handle}
              app={one.app}
              client={side.app}
              name={name}
              thing={thing}
              takeOver={side.take_over}
              onSent={props.onChanged}
              onTaken={() => {
                setTaken(true);
                props.onChanged();
              }}
            />
          )),
      )}
      {unread !== undefined && <p className="api-beside">{t('compare.unread', { why: unread })}</p>}
    </li>
  );
}

/** What differs of one thing. */
function Things(props: {
  readonly handle: string;
  readonly app: string;
  /** The key of the client, which may be a further one of the app. */
  readonly client: string;
  readonly name: string;
  readonly thing: ThingView;
  readonly takeOver: readonly TakeOver[];
  readonly onSent: () => void;
  readonly onTaken: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { thing } = props;
  const [open, setOpen] = useState<Open>();
  if (thing.action === 'make' || thing.differences.length === 0)
    return <p className="api-beside">{t('compare.gone', { title: thing.title })}</p>;
  const toggle = (path: string, is: Open['is']) =>
    setOpen(open?.path === path && open.is === is ? undefined : { path, is });
  return (
    <ul className="compare-fields">
      {thing.differences.map(({ path, now, wanted }) => {
        const over = props.takeOver.find(({ fields }) =>
          fields.some((one) => one.thing === thing.id && one.path === path),
        );
        const field: ApplyField = { app: props.client, thing: thing.id, path };
        const what = t('compare.of', { path: placeOf(path), name: props.name });
        return (
          <li key={path}>
            <code>{placeOf(path)}</code>
            <div className="compare-values">
              {wanted === SHOWN_SECRET ? t('api.secret') : <Values now={now} wanted={wanted} />}
            </div>
            <div className="row">
              {thing.action === 'cannot' ? (
                <span className="quiet">{t('compare.no-request')}</span>
              ) : (
                <Button small onPress={() => toggle(path, 'back')}>
                  {t('compare.put-back')}
                  <span className="unheard"> {what}</span>
                </Button>
              )}
              {over && (
                <Button small onPress={() => toggle(path, 'over')}>
                  {t('compare.take-over')}
                  <span className="unheard"> {what}</span>
                </Button>
              )}
            </div>
            {open?.path === path && open.is === 'back' && (
              <PutBack
                handle={props.handle}
                app={props.app}
                field={field}
                onCancel={() => setOpen(undefined)}
                onSent={() => {
                  setOpen(undefined);
                  props.onSent();
                }}
              />
            )}
            {open?.path === path && open.is === 'over' && over && (
              <TakeIn
                handle={props.handle}
                app={props.app}
                over={over}
                onCancel={() => setOpen(undefined)}
                onTaken={() => {
                  setOpen(undefined);
                  props.onTaken();
                }}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
