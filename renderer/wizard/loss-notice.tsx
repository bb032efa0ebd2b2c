import type { ReactNode } from 'react';
import type { AccessLoss } from '../../shared/client/types.ts';
import { NoticeBox } from '../components/notice.tsx';
import { useSpeaker } from '../store/react.tsx';

/** Who loses access by a change. `also` is said after it. */
export function LossNotice({ loss, also }: { readonly loss: AccessLoss; readonly also?: string }): ReactNode {
  const { t, n } = useSpeaker();
  return (
    <NoticeBox tone="warning" fix={[t('addresses.loss.remark'), also].filter(Boolean).join(' ')}>
      {loss.groups.length > 0 && (
        <p>{n('addresses.loss.groups', loss.groups.length, { groups: loss.groups.join(', ') })}</p>
      )}
      {loss.only && <p>{t('addresses.loss.only', { groups: loss.only.join(', ') })}</p>}
      {loss.policy !== undefined && (
        <p>
          {loss.policy === 'two_factor'
            ? t('addresses.loss.two_factor')
            : t('addresses.loss.policy', { policy: loss.policy })}
        </p>
      )}
    </NoticeBox>
  );
}
