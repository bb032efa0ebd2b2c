import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPasteBox, type PasteBox } from '../../../../electron/services/login/paste-box.ts';

const OWN = 'https://memos.example.com/auth/callback';
const STATE = 'state-of-this-login-0123456789abcdef';
const GOOD = `${OWN}?code=secretCode&state=${STATE}`;
const open: PasteBox[] = [];
const box = (seconds = 20, signal?: AbortSignal) => {
  const one = openPasteBox(OWN, seconds, signal);
  open.push(one);
  return one;
};
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const NOTHING_SEEN = {
  ...{
    wrong_state: 0,
    missing_state: 0,
    empty: 0,
    wrong_path: 0,
    wrong_host: 0,
    wrong_method: 0,
    other_user: 0,
    late: 0,
  },
  paths: [],
};
const NO_ADDRESS = 'That is no address. Copy the whole address bar, from http on.';
const NOT_THE_APPS = `That isn’t the address to which this login comes back: it should begin with ${OWN}.`;
const NO_STATE =
  'The address holds no state. The app may have moved on already; start again and copy it faster.';
const OTHER_LOGIN = 'That address belongs to another login. Use the one just opened.';
const OVER = 'This login is over. Start it again.';

describe('the box for a pasted address', () => {
  it('takes the answer of this login, with white space around it', async () => {
    const one = box();
    expect(one.redirect_uri).toBe(OWN);
    const waiting = one.wait(STATE);
    expect(one.paste(`  ${GOOD}&iss=https%3A%2F%2Fid.example.com\n`)).toEqual({ ok: true });
    const { evidence, params } = await waiting;
    expect(params?.get('code')).toBe('secretCode');
    expect(evidence).toEqual({
      outcome: 'received',
      waited_ms: expect.any(Number),
      parameters: ['code', 'state', 'iss'],
      iss: 'https://id.example.com',
      has_code: true,
      seen: NOTHING_SEEN,
    });
    expect(evidence.waited_ms).toBeGreaterThanOrEqual(0);
    expect(evidence.waited_ms).toBeLessThan(20_000);
    expect(JSON.stringify(evidence)).not.toMatch(/secretCode|state-of/);
  });

  it.each([
    ['hello', NO_ADDRESS, undefined],
    ['', NO_ADDRESS, undefined],
    ['memos.example.com/auth/callback', NO_ADDRESS, undefined],
    [GOOD.replace('memos.', 'other.'), NOT_THE_APPS, 'wrong_host'],
    [GOOD.replace('.com/', '.com:8443/'), NOT_THE_APPS, 'wrong_host'],
    [GOOD.replace('/callback', '/callback/'), NOT_THE_APPS, 'wrong_path'],
    [GOOD.replace('/auth', '/Auth'), NOT_THE_APPS, 'wrong_path'],
    [GOOD.replace('memos.', 'other.').replace('/auth', ''), NOT_THE_APPS, 'wrong_host'],
    [OWN, NO_STATE, 'empty'],
    [`${OWN}#code=x`, NO_STATE, 'empty'],
    [`${OWN}?code=x`, NO_STATE, 'missing_state'],
    [`${OWN}?error=access_denied`, NO_STATE, 'missing_state'],
    [`${OWN}?code=x&state=`, OTHER_LOGIN, 'wrong_state'],
    [`${OWN}?code=x&state=${'x'.repeat(STATE.length)}`, OTHER_LOGIN, 'wrong_state'],
    [`${GOOD}x`, OTHER_LOGIN, 'wrong_state'],
    [`${GOOD}&state=${STATE}`, OTHER_LOGIN, 'wrong_state'],
  ] as const)('refuses %j, says why, and goes on waiting', async (text, message, counted) => {
    const one = box();
    const waiting = one.wait(STATE);
    expect(one.paste(text)).toEqual({ ok: false, error: { code: 'not-a-callback', message } });
    expect(one.paste(GOOD)).toEqual({ ok: true });
    const seen = counted === undefined ? NOTHING_SEEN : { ...NOTHING_SEEN, [counted]: 1 };
    expect((await waiting).evidence).toMatchObject({ outcome: 'received', seen });
  });

  it('reads no more of a text than an address may have', async () => {
    const one = box();
    const waiting = one.wait(STATE);
    expect(one.paste(`${OWN}?pad=${'a'.repeat(20_000)}&state=${STATE}`)).toMatchObject({ ok: false });
    expect(one.paste(`${GOOD}&pad=${'a'.repeat(20_000)}`)).toEqual({ ok: true });
    expect(`${GOOD}&pad=${(await waiting).params?.get('pad')}`.length).toBe(16_384);
  });

  it('takes nothing before the login was asked for, nothing twice, and nothing after its end', async () => {
    const over = { ok: false, error: { code: 'not-a-callback', message: OVER } };
    const one = box();
    expect(one.paste(GOOD)).toEqual(over);
    const waiting = one.wait(STATE);
    expect(one.paste(GOOD)).toEqual({ ok: true });
    expect(one.paste(GOOD)).toEqual(over);
    await one.close();
    expect(one.paste(GOOD)).toEqual(over);
    expect((await waiting).evidence.seen).toEqual({ ...NOTHING_SEEN, late: 1 });
  });

  it('ends when it is closed, also before the login was asked for', async () => {
    const one = box();
    const waiting = one.wait(STATE);
    await one.close();
    const ended = await waiting;
    expect(ended.evidence).toMatchObject({ outcome: 'cancelled', parameters: [], has_code: false });
    expect(Object.keys(ended)).toEqual(['evidence']);
    const closed = box();
    await closed.close();
    expect((await closed.wait(STATE)).evidence.outcome).toBe('cancelled');
    expect(closed.paste(GOOD).ok).toBe(false);
  });

  it('ends by the signal, also one that was given before', async () => {
    const stop = new AbortController();
    const waiting = box(20, stop.signal).wait(STATE);
    stop.abort();
    expect((await waiting).evidence.outcome).toBe('cancelled');
    expect((await box(20, stop.signal).wait(STATE)).evidence.outcome).toBe('cancelled');
  });

  it('leaves no ear at the signal', async () => {
    const stop = new AbortController();
    const one = box(20, stop.signal);
    const waiting = one.wait(STATE);
    expect(getEventListeners(stop.signal, 'abort').length).toBe(1);
    one.paste(GOOD);
    await waiting;
    expect(getEventListeners(stop.signal, 'abort').length).toBe(0);
  });

  it('ends by time, and says if the machine was asleep meanwhile', async () => {
    expect((await box(0.05).wait(STATE)).evidence.outcome).toBe('timed-out');
    const { now } = Date;
    let ahead = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
    const waiting = box(20).wait(STATE);
    ahead = 3_600_000;
    expect((await waiting).evidence.outcome).toBe('slept');
  });
});
