import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchTime } from '../../../../electron/services/login/wall-time.ts';

afterEach(() => vi.useRealTimers());

describe('the wait for a person', () => {
  const run = (jump: { wall: number; mono: number }) => {
    vi.useFakeTimers();
    const extra = { wall: 0, mono: 0 };
    const over = vi.fn<(slept: boolean) => void>();
    const base = Date.now();
    const watch = watchTime(180, over, {
      wall: () => Date.now() + extra.wall,
      mono: () => Date.now() - base + extra.mono,
    });
    vi.advanceTimersByTime(5000);
    expect(over).not.toHaveBeenCalled();
    Object.assign(extra, jump);
    vi.advanceTimersByTime(1000);
    return { over, watch };
  };

  it('ends when the machine slept past it, whichever clock went on', () => {
    expect(run({ wall: 600_000, mono: 0 }).over).toHaveBeenCalledExactlyOnceWith(true);
    expect(run({ wall: 600_000, mono: 600_000 }).over).toHaveBeenCalledExactlyOnceWith(true);
  });

  it('goes on after a short sleep, and when the wall clock is put back', () => {
    const { over } = run({ wall: 60_000, mono: 0 });
    expect(over).not.toHaveBeenCalled();
    const back = run({ wall: -600_000, mono: 0 });
    expect(back.over).not.toHaveBeenCalled();
    vi.advanceTimersByTime(180_000);
    expect(back.over).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('says nothing once stopped', () => {
    const { over, watch } = run({ wall: 0, mono: 0 });
    watch.stop();
    vi.advanceTimersByTime(600_000);
    expect(over).not.toHaveBeenCalled();
  });
});
