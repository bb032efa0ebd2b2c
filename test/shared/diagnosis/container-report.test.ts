import { describe, expect, it } from 'vitest';
import { parseContainerProbe, whyNoProbe } from '../../../shared/diagnosis/container-report.ts';
import { diagnose } from '../../../shared/diagnosis/diagnose.ts';
import { containerSentence, explain } from '../../../shared/diagnosis/explain.ts';
import { tellsProvider } from '../../../shared/diagnosis/provider-variables.ts';
import { environmentOf } from '../../../shared/render/environment.ts';
import { APP_KINDS } from '../../../shared/workspace/kinds.ts';
import { connect } from '../../helpers/app-connection.ts';

interface Arrived {
  readonly name: string;
  readonly value?: string;
}

const yes = (is: boolean): string => (is ? 'yes' : 'no');

/** What the probe prints in a container that reaches the provider and has these variables. */
function printed(variables: readonly Arrived[], issuer: string): string {
  const env = variables.map(({ name, value }) =>
    value === undefined
      ? `env: ${name} unset`
      : `env: ${name} length=${Buffer.byteLength(value)} quotes=${yes(/^["']/.test(value))} dollar=${yes(value.includes('$'))} blank=${yes(/\s/.test(value))} digest=no`,
  );
  const values = variables
    .filter(({ value }) => value)
    .map(({ name, value }) => `value: ${`${name} ${value!.replace(/[\r\n\t]/g, ' ')}`.slice(0, 300)}`);
  return [
    'latchkey-probe 1 begin',
    `url: ${issuer}/.well-known/openid-configuration`,
    'clock: 1766000000',
    'name: ok 10.0.0.5',
    'with: curl',
    'checked: yes',
    'exit: 0',
    'status: 200',
    'server-date: Wed, 17 Dec 2025 19:33:20 GMT',
    `issuer: ${issuer}`,
    ...env,
    ...values,
    'latchkey-probe 1 end',
  ].join('\n');
}

/** Every app that is told something by its environment. */
const APPS = APP_KINDS.flatMap((kind) => {
  const connection = connect({ kind });
  const planned = environmentOf(connection);
  return planned.length === 0 ? [] : [{ kind, connection, planned }];
});

/** How a value comes to be another one. */
const CHANGES: readonly (readonly [what: string, change: (value: string) => string | undefined])[] = [
  ['not there', () => undefined],
  ['empty', () => ''],
  ['quoted', (value) => `"${value}"`],
  ['with a line break of Windows', (value) => `${value}\r`],
  ['with http', (value) => value.replace(/^https:/, 'http:')],
  ['without its scheme', (value) => value.replace(/^https?:\/\//, '')],
  ['on another host', (value) => value.replace(/^(https?:\/\/)[^/:]+/, '$1elsewhere.example.org')],
  ['of another app', () => 'somethingElse'],
];

describe('what a container’s environment holds', () => {
  it('is known for many apps', () => expect(APPS.length).toBeGreaterThan(20));

  it.each(APPS)('as planned is well, and said so: $kind', ({ connection, planned }) => {
    const issuer = connection.provider_metadata.issuer;
    const text = printed(planned, issuer);
    const check = parseContainerProbe(text, connection, planned);
    expect(check).toMatchObject({ status: 'pass', findings: [] });
    expect(check?.summary).toContain('as in the workspace');
    const context = { connections: [connection], environmentOf };
    expect(explain(text, context)).toEqual([]);
    expect(containerSentence(text, context)).toBe(check?.summary);
  });

  it.each(APPS)('is compared, variable by variable: $kind', ({ connection, planned }) => {
    const issuer = connection.provider_metadata.issuer;
    for (const { name, value } of planned)
      for (const [what, change] of CHANGES) {
        const changed = change(value);
        if (changed === value || (value === '' && changed === '')) continue;
        const variables = [
          ...planned.map((one) =>
            one.name === name ? { name, ...(changed === undefined ? {} : { value: changed }) } : one,
          ),
          { name: 'LATCHKEY_OTHER', value: 'x' },
        ];
        const check = parseContainerProbe(printed(variables, issuer), connection, planned)!;
        expect([what, check.findings.map(({ data }) => data['variable'])]).toEqual([what, [name]]);
        const [first, ...others] = diagnose([check], connection);
        expect(others).toEqual([]);
        expect(first).toMatchObject({ side: 'app', fix: { setting: name } });
        expect(first!.confidence).toBeGreaterThanOrEqual(0.9);
      }
  });

  it.each(APPS)(
    'that never arrived is one cause, not one for each variable: $kind',
    ({ connection, planned }) => {
      const none = [{ name: 'FIRST' }, ...planned.map(({ name }) => ({ name }))];
      const check = parseContainerProbe(
        printed(none, connection.provider_metadata.issuer),
        connection,
        planned,
      )!;
      expect(diagnose([check], connection).map(({ id }) => id)).toEqual(['environment-not-loaded']);
    },
  );

  it('that is written in another way is the same', () => {
    const connection = connect({ kind: 'romm' });
    const issuer = connection.provider_metadata.issuer;
    const planned = [
      { name: 'ON', value: 'true' },
      { name: 'OFF', value: '0' },
      { name: 'ALLOWED', value: 'a, b', isList: true },
      { name: 'LONG', value: 'x'.repeat(400) },
    ];
    const seen = [
      { name: 'ON', value: '1' },
      { name: 'OFF', value: 'False' },
      { name: 'ALLOWED', value: 'c b,a' },
      { name: 'LONG', value: 'x'.repeat(400) },
    ];
    expect(parseContainerProbe(printed(seen, issuer), connection, planned)?.findings).toEqual([]);
  });

  const TOLD = APPS.flatMap(({ kind, connection, planned }) => {
    const issuer = connection.provider_metadata.issuer;
    const own = planned.find(({ name, value }) => tellsProvider(name) && value.startsWith(issuer));
    return own === undefined ? [] : [{ kind, issuer, own }];
  });

  it('many apps are told the provider by a variable', () => expect(TOLD.length).toBeGreaterThan(5));

  it.each(TOLD)('shows another provider where no workspace is given: $kind', ({ issuer, own }) => {
    const judged = (value: string) =>
      parseContainerProbe(
        printed(
          [
            { name: own.name, value },
            { name: 'OTHER', value: 'x' },
          ],
          issuer,
        ),
      )!;
    expect(judged(own.value).findings).toEqual([]);
    expect(judged(`${own.value}/`).findings).toEqual([]);
    for (const [what, how] of [
      [own.value.replace(/^https:/, 'http:'), 'scheme'],
      [own.value.replace(/^https:\/\//, ''), 'malformed'],
      [own.value.replace(/^(https:\/\/)[^/]+/, '$1elsewhere.example.org'), 'host'],
      [own.value.replace(/^https:\/\/[^/]+/, 'http://127.0.0.1:9091'), 'internal'],
      [own.value.replace(/^(https:\/\/[^/]+)/, '$1:8443'), 'port'],
    ] as const) {
      const [found, ...others] = judged(what).findings;
      expect(others).toEqual([]);
      expect(found).toMatchObject({ code: 'container-value-differs', data: { variable: own.name, how } });
    }
  });

  it.each([
    ['python3', '1', 'python3: [Errno 2] No such file or directory'],
    ['curl', '77', 'curl: (77) error setting certificate verify locations:  CAfile: /certs/ca.pem'],
    ['curl', '77', ''],
  ])('names a CA file that is not there: %s %s %s', (tool, exit, error) => {
    const text = printed([], 'https://auth.example.org')
      .replace('with: curl', `with: ${tool}`)
      .replace('exit: 0\nstatus: 200', `exit: ${exit}\nstatus: `)
      .replace(/issuer: .*/, `issuer: \nerror: ${error}`)
      .replace(/server-date: .*/, 'server-date: ');
    expect(explain(text)[0]).toMatchObject({ id: 'ca-file-missing', side: 'app' });
  });

  it('shows no part of a secret, whatever is compared', () => {
    const connection = connect({ kind: 'romm' });
    const planned = environmentOf(connection);
    expect(planned.map(({ name }) => name).filter((name) => /SECRET|PASSWORD/.test(name))).toEqual([]);
  });
});

describe('what Docker says in place of the probe', () => {
  it.each([
    ['Error response from daemon: No such container: wiki', /No container here is called wiki\..*docker ps/],
    ['Error: No such container: wiki_1', /called wiki_1\./],
    ['Error response from daemon: Container 0f3c is not running', /container 0f3c is not running/],
    ['Error response from daemon: container 0f3c is not running', /container 0f3c is not running/],
    [
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown',
      /no shell/,
    ],
    [
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      /Docker does not run/,
    ],
    [
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://…": dial unix /var/run/docker.sock: connect: permission denied',
      /may not use Docker/,
    ],
    ['bash: docker: command not found', /no “docker”/],
    ['sh: 1: docker: not found', /no “docker”/],
  ])('“%s” is understood', (said, told) => {
    expect(parseContainerProbe(said)).toBeUndefined();
    expect(whyNoProbe(said)).toMatch(told);
  });

  it('is nothing in other texts', () => {
    for (const other of ['', 'login failed', 'docker ps', 'The container is running'])
      expect(whyNoProbe(other)).toBeUndefined();
  });
});
