import fc from 'fast-check';
import { CALLS, STREAMS } from '../../shared/host.ts';

const names = [...Object.keys(CALLS), ...Object.keys(STREAMS)];

/** Names as a broken or hostile page might send them. */
export const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...names) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'session.',
      '',
      'session.info\0',
      '../session.info',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
);

const hostile = fc.constantFrom<unknown>(
  null,
  [],
  '',
  0,
  -1,
  1e308,
  true,
  'a'.repeat(5_000),
  { __proto__: null, handle: '../../etc/passwd' },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  { constructor: { prototype: { polluted: true } } },
  { handle: 'x', app: 'A', extra: 1 },
  { url: 'javascript:alert(1)' },
  { path: '\0' },
);

/** Inputs that JSON can carry; the handlers of the tests accept none of them. */
export const jsonInput = fc.oneof(
  hostile,
  fc.jsonValue({ maxDepth: 5 }),
  fc.record({
    handle: fc.oneof(fc.string(), fc.constant('h1'), fc.integer()),
    app: fc.oneof(fc.string(), fc.constant('memos'), fc.constant(null)),
    path: fc.oneof(fc.string(), fc.constant('/etc/passwd')),
  }),
);

/** Inputs that structured clone can carry, including values that JSON can't. */
export const clonedInput = fc.oneof(
  jsonInput,
  fc.constantFrom<unknown>(
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    10n,
    new Date(0),
    new Map([['a', 1]]),
    new Set([1]),
    new Uint8Array(8),
    /x/,
    new Error('x'),
    cycle(),
    deep(5_000),
    new Array(1_000_000),
    Array.from({ length: 30_000 }, () => 0),
    { theme: undefined },
  ),
);

function cycle(): unknown {
  const self: Record<string, unknown> = {};
  self['self'] = self;
  return self;
}

function deep(levels: number): unknown {
  let value: unknown = 0;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}
