import { describe, expect, it } from 'vitest';
import { parseContainerProbe } from '../../../shared/diagnosis/container-report.ts';
import { diagnose } from '../../../shared/diagnosis/diagnose.ts';
import { FINDING_CODES } from '../../../shared/diagnosis/findings.ts';
import { settleReport } from '../../../shared/diagnosis/own-authority.ts';
import { makeReport } from '../../../shared/diagnosis/report.ts';
import type { Check } from '../../../shared/diagnosis/types.ts';
import { check, connectionOf, finding } from './setups.ts';

const warned: Check = { ...check('P2', [finding('tls-private-ca', {}, 'warn')]), status: 'warn' };
const good = (id: 'P1' | 'P6' | 'P7' | 'P8'): Check => ({ ...check(id, []), status: 'pass' });
const RUN = [good('P1'), warned, good('P6'), good('P7'), good('P8')];
const CA = { provider: { ca_file: '/ca.pem' } };

/** The block that the container probe prints. */
const probe = (lines: readonly string[]) =>
  parseContainerProbe(['latchkey-probe 1 begin', ...lines, 'latchkey-probe 1 end'].join('\n'))!;
const SEEN = [
  'url: https://auth.example.com/.well-known/openid-configuration',
  'name: ok 10.0.0.2',
  'with: python3',
  'status: 200',
  'checked: yes',
  'issuer: https://auth.example.com',
];

describe('the warning that only this machine knows the authority', () => {
  it('stands as long as nothing is known of the app', () => {
    const report = makeReport(RUN, connectionOf('authelia', 'romm', CA));
    expect(report.result).toBe('warn');
    expect(report.diagnoses.map(({ id }) => id)).toEqual(['untrusted-certificate']);
    expect(report.diagnoses[0]!.fix.text).toContain('trusts_ca: true');
  });

  it.each([
    ['a person says so', { ...CA, app: { trusts_ca: true } }],
    ['RomM has its file', { ...CA, app: { settings: { tls_ca_certfile: '/romm/ca.pem' } } }],
  ])('goes when %s', (_, change) => {
    const report = makeReport(RUN, connectionOf('authelia', 'romm', change));
    expect(report.diagnoses).toEqual([]);
    expect(report.result).toBe('pass');
  });

  it('goes when the container was seen to accept the certificate, and nothing else goes', () => {
    const report = makeReport(RUN, connectionOf('authelia', 'romm', CA));
    const settled = settleReport(report, probe(SEEN));
    expect(settled.diagnoses).toEqual([]);
    expect(settled.result).toBe('pass');
    const failing = makeReport(
      [...RUN, check('S17', [finding('claim-missing', { claim: 'email' })])],
      connectionOf('authelia', 'romm', CA),
    );
    const left = settleReport(failing, probe(SEEN));
    expect(left.result).toBe('fail');
    expect(left.diagnoses.map(({ id }) => id)).toEqual(
      failing.diagnoses.map(({ id }) => id).filter((id) => id !== 'untrusted-certificate'),
    );
  });

  it.each([
    ['the certificate was not checked', SEEN.map((line) => line.replace('checked: yes', 'checked: no'))],
    [
      'the container could not get through',
      [SEEN[0]!, 'name: ok 10.0.0.2', 'error: certificate verify failed', 'exit: 60'],
    ],
  ])('stays when %s', (_, lines) => {
    const report = makeReport(RUN, connectionOf('authelia', 'romm', CA));
    expect(settleReport(report, probe(lines))).toBe(report);
  });

  it('never goes for a certificate that is not trusted here either', () => {
    const failed = makeReport(
      [check('P2', [finding('tls-unknown-ca')])],
      connectionOf('authelia', 'romm', { ...CA, app: { trusts_ca: true } }),
    );
    expect(failed.diagnoses.map(({ id }) => id)).toContain('untrusted-certificate');
  });

  it('hides no other cause, whatever else was found', () => {
    for (const provider of ['authelia', 'authentik', 'other']) {
      for (const app of ['memos', 'romm', 'kestra']) {
        const connection = connectionOf(provider, app, CA);
        for (const code of FINDING_CODES) {
          if (/^tls-(?:private-ca|unknown-ca|self-signed)$/.test(code)) continue;
          for (const [id, severity] of [
            ['S10', 'fail'],
            ['S9', 'info'],
            ['A1', 'fail'],
          ] as const) {
            const other: Check = {
              ...check(id, [finding(code, id === 'A1' ? { place: 'container' } : {}, severity)]),
              ...(severity === 'info' ? { status: 'inconclusive' as const } : {}),
            };
            const ids = (checks: readonly Check[]) =>
              diagnose(checks, connection)
                .map((one) => one.id)
                .filter((one) => one !== 'untrusted-certificate');
            expect(ids([warned, other]), `${provider}, ${app}: ${id} ${code}`).toEqual(ids([other]));
          }
        }
      }
    }
  });
});
