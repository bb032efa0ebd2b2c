// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppStore } from '../../../renderer/store/store.ts';
import type { SessionEvent } from '../../../shared/host/session.ts';
import { CATALOG, createFakeHost, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

describe('what the host tells while the page starts', () => {
  it.each<[string, SessionEvent, (app: AppStore) => Promise<unknown>]>([
    [
      'a file that was opened is shown',
      { type: 'opened', handle: 'h1' },
      () => screen.findByRole('button', { name: 'Test all' }),
    ],
    [
      'a command of the menu is followed',
      { type: 'command', command: 'settings' },
      () => screen.findByRole('radiogroup', { name: 'Look' }),
    ],
    [
      'a changed place of the secrets is shown',
      {
        type: 'secret-store',
        secret_store: { kind: 'session', label: 'a place of this test', locked: false },
      },
      async (app) =>
        waitFor(() => expect(app.store.getState().session?.secret_store.label).toBe('a place of this test')),
    ],
  ])('%s', async (_, event, seen) => {
    const host = createFakeHost(HOME);
    let tell: ((event: SessionEvent) => void) | undefined;
    host.streams['session.watch'] = (_input, emit) => {
      tell = emit;
      return new Promise(() => {});
    };
    // It happens after the host has answered the first question, and before the page has all answers.
    host.handlers['catalog.view'] = () => {
      tell?.(event);
      return CATALOG;
    };
    const { app } = await openApp(host);
    await seen(app);
  });

  it('of two files opened quickly, the last one is shown although its answer comes first', async () => {
    const host = createFakeHost(HOME);
    const { app } = await openApp(host);
    const answers: Record<string, () => void> = {};
    const call = host.client.call as (name: string, input: unknown) => Promise<unknown>;
    Object.assign(host.client, {
      call: async (name: string, input: { readonly handle: string }) => {
        if (name !== 'workspace.current') return call(name, input);
        await new Promise<void>((resolve) => {
          answers[input.handle] = resolve;
        });
        return { ok: true, value: { ...host.view(), handle: input.handle } };
      },
    });
    app.actions.go({ at: 'overview', handle: 'h0' });
    app.actions.go({ at: 'overview', handle: 'h1' });
    expect(Object.keys(answers)).toEqual(['h0', 'h1']);
    answers['h1']!();
    await waitFor(() => expect(app.store.getState().view?.handle).toBe('h1'));
    answers['h0']!();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(app.store.getState().view?.handle).toBe('h1');
  });
});
