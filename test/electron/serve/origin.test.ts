import { describe, expect, it } from 'vitest';
import { isLookAhead, type Purpose, refuseRequest } from '../../../electron/serve/origin.ts';

const HOST = 'latchkey-x.localhost:4711';
const OWN = `http://${HOST}`;

const ask = (headers: Record<string, string>, purpose: Purpose) => {
  const all = { host: HOST, ...headers };
  return refuseRequest({ headers: all, rawHeaders: Object.entries(all).flat(), url: '/x' }, HOST, purpose);
};

describe('a request to the browser host', () => {
  it.each<[Record<string, string>, Purpose, ReturnType<typeof ask>]>([
    [{ origin: OWN }, 'call', undefined],
    [{ origin: OWN, 'sec-fetch-site': 'same-origin' }, 'call', undefined],
    [{ origin: OWN, 'sec-fetch-site': 'same-site' }, 'call', 'site'],
    [{ origin: OWN, 'sec-fetch-site': 'cross-site' }, 'call', 'site'],
    [{ origin: OWN, 'sec-fetch-site': 'none' }, 'call', 'site'],
    [{}, 'call', 'origin'],
    [{ origin: 'null' }, 'call', 'origin'],
    [{ origin: `https://${HOST}` }, 'call', 'origin'],
    [{ origin: 'http://latchkey-x.localhost:4712' }, 'call', 'origin'],
    [{ origin: `${OWN}.evil.example` }, 'call', 'origin'],
    [{ origin: OWN.toUpperCase() }, 'call', 'origin'],
    [{}, 'page', undefined],
    [{ 'sec-fetch-site': 'cross-site' }, 'page', undefined],
    [{ origin: OWN, 'sec-fetch-site': 'none' }, 'page', undefined],
    [{ origin: 'http://evil.example' }, 'page', 'origin'],
    [{ origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }, 'entry', undefined],
    [{ host: 'evil.example', origin: OWN }, 'call', 'host'],
    [{ host: 'evil.example' }, 'page', 'host'],
    [{ host: 'evil.example' }, 'entry', 'host'],
  ])('%j for a %s: %s', (headers, purpose, refusal) => expect(ask(headers, purpose)).toBe(refusal));

  it.each([
    [{ 'sec-purpose': 'prefetch' }, true],
    [{ 'sec-purpose': 'prefetch;prerender' }, true],
    [{ purpose: 'Prefetch' }, true],
    [{ purpose: 'preview' }, true],
    [{ 'sec-purpose': '', purpose: 'prerender' }, true],
    [{}, false],
    [{ 'sec-purpose': '', purpose: '' }, false],
    [{ 'sec-fetch-mode': 'navigate' }, false],
  ])('with %j looks ahead: %s', (headers, ahead) => expect(isLookAhead(headers)).toBe(ahead));
});
