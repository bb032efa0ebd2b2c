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

/** Scrolls no further than is needed to see how something begins that has just come, such as what a press has opened. */
export function revealBeginning(element: Element | null | undefined, enough = 120): void {
  if (!element) return;
  const { top, bottom } = element.getBoundingClientRect();
  const hidden = Math.min(bottom, top + enough) - edges().lower;
  if (hidden > 0) window.scrollBy(0, hidden);
}
