import { type ReactNode, useEffect, useRef } from 'react';
import type { Change, WorkspaceView } from '../../shared/host/workspace.ts';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import type { Banner } from '../store/state.ts';
import { Button } from './button.tsx';
import { NoticeBox } from './notice.tsx';
import { SaveAsButton } from './save-as.tsx';
import { Told } from './told.tsx';
import { WayBackIn } from './way-back-in.tsx';

/** Shows what happened to the workspace from outside, and the choices the user has. */
export function Banners(): ReactNode {
  const { actions } = useApp();
  const banner = useAppState((state) => state.banner);
  const region = useRef<HTMLDivElement>(null);
  // A banner that needs a choice is focused; one that only informs isn't.
  const urgent = banner !== null && banner.kind !== 'changed' && banner.kind !== 'gone';
  useEffect(() => {
    if (!urgent) return;
    region.current?.focus({ preventScroll: true });
  }, [urgent]);
  return (
    <div className="banners" aria-live="polite" tabIndex={-1} ref={region}>
      {banner && <BannerBox banner={banner} onDismiss={actions.dismissBanner} />}
    </div>
  );
}

function BannerBox({
  banner,
  onDismiss,
}: {
  readonly banner: Banner;
  readonly onDismiss: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const browser = useAppState((state) => state.session?.host === 'browser');
  switch (banner.kind) {
    case 'changed':
      return (
        <NoticeBox tone="info" onDismiss={onDismiss}>
          {t('banner.changed')}
        </NoticeBox>
      );
    case 'closed':
      return <NoticeBox tone="warning">{t('banner.closed')}</NoticeBox>;
    case 'unreachable':
      return (
        <NoticeBox
          tone="error"
          {...(browser
            ? { fix: <WayBackIn /> }
            : {
                action: (
                  <Button small onPress={() => window.location.reload()}>
                    {t('app.reload')}
                  </Button>
                ),
              })}
        >
          {t(browser ? 'banner.unreachable.browser' : 'banner.unreachable')}
        </NoticeBox>
      );
    case 'gone':
      return (
        <NoticeBox
          tone="warning"
          onDismiss={onDismiss}
          action={<SaveAsButton small>{t('banner.gone.save')}</SaveAsButton>}
        >
          {t('banner.gone')}
        </NoticeBox>
      );
    case 'unreadable':
      return (
        <NoticeBox
          tone="error"
          fix={banner.problems.map((problem) => (
            <span key={problem.path + problem.message}>
              {problem.line !== undefined &&
                `${[problem.file, t('overview.problem.line', { line: problem.line })].filter(Boolean).join(', ')}: `}
              <Told text={[problem.message, problem.fix].filter(Boolean).join(' ')} />
            </span>
          ))}
          action={
            <Button small onPress={() => void actions.reload()}>
              {t('banner.reload')}
            </Button>
          }
        >
          {t('banner.unreadable')}
        </NoticeBox>
      );
    case 'conflict':
      return <Conflict change={banner.change} theirs={banner.theirs} />;
  }
}

/** Lists the settings in which the two versions differ, so that the user can make an informed choice. */
function differing(change: Change, theirs: WorkspaceView): readonly (readonly [string, string, string])[] {
  if (change.op === 'set-name') return [['name', change.name, theirs.workspace.name ?? '']];
  const other =
    (change.op === 'put-app' ? theirs.workspace.apps : theirs.workspace.providers)[change.id] ?? {};
  const mine = change.entry as unknown as Record<string, unknown>;
  const others = other as unknown as Record<string, unknown>;
  const text = (value: unknown) =>
    value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return [...new Set([...Object.keys(mine), ...Object.keys(others)])]
    .map((key) => [key, text(mine[key]), text(others[key])] as const)
    .filter(([, a, b]) => a !== b);
}

function Conflict({
  change,
  theirs,
}: {
  readonly change: Change;
  readonly theirs: WorkspaceView;
}): ReactNode {
  const { t } = useSpeaker();
  const { actions } = useApp();
  const what = change.op === 'set-name' ? t('app.name') : change.id;
  return (
    <NoticeBox
      tone="warning"
      fix={
        <div className="stack tight">
          <p>{t('banner.conflict.about')}</p>
          <div className="scroll-x">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{t('banner.conflict.field')}</th>
                  <th scope="col">{t('banner.conflict.mine.col')}</th>
                  <th scope="col">{t('banner.conflict.theirs.col')}</th>
                </tr>
              </thead>
              <tbody>
                {differing(change, theirs).map(([key, mine, other]) => (
                  <tr key={key}>
                    <th scope="row">
                      <code>{key}</code>
                    </th>
                    <td>{mine || t('banner.conflict.absent')}</td>
                    <td>{other || t('banner.conflict.absent')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      }
      action={
        <>
          <Button small look="primary" onPress={() => void actions.settleConflict('mine')}>
            {t('banner.conflict.mine')}
          </Button>
          <Button small onPress={() => void actions.settleConflict('theirs')}>
            {t('banner.conflict.theirs')}
          </Button>
        </>
      }
    >
      <strong>{t('banner.conflict', { what })}</strong>
    </NoticeBox>
  );
}
