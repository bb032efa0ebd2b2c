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
    const changed: string[] = [];
    const observer = new MutationObserver((records) => {
      for (const { type, target } of records)
        if (type === 'attributes' && (target as Element).closest('.app-item'))
          changed.push((target as Element).outerHTML.slice(0, 80));
      const now = cards();
      if (now.length > 0 && now.length !== seen.at(-1)?.cards)
        seen.push({ cards: now.length, sizes: now.map((card) => card.getAttribute('aria-setsize')) });
    });
    observer.observe(document.body, { childList: true, subtree: true, attributes: true });
    await openApp(createFakeHost(MANY), '#/w/h1');
    await waitFor(() => expect(cards()).toHaveLength(COUNT), { timeout: 20_000 });
    observer.disconnect();
    const [first] = seen;
    expect(first!.cards).toBeLessThan(COUNT / 3);
    // The list says its whole length while some are missing, and afterwards: no row changes when the last ones come.
    for (const { sizes } of seen) expect(new Set(sizes)).toEqual(new Set([String(COUNT)]));
    expect(changed).toEqual([]);
    expect(cards().map((card) => card.querySelector('b')?.textContent)).toEqual(
      Object.values(MANY.apps).map(({ client_name, version }) => `${client_name} ${version}`),
    );
  }, 60_000);

  it('says the length of each provider’s list from the first on, a short one behind another, too', async () => {
    const EACH = 40;
    const two: Workspace = {
      ...MANY,
      providers: { ...HOME.providers, other: Object.values(HOME.providers)[0]! },
      apps: Object.fromEntries(
        Object.entries(MANY.apps)
          .slice(0, 2 * EACH)
          .map(([id, app], index) => [id, index < EACH ? app : { ...app, provider: 'other' }]),
      ),
    };
    const sizes = new Set<string | null>();
    const counts = new Set<number>();
    const observer = new MutationObserver(() => {
      counts.add(cards().length);
      for (const card of cards()) sizes.add(card.getAttribute('aria-setsize'));
    });
    observer.observe(document.body, { childList: true, subtree: true });
    await openApp(createFakeHost(two), '#/w/h1');
    await waitFor(() => expect(cards()).toHaveLength(2 * EACH), { timeout: 20_000 });
    observer.disconnect();
    // The second list was there in part.
    expect([...counts].some((count) => count > EACH && count < 2 * EACH)).toBe(true);
    expect(sizes).toEqual(new Set([String(EACH)]));
  }, 60_000);
});
