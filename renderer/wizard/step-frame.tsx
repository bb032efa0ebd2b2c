import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { reveal } from '../components/reveal.ts';
import { Rich } from '../components/rich.tsx';
import { useSlow } from '../components/use-slow.ts';
import { useSpeaker } from '../store/react.tsx';
import { StepNotes } from './step-notes.tsx';

/** Scrolls to the first field that is marked as wrong, and focuses it. Its message is its description. */
function leadToWrong(frame: HTMLElement | null): void {
  const wrong = frame?.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (!wrong) return;
  const field = wrong.matches('input, textarea')
    ? wrong
    : (wrong.querySelector<HTMLElement>('input:checked, [tabindex="0"]') ??
      wrong.querySelector<HTMLElement>('input, textarea, [tabindex]'));
  reveal(wrong);
  field?.focus({ preventScroll: true });
}

/** The layout of every step: a heading, the content, and Back and Continue at the same place. */
export function StepFrame(props: {
  readonly title: string;
  readonly lead?: string;
  /** Shown instead of the lead. */
  readonly under?: ReactNode;
  readonly head?: ReactNode;
  readonly children: ReactNode;
  readonly onBack?: () => void;
  /** What going back means, if it is more than a step. */
  readonly back?: string;
  /** What Continue does. If it stays on this step, the first field that is marked as wrong gets the focus. */
  readonly onNext?: () => void | Promise<void>;
  readonly next?: string;
  readonly busy?: boolean;
  /** Cancels the work in progress; offered only if it takes noticeable time. */
  readonly onStop?: () => void;
  readonly remark?: ReactNode;
  /** True: the remark is what a press of Continue is answered with, so it stands beside the button. */
  readonly answers?: boolean;
  readonly actions?: ReactNode;
  /** Enter in a field continues, as in any form. Not used where fields have their own buttons. */
  readonly enter?: boolean;
  /** False while more of the content is to come: what stands below it would move. */
  readonly settled?: boolean;
  /** Continue is not the recommended action (for example, a test has not passed yet). */
  readonly reluctant?: boolean;
}): ReactNode {
  const { t } = useSpeaker();
  const slow = useSlow(props.busy === true);
  const frame = useRef<HTMLElement>(null);
  const [pressed, setPressed] = useState(0);
  const next = async () => {
    await props.onNext?.();
    // What it found wrong is drawn together with this, so the fields are marked when the effect runs.
    setPressed((times) => times + 1);
  };
  useEffect(() => {
    if (pressed > 0) leadToWrong(frame.current);
  }, [pressed]);
  const body = (
    <>
      <div className="page-head">
        <div>
          <h1>{props.title}</h1>
          {props.under ??
            (props.lead && (
              <p className="lead">
                <Rich text={props.lead} />
              </p>
            ))}
        </div>
        {props.head}
      </div>
      {props.children}
      {props.settled !== false && <StepNotes />}
      <div className="page-bar">
        <div
          className={[
            'remark',
            typeof props.remark === 'string' && props.remark !== '' ? 'said' : '',
            props.answers ? 'answers' : '',
          ]
            .filter(Boolean)
            .join(' ')}
        >
          {props.answers && <Icon name="warn" size={16} />}
          {props.remark}
        </div>
        <div className="page-acts">
          {props.onBack && (
            <Button icon="back" onPress={props.onBack}>
              <span className="back-word">{props.back ?? t('action.back')}</span>
            </Button>
          )}
          <div className="onward">
            {slow && props.onStop && <Button onPress={props.onStop}>{t('action.stop')}</Button>}
            {props.actions}
            {props.onNext && (
              <Button
                look={props.reluctant ? 'plain' : 'primary'}
                {...(props.enter ? { submit: true } : { onPress: () => void next() })}
                busy={props.busy === true}
                iconAfter="next"
              >
                {props.next ?? t('action.continue')}
              </Button>
            )}
          </div>
        </div>
      </div>
    </>
  );
  if (!props.enter)
    return (
      <div className="step-frame" ref={frame as RefObject<HTMLDivElement>}>
        {body}
      </div>
    );
  return (
    <form
      ref={frame as RefObject<HTMLFormElement>}
      className="step-frame"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!props.busy) void next();
      }}
    >
      {body}
    </form>
  );
}
