import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PastedLines } from '../../../electron/commands/pasted-lines.ts';

const open = () => {
  const input = new PassThrough();
  const lines = new PastedLines(input);
  const taken: string[] = [];
  let ended = false;
  const take = () =>
    lines.each(
      (line) => taken.push(line),
      () => {
        ended = true;
      },
    );
  return { input, lines, taken, take, isEnded: () => ended };
};

describe('standard input by lines', () => {
  it('gives the JSON that comes first, over several lines, and then what follows', async () => {
    const { input, lines, taken, take, isEnded } = open();
    input.write('{"app": {\n "client_secret": "x}"}\n}\nfirst\nsecond\n');
    const json = await lines.json(1000);
    expect(json.ok && JSON.parse(json.value)).toEqual({ app: { client_secret: 'x}' } });
    take();
    input.write('third\n');
    await turn();
    expect(taken).toEqual(['first', 'second', 'third']);
    input.end();
    await turn();
    expect(isEnded()).toBe(true);
    lines.close();
  });

  it('gives what there is when the input ends, and says so to whoever takes lines later', async () => {
    const { input, lines, taken, take, isEnded } = open();
    input.end('{"half":\n');
    expect(await lines.json(1000)).toEqual({ ok: true, value: '{"half":\n' });
    take();
    expect(taken).toEqual([]);
    expect(isEnded()).toBe(true);
  });

  it('takes no more than it may', async () => {
    const { input, lines } = open();
    input.write(`{"a": "${'x'.repeat(200)}"}\n`);
    expect(await lines.json(100)).toMatchObject({ ok: false, error: { code: 'input-too-big' } });
    lines.close();
  });
});
