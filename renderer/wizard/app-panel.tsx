import type { ReactNode } from 'react';
import type { AppKindView, ConnectionView } from '../../shared/host/connection.ts';
import { Icon } from '../components/icon.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { Told } from '../components/told.tsx';
import { useSpeaker } from '../store/react.tsx';
import { LANGUAGE } from '../text/text.ts';
import { Claims } from './claims-plan.tsx';
import { glanceAt, knownAt } from './known-at.ts';

/** What is known of the chosen app, and from whom, with what has to be asked about it. */
export function AppPanel({
  kind,
  version,
  edition,
  connection,
  fixed,
  first,
  brief,
  children,
}: {
  readonly kind: AppKindView;
  /** The version and the edition that are chosen; empty: not stated. */
  readonly version: string | undefined;
  readonly edition: string | undefined;
  /** What follows from the entry, once there is one: it knows more than the catalog does of its kind. */
  readonly connection?: ConnectionView | undefined;
  /** Said in place of what it is for, where another app can’t be chosen any more. */
  readonly fixed?: string | undefined;
  /** A question that comes before everything that is known. */
  readonly first?: ReactNode;
  /** Nothing but that question. */
  readonly brief?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  const { t } = useSpeaker();
  const glance = glanceAt(kind, version, edition);
  const derived =
    connection?.app.kind === kind.kind && (connection.app.version.requested ?? '') === (version ?? '')
      ? connection
      : undefined;
  const reads = derived?.claims.map(({ claim }) => claim) ?? glance?.reads ?? [];
  const below = (uri: string) =>
    derived && uri.startsWith(`${derived.app.url}/`) ? uri.slice(derived.app.url.length) : uri;
  const back = [...new Set((derived?.computed_redirect_uris ?? glance?.way_back ?? []).map(below))];
  const rows: readonly (readonly [string, ReactNode])[] = glance
    ? [
        ...(glance.needs === undefined
          ? []
          : [[t('app.glance.needs'), t('app.glance.since', { version: glance.needs })] as const]),
        ...(back.length === 0
          ? []
          : [
              [
                t('app.glance.way-back'),
                back.map((path) => (
                  <code key={path}>
                    {path}
                    <br />
                  </code>
                )),
              ] as const,
            ]),
        ...(reads.length === 0
          ? []
          : [[t('app.glance.reads'), <Claims key="reads" names={reads} />] as const]),
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
      {!brief && <Stamp kind={kind} version={version} />}
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

/**
 * What is known of the version that is chosen, and from whom. A file beside the workspace says nothing for us.
 * It is heard when a version is chosen.
 */
function Stamp({
  kind,
  version,
}: {
  readonly kind: AppKindView;
  readonly version: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { known } = kind;
  if (!known) return null;
  const named = (looked: string) =>
    known.of === undefined ? looked : t('app.stamp.of', { looked, of: known.of });
  // A file beside the workspace may state a day that no month has.
  const day = new Date(known.date);
  const date = Number.isNaN(day.getTime())
    ? known.date
    : new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'long' }).format(day);
  const at = knownAt(kind, version);
  const meant = version || kind.versions.released;
  const [look, title, text] = kind.is_own
    ? (['own', t('app.stamp.own'), t('app.stamp.unproved')] as const)
    : at.is === 'between'
      ? ([
          'near',
          t('app.stamp.not-this', { version: meant }),
          t(`app.stamp.between.${known.how}`, { older: named(at.older), newer: named(at.newer), date }),
        ] as const)
      : at.is === 'beyond'
        ? ([
            'near',
            t('app.stamp.not-this', { version: meant }),
            t(`app.stamp.beyond.${known.how}.${at.from}`, { looked: named(at.looked), date }),
          ] as const)
        : ([
            known.how,
            t(`app.stamp.${known.how}`, { version: at.is === 'this' ? named(at.looked) : known.version }),
            known.with === undefined
              ? t(known.how === 'run' ? 'app.stamp.on' : 'app.stamp.not-run', { date })
              : t(known.how === 'run' ? 'app.stamp.with' : `app.stamp.besides.${known.how}`, {
                  what: known.with,
                  date,
                }),
          ] as const);
  return (
    <div className={`pick-stamp ${look}`} role="status">
      <Icon
        name={look === 'run' ? 'pass' : look === 'own' ? 'people' : look === 'near' ? 'ask' : 'file'}
        size={16}
      />
      <div>
        <b>{title}</b>
        <p className="small">{text}</p>
      </div>
    </div>
  );
}
