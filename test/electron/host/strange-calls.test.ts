import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CALLS, type CallName } from '../../../shared/host.ts';
import { jsonInput } from '../../helpers/malformed.ts';
import { testHost } from '../../helpers/test-host.ts';

/**
 * Calls that don't suit a test with thousands of calls; for example, one starts a server and one ends the
 * host.
 */
const LEFT_OUT: readonly CallName[] = ['practice.start', 'session.quit', 'exports.save', 'workspace.new'];

it('no strange input finds a bug in a handler', { timeout: 120_000 }, async () => {
  const host = testHost();
  let view = await host.must('workspace.new', { name: 'Home' });
  const { handle } = view;
  const put = async (change: Parameters<typeof host.must<'workspace.update'>>[1]['change']) => {
    view = await host.must('workspace.update', { handle, revision: view.revision, change });
  };
  await put({ op: 'put-provider', id: 'home', entry: { kind: 'authelia', url: 'https://auth.example.com' } });
  await put({
    op: 'put-app',
    id: 'memos',
    entry: { kind: 'memos', url: 'https://memos.example.com', provider: 'home' },
  });

  const name = fc.constantFrom(
    ...(Object.keys(CALLS) as CallName[]).filter((one) => !LEFT_OUT.includes(one)),
  );
  const id = fc.constantFrom('memos', 'home', 'nope', 'constructor', 'a', 'tostring');
  const odd = fc.constantFrom(
    '',
    ' ',
    '../x',
    '/etc/passwd',
    '__proto__',
    'constructor',
    'x'.repeat(300),
    '\u0000',
    '\ud800',
    'https://a.example',
    '127.0.0.1',
  );
  // Keys of the contract, with values that are valid often enough to reach the handlers.
  const plausible = fc.record(
    {
      handle: fc.constantFrom(handle, handle, handle, 'other'),
      app: id,
      owner: id,
      purpose: fc.constantFrom(
        'client_id',
        'client_secret',
        'hmac_secret',
        'jwks_key',
        'client_secret_previous',
      ),
      value: odd,
      path: odd,
      step: odd,
      done: fc.boolean(),
      key: odd,
      url: odd,
      text: odd,
      output: odd,
      login: fc.constantFrom('a', 'x_-'),
      what: fc.constantFrom('recovery-sheet', 'bundle'),
      revision: fc.constantFrom(view.revision, 'old'),
      forget_secrets: fc.boolean(),
      target: fc.oneof(
        fc.record({ kind: fc.constantFrom('app', 'provider'), id }),
        fc.record({ kind: fc.constant('file'), path: odd }),
        fc.record({ kind: fc.constant('field'), path: odd, step: odd, field: fc.nat(5) }),
        fc.record({ kind: fc.constant('secret'), owner: id, purpose: fc.constant('client_secret') }),
      ),
      change: fc.oneof(
        fc.record({ op: fc.constant('set-name'), name: odd }),
        fc.record({
          op: fc.constant('put-app'),
          id,
          entry: fc.record({ kind: fc.constant('memos'), url: odd, provider: id }),
        }),
        fc.record({
          op: fc.constant('put-provider'),
          id,
          entry: fc.record({ kind: fc.constant('oidc'), url: odd }),
        }),
      ),
      theme: fc.constantFrom('dark', 'pink'),
      name: odd,
      draft: fc.record({ app: fc.record({ kind: fc.constant('romm'), url: odd, provider: id }) }),
    },
    { requiredKeys: ['handle'] },
  );
  /** Only the keys that the call accepts, so that many inputs pass the schema. */
  const fitting = fc.tuple(name, plausible).map(([call, input]) => {
    const shape = 'shape' in CALLS[call].input ? Object.keys(CALLS[call].input.shape as object) : [];
    return [call, Object.fromEntries(Object.entries(input).filter(([key]) => shape.includes(key)))] as const;
  });
  const strange = fc.oneof(
    { weight: 9, arbitrary: fitting },
    { weight: 1, arbitrary: fc.tuple(name, jsonInput) },
  );

  const codes = new Map<string, number>();
  const bugs: string[] = [];
  await fc.assert(
    fc.asyncProperty(strange, async ([call, input]) => {
      const answer = await host.call(call, input as never);
      const code = answer.ok ? 'ok' : answer.error.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (code === 'internal') bugs.push(`${call} ${JSON.stringify(input)} ${host.log.at(-1)}`);
    }),
    { numRuns: 2_500, seed: 7, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true },
  );
  expect(bugs.slice(0, 5)).toEqual([]);
  expect(codes.get('ok')).toBeGreaterThan(100);
  expect(codes.size).toBeGreaterThan(8);
  await host.close();
});
