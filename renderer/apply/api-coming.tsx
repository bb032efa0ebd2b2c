import type { ReactNode } from 'react';
import { BusyLine } from '../components/busy-line.tsx';
import { useSpeaker } from '../store/react.tsx';

/** Keeps the place of the token's form until it is known what the API wants, so that nothing below it moves. */
export function ApiComing(): ReactNode {
  const { t } = useSpeaker();
  return (
    <div className="api-coming">
      <BusyLine text={t('app.starting')} />
    </div>
  );
}
