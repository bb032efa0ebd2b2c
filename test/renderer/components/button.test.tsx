// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from '../../../renderer/components/button.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** What stands in a button that has been busy for a while, in order. */
async function busy(button: React.ReactNode) {
  vi.useFakeTimers();
  const { container } = render(button);
  await act(() => vi.advanceTimersByTimeAsync(1000));
  return [...container.querySelector('button')!.childNodes].map((one) =>
    one.nodeType === Node.TEXT_NODE
      ? one.textContent
      : ((one as Element).getAttribute('class') ?? (one as Element).tagName),
  );
}

describe('a busy button', () => {
  it('has its spinner in the place of its icon, never beside its words', async () => {
    expect(
      await busy(
        <Button icon="check" busy>
          Check
        </Button>,
      ),
    ).toEqual(['spinner', 'Check']);
    expect(
      await busy(
        <Button iconAfter="next" busy>
          Continue
        </Button>,
      ),
    ).toEqual(['Continue', 'spinner']);
    // The words keep their room below it, and are still heard.
    expect(await busy(<Button busy>Test all</Button>)).toEqual(['Test all', 'spinner over']);
  });
});
