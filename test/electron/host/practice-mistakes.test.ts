import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browse } from '../../../electron/services/practice/browser.ts';
import { PRACTICE_ACCOUNT } from '../../../electron/services/practice/provider.ts';
import { MISTAKES, type Mistake, SEEN_BY_LOGIN } from '../../../shared/host/mistakes.ts';
import { type TestHost, testHost } from '../../helpers/test-host.ts';

let host: TestHost;
beforeEach(() => {
  host = testHost();
});
afterEach(() => host.close());

const APP = 'memos';

/** Starts practice, with nothing answered by a person. */
async function practice() {
  const { view } = await host.must('practice.start', {});
  const { handle } = view;
  const reported = (
    events: readonly { readonly type: string; readonly record?: { readonly report: Report } }[],
  ) => {
    const report = events.find(({ type }) => type === 'report')?.record?.report;
    if (report === undefined) throw new Error(`No report: ${JSON.stringify(events.at(-1))}`);
    return report;
  };
  return {
    handle,
    set: (mistake: Mistake | null) => host.must('practice.break', { handle, app: APP, mistake }),
    reads: async () => (await host.must('workspace.current', { handle })).workspace.apps[APP]!.settings,
    check: async () => reported((await host.listen('check.run', { handle, apps: [APP] })).events),
    login: async () => {
      const { events } = await host.listen(
        'login.start',
        { handle, app: APP, mode: 'loopback', timeout_s: 20 },
        undefined,
        (event) => {
          if (event.type === 'ready')
            void browse(event.url, { form: { decision: 'agree', account: PRACTICE_ACCOUNT.sub } });
        },
      );
      return reported(events);
    },
  };
}
type Report = {
  readonly result: string;
  readonly diagnoses: readonly {
    readonly id: string;
    readonly fix: { readonly value?: string; readonly current?: string };
  }[];
};

/** The cause that has to come first, and what stands in place of what should. */
const EXPECTED: Record<
  Mistake,
  { readonly cause: string; readonly there?: RegExp; readonly write?: RegExp }
> = {
  secret: { cause: 'secret-wrong-or-swapped' },
  redirect: { cause: 'redirect-not-registered', there: /\/auth\/callbacks$/, write: /\/auth\/callback$/ },
  claim: { cause: 'identifier-claim-missing', there: /^username$/, write: /^preferred_username$/ },
  group: { cause: 'denied-by-policy', there: /^family$/ },
  'client-id': { cause: 'client-unknown', there: /^memos\w+-old$/, write: /^memos\w+$/ },
  scope: { cause: 'scope-not-allowed', there: /^openid, profile$/, write: /^openid, profile, email$/ },
};

describe('a mistake made on purpose', () => {
  it.each(MISTAKES)(
    '%s is a real fault, is named first, and is mended',
    async (mistake) => {
      const { handle, set, check, login } = await practice();
      const before = (await host.must('workspace.current', { handle })).workspace;
      const look = SEEN_BY_LOGIN.includes(mistake) ? login : check;
      const made = await set(mistake);
      expect(made).toMatchObject({ mistake, mended: [] });
      const seen = await look();
      const { cause, there, write } = EXPECTED[mistake];
      expect([seen.result, seen.diagnoses[0]?.id]).toEqual(['fail', cause]);
      const fix = seen.diagnoses[0]!.fix;
      if (there) expect(fix.current ?? made.there).toMatch(there);
      if (write) expect(fix.value).toMatch(write);

      expect(await set(null)).toEqual({ mistake: null, mended: [mistake] });
      const after = await look();
      expect([after.result, after.diagnoses]).toEqual(['pass', []]);
      expect((await host.must('workspace.current', { handle })).workspace).toEqual(before);
      // The whole way, as an app goes it.
      if (look === check) expect((await login()).result).toBe('pass');
    },
    60_000,
  );

  it('never outlives the practice, and is never told with a secret', async () => {
    const { handle, set } = await practice();
    expect((await set('secret')).there).toBeUndefined();
    expect((await host.must('practice.start', {})).broken).toEqual({ mistake: 'secret', mended: [] });
    await host.must('practice.stop', { handle });
    expect((await host.must('practice.start', {})).broken).toEqual({ mistake: null, mended: [] });
  });

  it('is refused outside practice', async () => {
    const { handle } = await host.must('workspace.new', { name: 'Home' });
    expect(await host.call('practice.break', { handle, app: APP, mistake: 'secret' })).toMatchObject({
      ok: false,
      error: { code: 'not-practice' },
    });
  });

  it('replaces another one', async () => {
    const { set, check, reads } = await practice();
    await set('claim');
    expect(await reads()).toEqual({ identifier_claim: 'username' });
    await set('redirect');
    expect(await reads()).toBeUndefined();
    expect((await check()).diagnoses.map(({ id }) => id)).toEqual(['redirect-not-registered']);
  });
});
