import { describe, expect, it } from 'vitest';
import { createBroadcast } from '../../../electron/host/broadcast.ts';

describe('an event that must not be lost', () => {
  it('waits for the next listener, in order, and is told once', () => {
    const events = createBroadcast<number>();
    const first: number[] = [];
    const second: number[] = [];
    const signal = new AbortController().signal;
    events.deliver(1);
    events.deliver(2);
    // A plain event is for those who listen.
    events.send(99);
    events.listen((event) => first.push(event), signal);
    events.listen((event) => second.push(event), signal);
    events.deliver(3);
    expect([first, second]).toEqual([[1, 2, 3], [3]]);
  });

  it('waits while a page is replaced by another', () => {
    const events = createBroadcast<number>();
    const page = new AbortController();
    const told: number[] = [];
    events.listen(() => told.push(-1), page.signal);
    page.abort();
    events.deliver(1);
    events.listen((event) => told.push(event), new AbortController().signal);
    expect(told).toEqual([1]);
  });
});
