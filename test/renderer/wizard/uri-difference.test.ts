import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uriDifference } from '../../../renderer/wizard/uri-difference.ts';

const COMPUTED = 'https://games.example.com/api/oauth/openid';
const parts = (mine: string) => uriDifference(mine, COMPUTED).map((one) => one.part);

describe('the difference between two redirect URIs', () => {
  it.each([
    [COMPUTED, []],
    ['http://games.example.com/api/oauth/openid', ['scheme']],
    ['https://games.example.com:8443/api/oauth/openid', ['port']],
    ['https://game.example.com/api/oauth/openid', ['host']],
    [`${COMPUTED}/`, ['slash']],
    ['https://games.example.com/api/OAuth/openid', ['case']],
    ['https://games.example.com/api/oauth/other', ['path']],
    [`${COMPUTED}?x=1`, ['query']],
    ['games.example.com', ['not-a-url']],
    ['http://games.example.com:8080/other/', ['scheme', 'port', 'path']],
    ['https://GAMES.example.com/api/oauth/openid', ['slash']],
  ])('%s', (mine, expected) => {
    expect(parts(mine)).toEqual(expected);
  });

  it('is empty for the same text and for nothing else', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.webUrl(), (mine, computed) => {
        expect(uriDifference(mine, computed).length === 0).toBe(mine === computed);
      }),
    );
  });
});
