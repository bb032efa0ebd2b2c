import { type ReactNode, useState } from 'react';
import type { ApplyState } from '../../shared/host/apply.ts';
import { Button } from '../components/button.tsx';
import { SecretInput, Tick } from '../components/fields.tsx';
import { Icon } from '../components/icon.tsx';
import { More } from '../components/more.tsx';
import { useAppState, useSpeaker } from '../store/react.tsx';
import type { TypedToken } from './use-api.ts';

/** Asks for the token that a product's API wants, or says that one is kept. */
export function ApiToken(props: {
  readonly state: ApplyState;
  /** What is done with it. */
  readonly action: string;
  readonly busy: boolean;
  readonly primary: boolean;
  /** True: another one is asked for, though one is kept. */
  readonly retypes: boolean;
  /** True: nothing but reading is done with it, so a smaller right may be enough. */
  readonly reading?: boolean;
  /** True: the one that is typed is going to be kept. */
  readonly keep: boolean;
  readonly onKeep: (keep: boolean) => void;
  readonly onGo: (token?: TypedToken) => void;
  readonly onForget: () => void;
}): ReactNode {
  const { t } = useSpeaker();
  const { product, origin, token } = props.state;
  const keychain = useAppState((state) => state.session?.secret_store.kind === 'keychain');
  const [retypes, setRetypes] = useState(false);
  if (token.state !== 'none' && !props.retypes && !retypes)
    return (
      <div className="api-token">
        <p className="api-kept">
          <Icon name="key" size={16} />
          <span className="grow">
            {t(token.state === 'kept' ? 'api.token.kept' : 'api.token.held', { origin })}
          </span>
          {token.state === 'kept' ? (
            <Button small look="quiet" onPress={props.onForget}>
              {t('api.token.forget')}
            </Button>
          ) : (
            <Button small look="quiet" onPress={() => setRetypes(true)}>
              {t('api.token.another')}
            </Button>
          )}
        </p>
        <div className="row">
          <Button look={props.primary ? 'primary' : 'plain'} busy={props.busy} onPress={() => props.onGo()}>
            {props.action}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="api-token">
      <SecretInput
        label={t(`api.token.${token.form}`, { product })}
        help={
          props.reading && token.reads !== undefined
            ? t('api.token.reads', { right: token.reads })
            : t('api.token.right', { right: token.right })
        }
        action={props.action}
        primary={props.primary}
        busy={props.busy}
        onSubmit={(value) => {
          setRetypes(false);
          props.onGo({ value, keep: props.keep });
        }}
      />
      <div className="api-token-more">
        <More title={t('api.token.how', { product })}>
          <p>{token.how}</p>
          <p className="quiet">{t('api.token.where', { origin })}</p>
        </More>
        {keychain && <Tick label={t('api.token.keep')} selected={props.keep} onChange={props.onKeep} />}
      </div>
    </div>
  );
}
