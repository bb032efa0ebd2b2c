import { describe, expect, it } from 'vitest';
import { createAccess } from '../../../electron/serve/access.ts';

describe('who may use the browser host', () => {
  it('is whoever redeems a token first, and nobody after', () => {
    const access = createAccess(4711);
    const [token, other] = [access.newToken(), access.newToken()];
    expect([token, other]).toEqual([
      expect.stringMatching(/^[\w-]{43}$/),
      expect.stringMatching(/^[\w-]{43}$/),
    ]);
    expect(token).not.toBe(other);
    for (const wrong of [
      '',
      'x',
      `${token}x`,
      token.slice(1),
      token.toUpperCase().slice(0, -1) + token.at(-1),
    ])
      expect(access.redeem(wrong)).toBeUndefined();
    const session = access.redeem(token)!;
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(session).not.toBe(token);
    expect(access.redeem(token)).toBeUndefined();
    // The other token is still good, and makes a session of its own.
    expect(access.redeem(other)).not.toBe(session);
    expect(access.redeem(other)).toBeUndefined();
  });

  it('shows a session by its cookie alone', () => {
    const access = createAccess(4711);
    const token = access.newToken();
    const session = access.redeem(token)!;
    expect(access.cookie(session)).toBe(`latchkey-4711=${session}; HttpOnly; SameSite=Strict; Path=/`);
    for (const good of [
      `latchkey-4711=${session}`,
      `a=b; latchkey-4711=${session}; c=d`,
      `a=b;latchkey-4711=${session}`,
      `latchkey-4711=planted; latchkey-4711=${session}`,
    ])
      expect(access.admits(good), good).toBe(true);
    for (const bad of [
      undefined,
      '',
      session,
      `latchkey-4711=${token}`,
      `latchkey-4711=${session.slice(1)}`,
      `latchkey-4711=${session}x`,
      `latchkey-47110=${session}`,
      `xlatchkey-4711=${session}`,
      `latchkey-4711 =${session}`,
      `latchkey-4711`,
    ])
      expect(access.admits(bad), bad).toBe(false);
    expect(createAccess(4711).admits(`latchkey-4711=${session}`)).toBe(false);
  });

  it('looks at eight cookies of its name, not at any number', () => {
    const access = createAccess(1);
    const session = access.redeem(access.newToken())!;
    const planted = (count: number) => 'latchkey-1=x; '.repeat(count);
    expect(access.admits(`${planted(7)}latchkey-1=${session}`)).toBe(true);
    expect(access.admits(`${planted(8)}latchkey-1=${session}`)).toBe(false);
    expect(access.admits(`${'other=x; '.repeat(20)}latchkey-1=${session}`)).toBe(true);
  });

  it('keeps neither token nor session in clear', () => {
    const access = createAccess(1);
    const token = access.newToken();
    const session = access.redeem(token)!;
    expect(JSON.stringify(access)).not.toMatch(new RegExp(`${token}|${session}`));
  });
});
