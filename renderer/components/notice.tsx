import type { ReactNode } from 'react';
import type { Notice } from '../../shared/catalog/types.ts';
import { useAppState, useSpeaker } from '../store/react.tsx';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Told } from './told.tsx';

type Tone = 'info' | 'warning' | 'error' | 'pass';
const ICONS: Record<Tone, IconName> = { info: 'info', warning: 'warn', error: 'fail', pass: 'pass' };

/** Words alone are a sentence; anything else says itself how it is shown. */
const told = (message: ReactNode): ReactNode =>
  typeof message === 'string' ? <Told text={message} /> : message;

/** A message within the page, with an optional fix and button. */
export function NoticeBox(props: {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly fix?: ReactNode;
  readonly action?: ReactNode;
  readonly onDismiss?: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  return (
    <div className={`notice ${props.tone}`}>
      <Icon name={ICONS[props.tone]} size={18} />
      <div className="notice-body">
        <div>{told(props.children)}</div>
        {props.fix && <div className="fix">{told(props.fix)}</div>}
        {props.action && <div className="row">{props.action}</div>}
      </div>
      {props.onDismiss && (
        <Button small look="quiet" icon="close" label={t('action.dismiss')} onPress={props.onDismiss} />
      )}
    </div>
  );
}

/** What the host said of a question that failed, with the way to ask it again. */
export function NoAnswer({
  asked,
}: {
  readonly asked: {
    readonly failure?: { readonly code: string; readonly message: string } | undefined;
    readonly again: () => void;
  };
}): ReactNode {
  const { t } = useSpeaker();
  const isGone = useAppState((state) => state.banner?.kind === 'unreachable');
  // The banner says already that Latchkey itself has ended, and asking again brings nothing.
  if (!asked.failure || (isGone && asked.failure.code === 'host-unreachable')) return null;
  return (
    <NoticeBox
      tone="error"
      action={
        <Button small onPress={asked.again}>
          {t('action.retry')}
        </Button>
      }
    >
      {asked.failure.message}
    </NoticeBox>
  );
}

/** The catalog's notices about a connection, the most severe first. */
export function Notices({ list }: { readonly list: readonly Notice[] }): ReactNode {
  return list.map((notice) => (
    <NoticeBox
      key={notice.code + notice.message}
      tone={notice.severity}
      fix={notice.fix && <Told text={notice.fix} />}
    >
      <Told text={notice.message} />
      {notice.points && (
        <ul className="points">
          {notice.points.map((point) => (
            <li key={point}>
              <Told text={point} />
            </li>
          ))}
        </ul>
      )}
    </NoticeBox>
  ));
}
