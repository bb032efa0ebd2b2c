import { type KeyboardEvent, memo, type ReactNode, useId } from 'react';
import { byGravity } from '../../../shared/existing/bring/groups.ts';
import { sentencesOf } from '../../../shared/existing/bring/sentences.ts';
import type { Brought } from '../../../shared/host/bring.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { OutsideLink } from '../../components/outside-link.tsx';
import { useGrowing } from '../../components/use-growing.ts';
import { useSpeaker } from '../../store/react.tsx';
import { ShownLines } from './shown-lines.tsx';
import { useRoving } from './use-roving.ts';

type Finding = Brought['findings'][number];

const ICONS = { error: 'fail', warning: 'warn', info: 'info' } as const;

/** How many findings there are of each gravity, in one line. */
export function Counts({ list }: { readonly list: readonly Finding[] }): ReactNode {
  const { n } = useSpeaker();
  return (
    <ul className="bring-counts">
      {byGravity(list).map(({ severity, list: own }) => (
        <li key={severity} className={severity}>
          <Icon name={ICONS[severity]} size={15} />
          {n(`bring.count.${severity}`, own.length)}
        </li>
      ))}
    </ul>
  );
}

/** All findings, the gravest first: one Tab stop, in which the arrow keys move. */
export function Findings(props: {
  readonly list: readonly Finding[];
  /** The finding whose mend is waited for. */
  readonly mending: number | undefined;
  readonly busy: boolean;
  readonly onMend: (finding: number) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const groups = byGravity(props.list);
  const ordered = groups.flatMap(({ list }) => list);
  const most = useGrowing(ordered.length);
  const { list, at, onKeyDown, onFocusRow } = useRoving<HTMLDivElement>(most, '[data-row]');
  const id = useId();
  const places = new Map(ordered.map((finding, place) => [finding, place]));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between its rows, which have the focus
    <div className="card bring-list" ref={list} onKeyDown={onKeyDown}>
      <p className="unheard" id={`${id}-keys`}>
        {t('bring.list')}
      </p>
      {groups.map(({ severity, list: own }) => {
        const drawn = own.filter((finding) => places.get(finding)! < most);
        return (
          drawn.length > 0 && (
            <section key={severity} aria-labelledby={`${id}-${severity}`}>
              <h2 id={`${id}-${severity}`}>
                {t(`bring.severity.${severity}`)} <span className="quiet">{own.length}</span>
              </h2>
              <ul aria-describedby={`${id}-keys`}>
                {drawn.map((finding) => {
                  const place = places.get(finding)!;
                  return (
                    <Row
                      key={`${finding.rule} ${finding.file} ${finding.line} ${finding.message}`}
                      finding={finding}
                      place={place}
                      stop={place === at}
                      mending={props.mending === finding.index}
                      busy={props.busy}
                      onMend={props.onMend}
                      onFocusRow={onFocusRow}
                    />
                  );
                })}
              </ul>
            </section>
          )
        );
      })}
    </div>
  );
}

const Row = memo(function Row(props: {
  readonly finding: Finding;
  readonly place: number;
  readonly stop: boolean;
  readonly mending: boolean;
  readonly busy: boolean;
  readonly onMend: (finding: number) => void;
  readonly onFocusRow: (row: number) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { finding, onMend, onFocusRow, place } = props;
  const { severity, file, line, message, fix, lines, mend, choice, source } = finding;
  const [first, rest] = sentencesOf(message);
  const gone = lines.filter(({ kind }) => kind === 'gone').map(({ text }) => text);
  const fresh = lines.filter(({ kind }) => kind === 'new').map(({ text }) => text);
  const hidden = mend !== undefined && gone.length > 0 && gone.join('\n') === fresh.join('\n');
  const go = () => {
    if (!props.busy) onMend(finding.index);
  };
  /** Right and left move between the row and what can be done in it; Enter on the row mends. */
  const onKey = (event: KeyboardEvent<HTMLLIElement>) => {
    const row = event.currentTarget;
    if (event.key === 'Enter' && event.target === row && mend !== undefined) {
      event.preventDefault();
      go();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [row, ...row.querySelectorAll<HTMLElement>('button, a')];
    const next = stops[stops.indexOf(event.target as HTMLElement) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <li
      className={severity}
      data-row
      tabIndex={props.stop ? 0 : -1}
      onKeyDown={onKey}
      onFocus={() => onFocusRow(place)}
    >
      <Icon name={ICONS[severity]} size={18} />
      <div className="bring-head">
        <p>
          <b>{first}</b>{' '}
          <code className="quiet">
            {file}:{line}
          </code>
        </p>
        <span className="bring-act">
          {mend === 'safe' ? (
            <span className="bring-safe">{t('bring.safe')}</span>
          ) : (
            <span className="quiet small">{t(mend === 'choice' ? 'bring.choice' : 'bring.by-hand')}</span>
          )}
          {mend !== undefined && (
            <Button
              small
              skipTab
              busy={props.mending}
              label={t('bring.apply.of', { file, line })}
              onPress={go}
            >
              {t('bring.apply')}
            </Button>
          )}
        </span>
      </div>
      {lines.length > 0 && <ShownLines file={file} lines={lines} />}
      <p className="quiet bring-rest">
        {[rest, choice, mend === undefined ? fix : undefined, hidden ? t('bring.in-secret') : undefined]
          .filter(Boolean)
          .join(' ')}{' '}
        {source && (
          <span className="bring-source">
            {/^https:\/\//.test(source.ref) ? (
              <OutsideLink href={source.ref} skipTab>
                {t('bring.source', { title: source.title })}
              </OutsideLink>
            ) : (
              t('bring.source', { title: source.title })
            )}
          </span>
        )}
      </p>
    </li>
  );
});

/** The versions that were taken because nothing says which they are. */
export function Assumed({ list }: { readonly list: readonly Finding[] }): ReactNode {
  const { t } = useSpeaker();
  const assumed = new Map(
    list.flatMap(({ assumes }) => (assumes ? [[assumes.product, assumes.version] as const] : [])),
  );
  return [...assumed].map(([product, version]) => (
    <p key={product} className="quiet small">
      {t('bring.assumes', { product, version })}
    </p>
  ));
}
