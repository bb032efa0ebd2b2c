import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useApp, useAppState, useSpeaker } from '../store/react.tsx';
import type { Banner } from '../store/state.ts';
import { Button } from './button.tsx';
import { NoticeBox } from './notice.tsx';
import { SaveAsButton } from './save-as.tsx';
import { Told } from './told.tsx';
import { WayBackIn } from './way-back-in.tsx';

const ConflictBanner = lazy(() => import('./conflict-banner.tsx'));

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
          fix={
            <ul>
              {banner.problems.map((problem) => (
                <li key={problem.path + problem.message}>
                  {problem.line !== undefined &&
                    `${[problem.file, t('overview.problem.line', { line: problem.line })].filter(Boolean).join(', ')}: `}
                  <Told text={[problem.message, problem.fix].filter(Boolean).join(' ')} />
                </li>
              ))}
            </ul>
          }
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
      return (
        <Suspense>
          <ConflictBanner banner={banner} />
        </Suspense>
      );
  }
}
