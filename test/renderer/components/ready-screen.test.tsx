// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { readyScreen } from '../../../renderer/components/ready-screen.tsx';

afterEach(cleanup);

it('draws a screen whose code was fetched before at once, and waits for another', async () => {
  const load = vi.fn(async () => ({ default: ({ name }: { readonly name: string }) => <h1>{name}</h1> }));
  const shown = ({ Screen }: ReturnType<typeof readyScreen<{ readonly name: string }>>) =>
    render(
      <Suspense fallback="Starting">
        <Screen name="Practice" />
      </Suspense>,
    );
  const late = readyScreen(load);
  shown(late);
  expect(screen.queryByRole('heading')).toBeNull();
  expect(await screen.findByRole('heading', { name: 'Practice' })).toBeTruthy();
  cleanup();

  const ready = readyScreen(load);
  ready.fetch();
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2));
  await Promise.resolve();
  shown(ready);
  expect(screen.getByRole('heading', { name: 'Practice' })).toBeTruthy();
});
