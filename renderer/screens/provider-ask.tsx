import '../apply/api.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ApplyState } from '../../shared/host/apply.ts';
import { ApiToken } from '../apply/api-token.tsx';
import type { TypedToken } from '../apply/use-api.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';

/**
 * A part of a provider's screen that asks its API, and only when a person asks: the token, what is being done, and what
 * came of it.
 */
export function ProviderAsk(props: {
  readonly id: string;
  readonly title: string;
  /** What its API wants, once that is known. */
  readonly state: ApplyState | undefined;
  readonly open: boolean;
  readonly opens: string;
  readonly onOpen: () => void;
  /** Counts the answers. After each the focus goes to the title. */
  readonly turn: number;
  /** What is known without asking. */
  readonly before?: ReactNode;
  /** What came of it. */
  readonly children: ReactNode;
  /** Stands in place of the token while something is being done. */
  readonly busy: ReactNode | undefined;
  readonly action: string;
  /** What asking doesn't do, until there is an answer. */
  readonly promise: string | undefined;
  /** True: another token is asked for, though one is kept. */
  readonly retypes: boolean;
  /** True: nothing but reading is done with it. */
  readonly reading: boolean;
  readonly onGo: (token?: TypedToken) => void;
  readonly onForget: () => void;
}): ReactNode {
  const { id, turn, state } = props;
  const [keep, setKeep] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (turn > 0) heading.current?.focus();
  }, [turn]);
  return (
    <section className="card compare" aria-labelledby={id}>
      <header>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {props.title}
        </h2>
        {!props.open && (
          <Button small disabled={state === undefined} onPress={props.onOpen}>
            {props.opens}
          </Button>
        )}
      </header>
      {props.before}
      {props.open && (
        <div className="compare-body">
          {props.children}
          {props.busy ??
            (state && (
              <ApiToken
                state={state}
                action={props.action}
                busy={false}
                primary={false}
                retypes={props.retypes}
                reading={props.reading}
                keep={keep}
                onKeep={setKeep}
                onGo={props.onGo}
                onForget={props.onForget}
              />
            ))}
          {props.promise !== undefined && props.busy === undefined && (
            <span className="promise">
              <Icon name="lock" size={13} /> {props.promise}
            </span>
          )}
        </div>
      )}
    </section>
  );
}
