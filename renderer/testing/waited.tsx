import { type ReactNode, useEffect, useState } from 'react';
import { useSpeaker } from '../store/react.tsx';

/** Before that, nobody asks what takes so long. */
const AFTER_S = 3;

/** Who is waited for, and for how long since this came on the screen. Says nothing in the first seconds. */
export function Waited({ on }: { readonly on: 'provider' | 'app' }): ReactNode {
  const { t } = useSpeaker();
  const [since] = useState(Date.now);
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.round((now - since) / 1000);
  // `aria-live="off"`: screen readers must not read the counter every second.
  return (
    <span className="waited" role="timer" aria-live="off">
      {seconds >= AFTER_S && t(`test.waiting.${on}`, { seconds })}
    </span>
  );
}
