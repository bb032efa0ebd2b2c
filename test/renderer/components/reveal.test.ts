// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reveal, revealHead, revealWhole } from '../../../renderer/components/reveal.ts';

/** An element between these two edges of a window that is 800 high, with bars of 50 and 70. */
function at(top: number, bottom: number) {
  const element = document.createElement('div');
  element.getBoundingClientRect = () => ({ top, bottom }) as DOMRect;
  const into = vi.fn();
  element.scrollIntoView = into;
  return { element, into };
}
beforeEach(() => {
  window.innerHeight = 800;
  vi.spyOn(window, 'scrollBy').mockImplementation(() => undefined);
  vi.spyOn(window, 'getComputedStyle').mockReturnValue({
    scrollPaddingTop: '50px',
    scrollPaddingBottom: '70px',
  } as CSSStyleDeclaration);
});
afterEach(() => vi.restoreAllMocks());

describe('what a person is led to', () => {
  it.each([
    [100, 300, false],
    [50, 730, false],
    [40, 300, true],
    [100, 740, true],
    [900, 950, true],
  ])('from %d to %d is scrolled to: %s', (top, bottom, scrolls) => {
    const { element, into } = at(top, bottom);
    reveal(element);
    expect(into.mock.calls).toEqual(scrolls ? [[{ block: 'center' }]] : []);
    reveal(null);
  });
});

describe('the head of what comes next', () => {
  it.each([
    [60, 90, false],
    [400, 440, false],
    // In view, but what it heads is not.
    [600, 640, true],
    [40, 70, true],
    [900, 940, true],
  ])('from %d to %d is brought to the upper edge: %s', (top, bottom, scrolls) => {
    const { element, into } = at(top, bottom);
    revealHead(element);
    expect(into.mock.calls).toEqual(scrolls ? [[{ block: 'start' }]] : []);
    revealHead(null);
  });
});

describe('what a press has opened', () => {
  it.each([
    // All of it, where there is room; else its beginning stays in view.
    [600, 900, 170],
    [600, 2000, 550],
    [100, 300, undefined],
    [60, 2000, 10],
    [20, 2000, undefined],
  ])('from %d to %d moves the page by %s', (top, bottom, by) => {
    revealWhole(at(top, bottom).element);
    expect(vi.mocked(window.scrollBy).mock.calls).toEqual(by === undefined ? [] : [[0, by]]);
  });
});
