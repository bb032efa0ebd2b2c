import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { isMergeable } from '../../shared/mergeable.ts';
import type { DeliverableView } from '../../shared/host/deliverables.ts';
import type { MergeSide } from '../../shared/host/merge.ts';
import type { AppKind, ProviderKind } from '../../shared/workspace/types.ts';
import { BusyLine } from '../components/busy-line.tsx';
import { CopyButton } from '../components/copy.tsx';
import { Tick } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { NoticeBox } from '../components/notice.tsx';
import { ProductMark } from '../components/product-mark.tsx';
import { useSpeaker } from '../store/react.tsx';
import { CodeView } from './code-view.tsx';
import { GuideDeliverable } from './guide-view.tsx';

const MergePanel = lazy(() => import('./merge-panel.tsx'));

/** The tab for files that the person has already. No deliverable has this path. */
const MERGE = '/merge';

/** One column of the Apply step: a tab for each deliverable, with its content below. */
export function SideColumn(props: {
  readonly order: number;
  readonly kind: AppKind | ProviderKind;
  readonly name: string;
  readonly deliverables: readonly DeliverableView[];
  /** What is merged into the person’s own files. Absent: nothing can be. */
  readonly merge?: { readonly handle: string; readonly app: string; readonly side: MergeSide } | undefined;
  readonly onTick: (path: string, step: string | undefined, digest: string, done: boolean) => void;
  /** The kind of a deliverable, or a setting in one, to scroll to and focus. */
  readonly focus?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  // Guides come before files.
  const deliverables = useMemo(
    () => [...props.deliverables].sort((a, b) => Number(b.form === 'guide') - Number(a.form === 'guide')),
    [props.deliverables],
  );
  const [picked, setPicked] = useState<string>();
  useEffect(() => {
    const hit = props.focus && deliverables.find((one) => mentions(one, props.focus!));
    if (hit) setPicked(hit.path);
  }, [props.focus, deliverables]);
  const { merge } = props;
  const mergeable = deliverables.filter((one) => isMergeable(one.kind));
  const merges = merge !== undefined && mergeable.length > 0;
  // A diff needs the whole width, and is kept while another tab is looked at.
  const wide = merges && picked === MERGE;
  const [visited, setVisited] = useState(false);
  const current = deliverables.find((one) => one.path === picked) ?? deliverables[0];

  return (
    <section
      className={wide ? 'card side-column wide' : 'card side-column'}
      aria-label={`${props.order}. ${props.name}`}
    >
      <header className="side-head">
        <ProductMark kind={props.kind} name={props.name} />
        <h2>
          {props.order}. {props.name}
        </h2>
      </header>
      {!current ? (
        <p className="side-empty quiet">{t('apply.nothing')}</p>
      ) : (
        <Tabs
          className="side-tabs"
          selectedKey={wide ? MERGE : current.path}
          onSelectionChange={(key) => {
            setPicked(String(key));
            if (key === MERGE) setVisited(true);
          }}
          keyboardActivation="manual"
        >
          <TabList
            aria-label={t('apply.tabs', { name: props.name })}
            className={deliverables.length > 1 || merges ? 'tab-list' : 'unheard'}
          >
            {deliverables.map((one) => (
              <Tab key={one.path} id={one.path} className="tab">
                {one.form === 'guide' ? t('apply.form.guide') : shortTitle(one.title, props.name)}
                <Progress deliverable={one} />
              </Tab>
            ))}
            {merges && (
              <Tab id={MERGE} className="tab">
                {t('merge.tab')}
              </Tab>
            )}
          </TabList>
          {deliverables.map((one) => (
            <TabPanel key={one.path} id={one.path} className="tab-panel">
              <p className="purpose">{one.purpose}</p>
              <Body
                deliverable={one}
                product={props.name}
                onTick={(step, digest, done) => props.onTick(one.path, step, digest, done)}
                focus={props.focus}
              />
            </TabPanel>
          ))}
          {merges && (
            <TabPanel id={MERGE} className="tab-panel" shouldForceMount={visited}>
              <Suspense fallback={<BusyLine text={t('app.starting')} />}>
                <MergePanel
                  {...merge}
                  name={props.name}
                  folders={mergeable.some(({ kind }) => kind === 'authelia-config')}
                  deliverables={mergeable}
                  onTick={(path, digest, done) => props.onTick(path, undefined, digest, done)}
                />
              </Suspense>
            </TabPanel>
          )}
        </Tabs>
      )}
    </section>
  );
}

/** Removes the product's name from a tab title, because the column already shows it. */
function shortTitle(title: string, product: string): string {
  const short = title.startsWith(`${product}: `) ? title.slice(product.length + 2) : title;
  return short.charAt(0).toUpperCase() + short.slice(1);
}

/** True if the deliverable has that kind or contains that setting. */
function mentions(one: DeliverableView, wanted: string): boolean {
  if (one.kind === wanted) return true;
  return one.form === 'guide'
    ? one.steps.some((step) => step.fields.some((field) => field.label === wanted))
    : one.lines.some((line) => line.text.includes(wanted));
}

function Progress({ deliverable }: { readonly deliverable: DeliverableView }): ReactNode {
  const { t } = useSpeaker();
  if (deliverable.form === 'guide') {
    const done = deliverable.steps.filter((step) => step.applied === 'yes').length;
    return (
      <small className="tab-note">
        {done}/{deliverable.steps.length}
        <span className="unheard"> {t('apply.done-of', { done, total: deliverable.steps.length })}</span>
      </small>
    );
  }
  return deliverable.applied === 'yes' ? (
    <Icon name="check" size={13} />
  ) : deliverable.applied === 'changed' ? (
    <Icon name="warn" size={13} />
  ) : null;
}

function Body(props: {
  readonly deliverable: DeliverableView;
  readonly product: string;
  readonly onTick: (step: string | undefined, digest: string, done: boolean) => void;
  readonly focus?: string | undefined;
}): ReactNode {
  const { t } = useSpeaker();
  const { deliverable } = props;
  if (deliverable.form === 'guide') {
    return (
      <GuideDeliverable
        guide={deliverable}
        product={props.product}
        onTick={(step, done) => props.onTick(step.id, step.digest, done)}
        focus={props.focus}
      />
    );
  }
  const name = deliverable.path.split('/').pop() ?? deliverable.path;
  return (
    <>
      <div className="file-head">
        <Icon name="file" size={15} />
        <code className="grow">{name}</code>
        <CopyButton
          what={name}
          from={
            deliverable.secret
              ? { target: { kind: 'file', path: deliverable.path } }
              : { text: `${deliverable.lines.map((line) => line.text).join('\n')}\n` }
          }
        >
          {t('apply.file.copy')}
        </CopyButton>
      </div>
      {deliverable.secret && <p className="file-note quiet small">{t('apply.file.secret')}</p>}
      {deliverable.applied === 'changed' && (
        <div className="file-note">
          <NoticeBox tone="warning">{t('apply.changed')}</NoticeBox>
        </div>
      )}
      <CodeView
        file={deliverable}
        label={t('apply.file', { path: name })}
        focus={props.focus === deliverable.kind ? undefined : props.focus}
      />
      <div className="file-foot">
        <Tick
          label={t('apply.tick.file')}
          selected={deliverable.applied === 'yes'}
          onChange={(done) => props.onTick(undefined, deliverable.digest, done)}
        />
      </div>
    </>
  );
}
