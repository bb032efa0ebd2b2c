import { describe, expect, test } from 'vitest';
import { askedHost } from '../../../shared/diagnosis/asked-host.ts';
import { explain } from '../../../shared/diagnosis/explain.ts';
import { connect } from '../../helpers/app-connection.ts';

const at = (text: string, words: string) => {
  const from = text.indexOf(words);
  return askedHost(text, from, from + words.length);
};

describe('the server that a message says was asked', () => {
  test.each([
    [
      'get "https://sso.example.net/.well-known/openid-configuration": dial tcp: lookup sso.example.net on 127.0.0.11:53: no such host',
      'no such host',
      'sso.example.net',
    ],
    [
      "httpsconnectionpool(host='sso.example.net', port=443): max retries exceeded with url: /x",
      'max retries exceeded with url',
      'sso.example.net:443',
    ],
    ['getaddrinfo enotfound sso.example.net', 'enotfound', 'sso.example.net'],
    ['java.net.unknownhostexception: sso.example.net', 'unknownhostexception', 'sso.example.net'],
    ['curl error 6: could not resolve host: sso.example.net', 'could not resolve host', 'sso.example.net'],
    [
      'failed to connect to sso.example.net port 8443 after 3 ms',
      'failed to connect to',
      'sso.example.net:8443',
    ],
    [
      'post "https://sso.example.net/token": dial tcp 10.1.2.3:443: i/o timeout',
      'i/o timeout',
      'sso.example.net',
    ],
    ['connect econnrefused 10.1.2.3:443', 'econnrefused', '10.1.2.3:443'],
    ['https://errors.authjs.dev#signinerror connect etimedout 10.1.2.3:443', 'etimedout', '10.1.2.3:443'],
  ])('%s', (text, words, address) => expect(at(text, words)?.address).toBe(address));

  test.each([
    'could not connect to server: connection refused',
    'get https://files.example.net/login/callback?x=1 failed: connection refused',
    'see https://github.com/a/b: connection refused',
  ])('none: %s', (text) => expect(at(text, 'connection refused')).toBeUndefined());
});

const AT_OTHER = 'dial tcp: lookup sso.other.net on 127.0.0.11:53: no such host';

test('the server in the text is named, whatever the workspace says', () => {
  const romm = connect({ kind: 'romm' });
  for (const context of [{}, { connections: [romm] }]) {
    const [first] = explain(AT_OTHER, context);
    expect(first).toMatchObject({ id: 'container-cannot-reach-idp', fix: { value: 'sso.other.net' } });
    expect(first?.cause).toContain('sso.other.net does not answer');
  }
});

test('localhost gets no alias: in a container it is the container itself', () => {
  const [first] = explain('connect ECONNREFUSED 127.0.0.1:9000');
  expect(first?.cause).toContain('127.0.0.1 is the container itself');
  expect(first?.fix).not.toHaveProperty('value');
});

test('an address of a machine is no alias', () => {
  const [first] = explain('dial tcp 192.168.7.8:443: connect: no route to host');
  expect(first?.cause).toContain('192.168.7.8 does not answer');
  expect(first?.fix.text).not.toContain('192.168.7.8');
});

test('of the causes of one message, what a warning says comes first', () => {
  const refusal =
    '2026-01-02 10:00:00.000 ERROR [OidcAuth] callback error: Invalid userinfo or already linked';
  const warning = '2026-01-02 10:00:00.000 WARN [User] openid: email "ada@example.org" is not verified';
  const audiobookshelf = connect({ kind: 'audiobookshelf' });
  const first = (text: string) => explain(text, { connections: [audiobookshelf] })[0];
  expect(first(refusal)).toMatchObject({ id: 'account-collision', side: 'app' });
  expect(first(`${warning}\n${refusal}`)).toMatchObject({ id: 'email-not-verified', side: 'provider' });
});
