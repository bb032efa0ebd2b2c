import { useEffect, useState } from 'react';

/** True once `active` has lasted 300 ms: shorter work needs no progress indicator. */
export function useSlow(active: boolean, after = 300): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!active) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), after);
    return () => clearTimeout(timer);
  }, [active, after]);
  return active && slow;
}
