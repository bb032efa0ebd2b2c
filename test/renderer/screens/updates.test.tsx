// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeHost, type FakeHost, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

/** A host with a page of releases. `asked` counts the questions. */
function host(latest: string, given: { updates?: boolean; releases?: boolean } = {}) {
  const fake = createFakeHost(HOME);
  const info = fake.handlers['session.info']!;
  const state = { asked: 0 };
  Object.assign(fake.handlers, {
    'session.info': () => {
      const session = info({}) as ReturnType<FakeHost['handlers']['session.info'] & (() => object)>;
      return {
        ...(session as object),
        releases: given.releases ?? true,
        settings: { theme: 'system', updates: given.updates ?? false },
      };
    },
    'updates.check': () => {
      state.asked++;
      const url = 'https://releases.example.com/latest';
      return { current: '0.1.0', latest, newer: latest !== '0.1.0', notes: '- <b>faster</b>\n- safer', url };
    },
  });
  return { fake, state };
}

describe('updates', () => {
  it('are asked for by nobody but the person', async () => {
    const { fake, state } = host('0.2.0');
    const { user } = await openApp(fake, '#/settings');
    expect(state.asked).toBe(0);
    await user.click(await screen.findByRole('button', { name: 'Check for updates now' }));
    expect(await screen.findByText('Latchkey 0.2.0 is out')).toBeTruthy();
    // Notes are text, whatever they hold.
    expect(document.querySelector('.release-notes')!.textContent).toBe('- <b>faster</b>\n- safer');
    expect(screen.getByRole('link', { name: /Open its page/ }).getAttribute('href')).toBe(
      'https://releases.example.com/latest',
    );
    expect(state.asked).toBe(1);
  });

  it('are asked for once at the start when that is switched on', async () => {
    const { fake, state } = host('0.2.0', { updates: true });
    const { app } = await openApp(fake, '#/');
    await act(async () => {});
    expect(await screen.findByText(/Latchkey 0\.2\.0 is out\. Settings/)).toBeTruthy();
    await act(() => app.actions.go({ at: 'settings' }));
    expect(await screen.findByText('Latchkey 0.2.0 is out')).toBeTruthy();
    expect(state.asked).toBe(1);
  });

  it('are not spoken of where this version is the newest, and not offered by a build without releases', async () => {
    const first = host('0.1.0');
    const { user } = await openApp(first.fake, '#/settings');
    await user.click(await screen.findByRole('button', { name: 'Check for updates now' }));
    expect(await screen.findByText('You have the newest version, 0.1.0.')).toBeTruthy();
    closeApps();
    await openApp(host('0.2.0', { releases: false }).fake, '#/settings');
    await screen.findByRole('heading', { name: 'About' });
    expect(screen.queryByRole('button', { name: 'Check for updates now' })).toBeNull();
  });
});
