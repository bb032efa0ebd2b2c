// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ApplyState } from '../../../shared/host/apply.ts';
import { createFakeHost, HOME, standingOfApp } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

const RIGHTS = { right: 'a role that may write and view', reads: 'a role that may view', how: 'Make one.' };

async function openProvider() {
  const host = createFakeHost(HOME);
  let state: ApplyState['token']['state'] = 'none';
  host.handlers['provider.get'] = () => ({
    revision: '1',
    answered: null,
    comparable: true,
    adoptable: true,
    shared: [],
    apps: [{ ...standingOfApp('romm'), at_provider: { done: 0, changed: 0, total: 1, seen: false } }],
  });
  const view = (): ApplyState => ({
    product: 'Authelia',
    origin: 'https://auth.example.com',
    token: { ...RIGHTS, form: 'token', state },
  });
  host.handlers['apply.state'] = view;
  host.handlers['adopt.state'] = view;
  host.handlers['apply.forget-token'] = () => ({});
  host.handlers['adopt.forget-token'] = () => ({});
  const opened = await openApp(host, '#/w/h1/provider/authelia');
  return {
    host,
    ...opened,
    hold: () => {
      state = 'held';
    },
  };
}

describe('asking a provider to compare', () => {
  it.each([
    ['Does Authelia still have what you applied?', 'Compare…'],
    ['Clients at Authelia that your workspace doesn’t have', 'Look for them…'],
  ])('asks for a token that may read, and no more: %s', async (title, open) => {
    const { user } = await openProvider();
    const card = await screen.findByRole('region', { name: title });
    await user.click(await within(card).findByRole('button', { name: open }));
    expect(card.textContent).toContain('a role that may view');
    expect(card.textContent).not.toContain('write and view');
  });

  it('asks for no other token after a cut in the network, and has none in the page', async () => {
    const { host, user, app, hold } = await openProvider();
    host.handlers['apply.compare'] = () => {
      hold();
      return { refuse: 'apply-unreachable', message: 'No answer.' };
    };
    const card = await screen.findByRole('region', { name: /still have what you applied/ });
    await user.click(await within(card).findByRole('button', { name: 'Compare…' }));
    await user.type(within(card).getByLabelText('Access token of Authelia'), 'planted-TOKEN');
    await user.click(within(card).getByRole('button', { name: 'Compare' }));
    expect(await within(card).findByText('No answer.')).toBeTruthy();
    expect(await within(card).findByText(/is there until you leave this page/)).toBeTruthy();
    expect(within(card).queryByLabelText('Access token of Authelia')).toBeNull();
    expect(document.documentElement.outerHTML).not.toContain('planted-TOKEN');
    expect(JSON.stringify(app.store.getState())).not.toContain('planted-TOKEN');
    await user.click(within(card).getByRole('button', { name: 'Compare' }));
    const sent = host.calls.filter(({ name }) => name === 'apply.compare').map(({ input }) => input);
    expect(sent).toEqual([
      expect.objectContaining({ token: { value: 'planted-TOKEN', keep: false } }),
      expect.not.objectContaining({ token: expect.anything() }),
    ]);
  });
});
