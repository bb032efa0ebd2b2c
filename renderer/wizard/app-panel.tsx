import type { ReactNode } from 'react';
import type { AppKindView } from '../../shared/host/connection.ts';
import { Icon } from '../components/icon.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';
import { LANGUAGE } from '../text/text.ts';
import { Claims } from './claims-plan.tsx';

/** What is known of the chosen app, and from whom, with what has to be asked about it. */
export function AppPanel({
  kind,
  fixed,
  first,
  brief,
  children,
}: {
  readonly kind: AppKindView;
  /** Said in place of what it is for, where another app can’t be chosen any more. */
  readonly fixed?: string | undefined;
  /** A question that comes before everything that is known. */
  readonly first?: ReactNode;
  /** Nothing but that question. */
  readonly brief?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  const { t } = useSpeaker();
  const { glance } = kind;
  const rows: readonly (readonly [string, ReactNode])[] = glance
    ? [
        ...(glance.needs === undefined
          ? []
          : [[t('app.glance.needs'), t('app.glance.since', { version: glance.needs })] as const]),
        ...(glance.way_back.length === 0
          ? []
          : [
              [
                t('app.glance.way-back'),
                glance.way_back.map((path) => (
                  <code key={path}>
                    {path}
                    <br />
                  </code>
                )),
              ] as const,
            ]),
        ...(glance.reads.length === 0
          ? []
          : [[t('app.glance.reads'), <Claims key="reads" names={glance.reads} />] as const]),
        [t('app.glance.apply'), glance.set_by.map((way) => t(`app.glance.by.${way}`)).join(', ')],
      ]
    : [];
  return (
    <section className="card pick-panel" aria-label={kind.name}>
      <div className="pick-about">
        <ProductMark kind={kind.kind} name={kind.name} big />
        <div>
          <h2>{kind.name}</h2>
          <p className="quiet small">{fixed ?? kind.description}</p>
        </div>
      </div>
      {first}
      {!brief && <Stamp kind={kind} />}
      {!brief && rows.length > 0 && (
        <dl className="pick-facts">
          {rows.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{typeof value === 'string' ? <Told text={value} /> : value}</dd>
            </div>
          ))}
        </dl>
      )}
      {children}
    </section>
  );
}

/** From whom it is known that what is written for this app is right. A file beside the workspace says nothing for us. */
function Stamp({ kind }: { readonly kind: AppKindView }): ReactNode {
  const { t } = useSpeaker();
  const { known } = kind;
  if (!known) return null;
  // A file beside the workspace may state a day that no month has.
  const day = new Date(known.date);
  const date = Number.isNaN(day.getTime())
    ? known.date
    : new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'long' }).format(day);
  const how = kind.is_own ? 'own' : known.how;
  return (
    <div className={`pick-stamp ${how}`} role="status">
      <Icon name={how === 'run' ? 'pass' : how === 'own' ? 'people' : 'file'} size={16} />
      <div>
        <b>{t(`app.stamp.${how}`, { version: known.version })}</b>
        <p className="small">
          {kind.is_own
            ? t('app.stamp.unproved')
            : known.with === undefined
              ? t(how === 'run' ? 'app.stamp.on' : 'app.stamp.not-run', { date })
              : t(how === 'run' ? 'app.stamp.with' : 'app.stamp.besides', {
                  what: known.with,
                  date,
                })}
        </p>
      </div>
    </div>
  );
}
