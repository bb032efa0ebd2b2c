import { runCheck } from '../../electron/services/login/check.ts';
import { runLogin } from '../../electron/services/login/login.ts';
import { browse } from '../../electron/services/practice/browser.ts';
import { bareLogin } from './bare.ts';
import { on } from './laboratory.ts';
import { setUp } from './set-up.ts';
import type { Stage } from './stage.ts';

export interface Overhead {
  readonly bare_ms: number;
  readonly login_ms: number;
  readonly check_ms: number;
  readonly runs: number;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)]!);
};

/** One test login with the product's own settings, including the pauses between probes. */
async function login(stage: Stage): Promise<number> {
  const ran = await runLogin(
    stage.connection,
    { client_secret: stage.client_secret },
    { openBrowser: (url) => browse(url), timeoutSeconds: 20, env: {} },
  );
  if (!ran.ok) throw new Error(ran.error.message);
  return ran.value.timings.total_ms;
}

/** Measures a plain openid-client login and ours on the same healthy set-up, alternately. */
export async function measureOverhead(runs = 9): Promise<Overhead> {
  const { result } = await on(setUp('oidc', 'wiki'), async (stage) => {
    const bare: number[] = [];
    const ours: number[] = [];
    // The first run of each is a warm-up.
    for (let i = 0; i <= runs; i++) {
      const one = await bareLogin(stage);
      if (!one.ok) throw new Error(`the bare login fails on a healthy set-up: ${one.code}`);
      const ms = await login(stage);
      if (i === 0) continue;
      bare.push(one.ms);
      ours.push(ms);
    }
    const checked = await runCheck(stage.connection, { client_secret: stage.client_secret }, { env: {} });
    if (!checked.ok) throw new Error(checked.error.message);
    return {
      bare_ms: median(bare),
      login_ms: median(ours),
      check_ms: checked.value.timings.total_ms,
      runs,
    };
  });
  return result;
}
