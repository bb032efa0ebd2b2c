// @vitest-environment jsdom
import { waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Workspace } from '../../../shared/workspace/types.ts';
import { createFakeHost, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

const COUNT = 300;
const MANY: Workspace = {
  ...HOME,
  apps: Object.fromEntries(
    Array.from({ length: COUNT }, (_, index) => [
      `app${index}`,
      { ...HOME.apps['romm']!, client_name: `App ${index}`, url: `https://app${index}.example.com` },
    ]),
  ),
};
const cards = () => [...document.querySelectorAll('.app-item')];

describe('an overview of many apps', () => {
  it('shows the first apps before the others, tells how many there are, and ends with all of them', async () => {
    const seen: { cards: number; sizes: (string | null)[] }[] = [];
    const observer = new MutationObserver(() => {
      const now = cards();
      if (now.length > 0 && now.length !== seen.at(-1)?.cards)
        seen.push({ cards: now.length, sizes: now.map((card) => card.getAttribute('aria-setsize')) });
    });
    observer.observe(document.body, { childList: true, subtree: true });
    await openApp(createFakeHost(MANY), '#/w/h1');
    await waitFor(() => expect(cards()).toHaveLength(COUNT), { timeout: 20_000 });
    observer.disconnect();
    const [first] = seen;
    expect(first!.cards).toBeLessThan(COUNT / 3);
    // As long as some are missing, the list still says its whole length.
    for (const { cards: shown, sizes } of seen)
      expect(new Set(sizes)).toEqual(new Set([shown < COUNT ? String(COUNT) : null]));
    expect(cards().map((card) => card.querySelector('b')?.textContent)).toEqual(
      Object.values(MANY.apps).map(({ client_name, version }) => `${client_name} ${version}`),
    );
  }, 60_000);
});
