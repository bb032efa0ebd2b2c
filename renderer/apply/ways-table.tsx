import { type ReactNode, useId } from 'react';
import { APPLY_WAYS, type ApplyWay } from '../../shared/apply-ways.ts';
import type { ChosenWays } from '../../shared/host/deliverables.ts';
import { planOf } from '../../shared/standing/apply-plan.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { useSpeaker } from '../store/react.tsx';
import { baseOf } from './file-diff.tsx';
import { fileAt, filesOfStep, type Side } from './sides.ts';

const ICONS: Record<ApplyWay, IconName> = {
  merge: 'merge',
  file: 'file',
  hand: 'pen',
  script: 'shell',
  api: 'key',
};

/**
 * One way for each side, in one table. The radio buttons of a side are one group, so arrows go from one way that it has to
 * the next; a way that it doesn't have says why.
 */
export function WaysTable(props: {
  readonly sides: readonly Side[];
  readonly practice: boolean;
  readonly onChoose: (change: ChosenWays) => void;
}): ReactNode {
  const { t } = useSpeaker();
  const id = useId();
  return (
    <table className="card ways">
      <caption className="unheard">{t('apply.ways')}</caption>
      <thead>
        <tr>
          <td />
          {props.sides.map(({ side, kind, name, version, host }) => (
            <th key={side} scope="col">
              <span className="ways-side">
                <ProductMark kind={kind} name={name} />
                <span className="ways-name">
                  <span className="cut-off">
                    {name} {version}
                  </span>
                  {host !== '' && <small className="quiet cut-off">{host}</small>}
                </span>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {APPLY_WAYS.map((way) => (
          <tr key={way}>
            <th scope="row">
              <span className="ways-way">
                <Icon name={ICONS[way]} size={17} /> {t(`apply.way.${way}`)}
              </span>
            </th>
            {props.sides.map((one) => (
              <Cell
                key={one.side}
                group={`${id}-${one.side}`}
                one={one}
                way={way}
                practice={props.practice}
                onChoose={() => props.onChoose({ [one.side]: way })}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell(props: {
  readonly group: string;
  readonly one: Side;
  readonly way: ApplyWay;
  readonly practice: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { group, one, way } = props;
  const { name, plan } = one;
  const about = useAbout(one, way);
  if (!plan.ways.includes(way))
    return (
      <td className="no" data-of={name}>
        <small>
          {plan.ways.length === 0 && way === 'hand'
            ? t('apply.way.steps')
            : way === 'api'
              ? props.practice || one.noApi === undefined
                ? t('apply.way.none.api')
                : one.noApi
              : way === 'merge' && props.practice
                ? t('apply.way.none.practice')
                : t(`apply.way.none.${way}`, { name })}
        </small>
      </td>
    );
  const isOn = plan.way === way;
  return (
    <td data-of={name} className={isOn ? 'on' : ''}>
      <label>
        <input
          type="radio"
          name={group}
          checked={isOn}
          onChange={props.onChoose}
          aria-label={t('apply.way.of', { name, way: t(`apply.way.${way}`), what: about.title })}
        />
        <span>
          <b>
            {about.title}
            {plan.suggested === way && <span className="tag">{t('apply.way.suggested')}</span>}
          </b>
          <small>{about.text}</small>
        </span>
      </label>
    </td>
  );
}

/** What a way means on one side: its file or how much there is to enter, and a sentence. */
function useAbout({ deliverables, plan }: Side, way: ApplyWay): { title: string; text: string } {
  const { t, n } = useSpeaker();
  // What would be done if this way were chosen.
  const steps = planOf(deliverables, () => 'no', { chosen: way }).steps.filter((one) => one.way === way);
  const files = steps.flatMap(filesOfStep).flatMap((path) => fileAt(deliverables, path) ?? []);
  const [first] = files;
  if (!plan.ways.includes(way)) return { title: '', text: '' };
  switch (way) {
    case 'merge':
      return {
        title: first?.kind === 'authelia-config' ? 'configuration.yml' : t('apply.way.merge.yours'),
        text: t('apply.way.merge.about'),
      };
    case 'api':
      return { title: t('apply.way.api.does'), text: t('apply.way.api.about') };
    case 'hand': {
      if (first !== undefined)
        return {
          title: n('apply.way.lines', first.lines.filter(({ text }) => !/^\s*(?:#|$)/.test(text)).length),
          text: t('apply.way.lines.about'),
        };
      const fields = steps.reduce((sum, { step }) => sum + (step?.fields.length ?? 0), 0);
      return { title: n('apply.way.fields', fields), text: steps[0]?.step?.where ?? '' };
    }
    default:
      return {
        title: [...new Set(steps.flatMap(({ files: ways }) => ways[0] ?? []))].map(baseOf).join(', '),
        text: first?.purpose ?? '',
      };
  }
}
