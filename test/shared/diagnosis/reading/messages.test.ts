import { describe, expect, it } from 'vitest';
import { causeById } from '../../../../shared/diagnosis/catalogue/index.ts';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { normalise } from '../../../../shared/diagnosis/normalise.ts';
import { RECOGNISERS } from '../../../../shared/diagnosis/reading/messages/index.ts';
import { type Recogniser, reader } from '../../../../shared/diagnosis/reading/recogniser.ts';
import { pointedTo } from '../../../../shared/diagnosis/reading/values.ts';

/** Forms that many programs share: their own words are the example, where a login's request is named beside them. */
const GENERAL = new Set([
  'a JSON reader',
  'an HTTP library',
  'RFC 6749',
  'RFC 6750',
  'an app',
  'a client library',
  'a stack',
  'a web server',
  'Node.js',
]);

const REQUESTS: Readonly<Record<string, string>> = {
  discovery: 'GET https://auth.example.com/.well-known/openid-configuration',
  authorization: 'authorization response',
  callback: 'GET /callback',
  token: 'token endpoint',
  keys: 'jwks_uri',
  userinfo: 'userinfo',
  unknown: '',
};

/** The words with something in each of their places. */
const filled = (says: string): string =>
  says
    .replaceAll('{end}', '')
    .replace(/\{\w+:url\}/g, 'https://auth.example.com/path')
    .replace(/\{\w+(?::word)?\}/g, 'department')
    .replaceAll('{…}', ' ');

function exampleOf({ says, finding, example }: Recogniser): string | undefined {
  if (example !== undefined || typeof says !== 'string') return example;
  const step = typeof finding === 'string' || 'cause' in finding ? 'unknown' : Object.keys(finding)[0]!;
  return `${REQUESTS[step]!}\nerror: ${filled(says)}`;
}

describe('what programs say', () => {
  it('has a text with every message of a program, and its own name', () => {
    const without = RECOGNISERS.filter(({ by, example }) => example === undefined && !GENERAL.has(by));
    expect(without.map(({ by, says }) => [by, says])).toEqual([]);
  });

  const messages = RECOGNISERS.flatMap((recogniser) => {
    const example = exampleOf(recogniser);
    return example === undefined ? [] : [{ ...recogniser, recogniser, example }];
  });

  it.each(messages)('$by is understood: $example', ({ recogniser, example, quiet }) => {
    const observed = reader([recogniser])(normalise(example), quiet === true);
    expect(observed).toHaveLength(1);
    const causes = pointedTo(observed[0]!, undefined, undefined).map(({ id }) => id);
    // What another cause entails is not told beside it.
    const told = explain(example).flatMap(({ id }) => [id, ...(causeById(id)?.entails ?? [])]);
    expect(told.filter((id) => causes.includes(id))).not.toEqual([]);
  });

  it('has no message twice', () => {
    const keys = RECOGNISERS.map(({ says, finding, data }) => JSON.stringify([says, finding, data]));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});
