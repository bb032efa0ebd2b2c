// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createFakeHost, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

it.each([
  ['the overview', '#/w/h1/upgrade-provider/authelia/4.39', 'Overview', '#/w/h1'],
  [
    'the provider’s screen',
    '#/w/h1/upgrade-provider/authelia/4.39?from=provider',
    'Authelia',
    '#/w/h1/provider/authelia',
  ],
  ['an app there', '#/w/h1/upgrade-app/romm/5.1?from=provider', 'Authelia', '#/w/h1/provider/authelia'],
])('what another version changes leads back to where one came from: %s', async (_, at, name, back) => {
  const host = createFakeHost(HOME);
  host.handlers['upgrade.forecast'] = () => ({ refuse: 'no-such-app', message: 'Not here.' });
  const { user } = await openApp(host, at);
  await user.click(await screen.findByRole('button', { name }));
  await waitFor(() => expect(window.location.hash).toBe(back));
});
