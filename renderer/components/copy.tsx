import { type ReactNode, useEffect, useState } from 'react';
import type { CopyTarget } from '../../shared/host/secrets.ts';
import { useApp, useSpeaker } from '../store/react.tsx';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';

/** What a copy button copies: a plain value, or a target that the host resolves. */
export type Copyable = { readonly text: string } | { readonly target: CopyTarget };

/** Copies and says so to screen readers; what went wrong is shown. */
export function useCopy() {
  const { t, n } = useSpeaker();
  const { actions } = useApp();
  return {
    copy: async (from: Copyable, what: string): Promise<boolean> => {
      const outcome =
        'text' in from ? await actions.copyText(from.text) : await actions.copyTarget(from.target);
      if (!outcome.ok) {
        actions.say('error', outcome.error.message || t('copy.failed'));
        return false;
      }
      announce(
        outcome.value.clears === undefined
          ? t('copy.done', { what })
          : n('copy.secret.done', outcome.value.clears, { what }),
      );
      return true;
    },
    /** Says why something is not copied. */
    refuse: (text: string) => actions.say('info', text),
  };
}

/** Copies a value and confirms it in the button and to screen readers. The button's width doesn't change. */
export function CopyButton(props: {
  readonly what: string;
  readonly from: Copyable;
  readonly look?: 'plain' | 'primary';
  /** Replaces the text “Copy”. */
  readonly children?: string;
  /** Shows only the icon; screen readers still get the text. */
  readonly brief?: boolean;
  readonly big?: boolean;
  readonly onCopied?: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const copier = useCopy();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 2000);
    return () => clearTimeout(timer);
  }, [done]);

  const copy = async () => {
    if (!(await copier.copy(props.from, props.what))) return;
    setDone(true);
    props.onCopied?.();
  };
  return (
    <Button
      small={props.big !== true}
      icon={done ? 'check' : 'copy'}
      className={done ? 'copy done' : 'copy'}
      label={
        done
          ? `${t('action.copied')}: ${props.what}`
          : props.children && props.children !== props.what
            ? `${props.children}: ${props.what}`
            : (props.children ?? t('copy.of', { what: props.what }))
      }
      onPress={() => void copy()}
      {...(props.look ? { look: props.look } : {})}
    >
      {props.brief ? undefined : (
        // Both lie in one place, so the button is as wide as the longer one from the start.
        <span className="either">
          <span>{props.children ?? t('action.copy')}</span>
          <span>{t('action.copied')}</span>
        </span>
      )}
    </Button>
  );
}

/** A value with its copy button. */
export function Value(props: {
  readonly value: string;
  readonly what: string;
  readonly from?: Copyable;
  readonly masked?: boolean;
  readonly brief?: boolean;
}): ReactNode {
  return (
    <span className="value">
      <code className={props.masked ? 'masked' : ''}>{props.value}</code>
      <CopyButton what={props.what} from={props.from ?? { text: props.value }} brief={props.brief === true} />
    </span>
  );
}
