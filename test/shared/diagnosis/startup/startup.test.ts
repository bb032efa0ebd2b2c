import { describe, expect, it } from 'vitest';
import { startMessages } from '../../../../shared/diagnosis/authelia-start/messages.ts';
import { COMPLAINTS, ROWS } from '../../../../shared/diagnosis/authelia-start/rows.ts';
import { startFaults } from '../../../../shared/diagnosis/authelia-start/told.ts';
import { explain } from '../../../../shared/diagnosis/explain.ts';
import { RULES } from '../../../../shared/existing/doctor/doctor.ts';
import { RECORDED } from './recorded.ts';

const IDS = new Set(RULES.map(({ id }) => id));
const TEXTS = RECORDED.flatMap(({ id, validate, log }) => [
  { name: `${id}, validate`, text: validate },
  { name: `${id}, log`, text: log },
]);
const SPOKEN = TEXTS.filter(({ text }) => startMessages(text).messages.length > 0);

/** The words that a message has without anything that is known of it. */
const UNKNOWN = /to what these words want|Correct the option that the message names/;
/** A word in braces that was not filled in. What a file holds may have some, too. */
const OPEN = /(?<!\{)\{(?:[a-z_]+|…)\}/;

const MAPPED = /automatically mapped for you|no rules have been specified/i;

describe('what Authelia says of a wrong configuration', () => {
  it('was recorded of enough kinds', () => {
    expect(RECORDED.length).toBeGreaterThan(200);
    expect(SPOKEN.length).toBeGreaterThan(380);
  });

  it.each(SPOKEN)('leads to the option and what to write: $name', ({ text }) => {
    const { messages } = startMessages(text);
    const { faults } = startFaults(text);
    const told = explain(text);
    expect(told[0]).toMatchObject({ side: 'provider' });
    const errors = messages.some(({ warns }) => !warns);
    // An old name that Authelia maps itself is no reason why a login fails.
    const mapped = !errors && messages.some(({ text: said }) => MAPPED.test(said));
    expect(['authelia-config-rejected', ...(mapped ? ['only-a-warning'] : [])]).toContain(told[0]!.id);
    if (messages.every(({ text: said }) => MAPPED.test(said))) expect(told[0]!.id).toBe('only-a-warning');
    expect(told[0]!.confidence >= 0.9).toBe(errors);
    for (const { option, wrong, fix, said } of faults) {
      expect(option, said).toMatch(/\S/);
      expect(wrong, said).toMatch(/\S/);
      expect(fix, said).not.toMatch(UNKNOWN);
      if (!/\{/.test(said)) expect(`${option} ${wrong} ${fix}`, said).not.toMatch(OPEN);
    }
  });

  it.each(SPOKEN)('is the same in every form: $name', ({ text }) => {
    const { messages } = startMessages(text);
    const options = (shown: string) =>
      startFaults(shown).faults.map(({ option, wrong }) => `${option} ${wrong}`);
    const wanted = options(text);
    const logged = messages.map(
      ({ text: msg, warns, provider }) =>
        provider === undefined && {
          level: warns ? 'warning' : 'error',
          msg: /^Experimental/.test(msg) ? msg : `Configuration: ${msg}`,
          time: '2026-11-26T19:10:00Z',
        },
    );
    if (logged.includes(false)) return;
    expect(options(logged.map((one) => JSON.stringify(one)).join('\n'))).toEqual(wanted);
    const lines = text.includes('level=') ? text : '';
    if (lines !== '')
      expect(
        options(
          lines
            .split('\n')
            .map((line) => `authelia  | ${line}`)
            .join('\n'),
        ),
      ).toEqual(wanted);
  });

  it('is known by its words alone', () => {
    const bare = SPOKEN.flatMap(({ text }) => startMessages(text).messages).filter(
      ({ text, provider }) =>
        provider === undefined && !/^Experimental|warnings for clients above/.test(text),
    );
    const silent = [...new Set(bare.map(({ text }) => text))].filter(
      (text) => explain(text)[0]?.id !== (MAPPED.test(text) ? 'only-a-warning' : 'authelia-config-rejected'),
    );
    // Some need what stands around them to be Authelia's.
    expect(silent.filter((text) => /identity_providers|oidc/.test(text))).toEqual([]);
    expect(silent.length).toBeLessThan(bare.length / 20);
  });

  it('names a line where one is said', () => {
    const yaml = SPOKEN.filter(({ text }) =>
      /source: (?:yaml|template): .*?line \d|config\.template:\d/.test(text),
    );
    expect(yaml.length).toBeGreaterThan(20);
    for (const { name, text } of yaml)
      expect(`${startFaults(text).faults[0]!.option}`, name).toMatch(/configuration\.yml, line \d+$/);
  });

  it('shows no digest', () => {
    for (const { name, text } of SPOKEN)
      expect(JSON.stringify(explain(text)), name).not.toMatch(/c8p78n7pUMln0jzvd4aK4Q|JNRBzwAo0ek5/);
  });

  it('claims nothing where nothing is said', () => {
    for (const { name, text } of TEXTS.filter((one) => !SPOKEN.includes(one)))
      expect(explain(text), name).toEqual([]);
  });

  it('is moot once the program has started', () => {
    const failed = RECORDED.find(({ id }) => id === 'provider-jwks-missing')!.log;
    const well = RECORDED.find(({ id }) => id === 'right')!.log;
    const started = `${well}time="2026-11-26T19:12:00Z" level=info msg="Startup complete"\n`;
    expect(explain(failed + started)).toEqual([]);
    expect(explain(started + failed)[0]?.id).toBe('authelia-config-rejected');
    const warned = RECORDED.find(({ id }) => id === 'client-secret-clear')!.log;
    expect(explain(warned + started)[0]?.confidence).toBeLessThan(0.7);
  });

  it('is told in the words of rules that there are', () => {
    for (const { rule, says } of [...ROWS, ...COMPLAINTS])
      if (rule !== undefined) expect(IDS.has(rule), `${rule}: ${says}`).toBe(true);
    for (const { says, rule, wrong, fix } of [...ROWS, ...COMPLAINTS])
      expect(rule !== undefined || (wrong !== undefined && fix !== undefined), says).toBe(true);
  });
});

describe('what Authelia says when its start is checked', () => {
  it.each([
    ['storage', 'error pinging database: dial tcp: lookup db: no such host', 'storage'],
    [
      'storage',
      'the configured encryption key does not appear to be valid for this database which may occur if the encryption key was changed in the configuration without using the cli to change it in the database',
      'storage.encryption_key',
    ],
    ['ntp', 'the system clock is not synchronized accurately enough with the configured NTP server', 'ntp'],
    ['notification', 'notifier: smtp: failed to dial connection: dial tcp: i/o timeout', 'notifier'],
    ['user', 'error occurred dialing address: LDAP Result Code 200', 'authentication_backend'],
    [
      'session',
      'error initializing session backend: dial tcp redis:6379: connection refused',
      'session.redis',
    ],
  ])('%s: %s', (provider, error, option) => {
    const told = explain(
      `time="2026-11-26T19:10:00Z" level=error msg="Error occurred running a startup check" error="${error}" provider=${provider}`,
    );
    expect(told[0]?.fix.setting).toBe(option);
  });
});
