// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeHost, HOME, SESSION } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

describe('the start', () => {
  it('says what this is, with two doors', async () => {
    await openApp(createFakeHost());
    expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/One login/);
    expect(screen.getByRole('button', { name: /^Connect an app/ })).toBeTruthy();
    expect(screen.getByRole('button', { name: /practice provider/ })).toBeTruthy();
  });

  it('names recent files by their names, and their folders only where two have one name', async () => {
    const host = createFakeHost();
    const at = '2026-11-20T10:00:00.000Z';
    const recent = [
      ['Home', '/home/alex/a/home.latchkey.yaml'],
      ['Home', '/home/alex/b/home.latchkey.yaml'],
      ['Club', '/srv/club.latchkey.yaml'],
    ].map(([name, path]) => ({ name: name!, path: path!, opened_at: at, missing: false }));
    host.handlers['session.info'] = () => ({ ...SESSION, recent });
    await openApp(host);
    const items = [...document.querySelectorAll('.recent-item')].map(({ textContent }) => textContent);
    expect(items.map((text) => text.replace(/\d+ \w+ ago|last \w+|yesterday|just now/, ''))).toEqual([
      'Homea',
      'Homeb',
      'Club',
    ]);
  });

  it('names a workspace that is open once', async () => {
    const host = createFakeHost();
    const file = '/home/alex/home.latchkey';
    const recent = [{ name: 'Home', path: file, opened_at: '2026-11-20T10:00:00.000Z', missing: false }];
    host.handlers['session.info'] = () => ({
      ...SESSION,
      recent,
      open: [{ handle: 'h1', name: 'Home', file }],
    });
    await openApp(host);
    expect(document.querySelectorAll('.recent-item')).toHaveLength(1);
  });

  it('begins a workspace and leads into the wizard', async () => {
    const host = createFakeHost();
    const { user } = await openApp(host);
    await user.click(screen.getByRole('button', { name: /^Connect an app/ }));
    await screen.findByRole('heading', { level: 1, name: /Which identity provider/ });
    expect(window.location.hash).toBe('#/w/h1/connect/new/provider');
    expect(host.calls.map((call) => call.name)).toContain('workspace.new');
  });

  it('asks for a path where there is no dialog, and says beside it what is wrong', async () => {
    const host = createFakeHost(HOME);
    host.handlers['workspace.open'] = ({ path }) =>
      path === '/home/alex/home.latchkey.yaml'
        ? host.view()
        : { refuse: 'not-found', message: 'There is no file at that path.' };
    const { user } = await openApp(host);
    await user.click(screen.getByRole('button', { name: 'Open a workspace file' }));
    const dialog = await screen.findByRole('dialog');
    const field = within(dialog).getByRole('textbox');
    expect(document.activeElement).toBe(field);
    await user.type(field, 'nope{Enter}');
    expect(await within(dialog).findByText(/There is no file/)).toBeTruthy();
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await user.clear(field);
    await user.type(field, '/home/alex/home.latchkey.yaml{Enter}');
    await screen.findByRole('button', { name: 'Test all' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('tells what keeps it from starting, and tries again', async () => {
    const host = createFakeHost();
    const info = host.handlers['session.info']!;
    host.handlers['session.info'] = () => ({ refuse: 'host-unreachable', message: 'Nobody answers.' });
    const { user } = await openApp(host);
    expect(screen.getByText('Nobody answers.')).toBeTruthy();
    host.handlers['session.info'] = info;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { level: 1, name: /One login/ })).toBeTruthy();
  });

  it('can be stopped while the practice provider starts', async () => {
    const host = createFakeHost();
    const { user, app } = await openApp(host);
    const real = app.client.call;
    let aborted = false;
    (app.client as { call: unknown }).call = (
      name: string,
      input: never,
      options?: { signal?: AbortSignal },
    ) =>
      name === 'practice.start'
        ? new Promise((resolve) =>
            options?.signal?.addEventListener('abort', () => {
              aborted = true;
              resolve({ ok: false, error: { code: 'cancelled', message: 'Stopped.' } });
            }),
          )
        : real(name as never, input);
    await user.click(screen.getByRole('button', { name: /practice provider/ }));
    const stop = await screen.findByRole('button', { name: 'Stop' });
    // Seen once, on the door that was pressed; and heard.
    const said = screen.getAllByText('Starting the practice provider…');
    expect(said.map((one) => one.closest('button, .unheard')?.className)).toEqual(['door', 'unheard']);
    await user.click(stop);
    await waitFor(() => expect(aborted).toBe(true));
    expect(screen.getByRole('button', { name: /practice provider/ })).toBeTruthy();
  });
});

describe('settings', () => {
  it('change the look at once', async () => {
    const { user } = await openApp(createFakeHost(), '#/settings');
    await user.click(await screen.findByRole('radio', { name: 'Dark' }));
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
    await act(async () => undefined);
  });

  it('show where the secrets are kept to whoever asks the frame, and lead back to where they came from', async () => {
    const { user } = await openApp(createFakeHost(HOME), '#/w/h1/connect/romm/addresses');
    await screen.findByRole('heading', { level: 1 });
    await user.click(screen.getByRole('link', { name: /^Secrets: / }));
    const secrets = await screen.findByRole('region', { name: 'Where secrets are kept' });
    expect(window.location.hash).toBe('#/w/h1/settings/secrets');
    await waitFor(() => expect(document.activeElement).toBe(secrets));
    expect(secrets.className).toContain('led-to');

    // Asked again, also after something else had the focus.
    act(() => screen.getByRole('radio', { name: 'Dark' }).focus());
    await user.click(screen.getByRole('link', { name: /^Secrets: / }));
    await waitFor(() => expect(document.activeElement).toBe(secrets));

    await user.click(screen.getByRole('button', { name: 'Back to the step' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/connect/romm/addresses'));
  });

  it('lead back to any screen, and offer no way back to whoever began here', async () => {
    const { app, user } = await openApp(createFakeHost(HOME), '#/w/h1');
    await user.click(await screen.findByRole('link', { name: 'Settings' }));
    await user.click(await screen.findByRole('button', { name: 'Back' }));
    await screen.findByRole('button', { name: 'Test all' });
    expect(window.location.hash).toBe('#/w/h1');
    app.actions.stop();
    closeApps();
    await openApp(createFakeHost(), '#/settings');
    await screen.findByRole('radio', { name: 'Dark' });
    expect(screen.queryByRole('button', { name: /^Back/ })).toBeNull();
  });
});
