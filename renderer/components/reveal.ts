/** What the bars at the upper and the lower edge of the window lie over, as the style sheet has it. */
function edges(): { readonly upper: number; readonly lower: number } {
  const style = getComputedStyle(document.documentElement);
  const lengthOf = (value: string) => Number.parseFloat(value) || 0;
  return {
    upper: lengthOf(style.scrollPaddingTop),
    lower: window.innerHeight - lengthOf(style.scrollPaddingBottom),
  };
}

/** Scrolls to what a person is led to, if it is out of view. What is in view stays where it is, and all else with it. */
export function reveal(element: Element | null | undefined, block: 'center' | 'nearest' = 'center'): void {
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  const { upper, lower } = edges();
  if (top >= upper && bottom <= lower) return;
  element.scrollIntoView?.({ block });
}

/** Brings the head of what comes next up, if what it heads has not a third of the window below it. */
export function revealHead(element: Element | null | undefined): void {
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  const { upper, lower } = edges();
  if (top >= upper && bottom <= lower - (lower - upper) / 3) return;
  element.scrollIntoView?.({ block: 'start' });
}

/** Scrolls no further than is needed to see all of what a press has opened, or as much as fits below its beginning. */
export function revealWhole(element: Element | null | undefined): void {
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  const { upper, lower } = edges();
  const hidden = Math.min(bottom - lower, top - upper);
  if (hidden > 0) window.scrollBy(0, hidden);
}
