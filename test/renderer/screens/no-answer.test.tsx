// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeHost, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

describe('a question that failed', () => {
  it.each([
    ['overview.get', '#/w/h1'],
    ['provider.get', '#/w/h1/provider/authelia'],
    ['secrets.status', '#/w/h1/connect/romm/secrets'],
  ] as const)('%s says why, and is asked again', async (name, place) => {
    const host = createFakeHost(HOME);
    const well = host.handlers[name]!;
    const broken = () => ({ refuse: 'io', message: 'The disk is full.' });
    Object.assign(host.handlers, { [name]: broken });
    const { user } = await openApp(host, place);
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    Object.assign(host.handlers, { [name]: well });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByText('The disk is full.')).toBeNull());
  });
});
