// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeHost, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

describe('the overview of a copied workspace file', () => {
  it('names the other file, and gives this one its own id in one press', async () => {
    const host = createFakeHost(HOME);
    const other = '/home/alex/backup/home.latchkey.yaml';
    host.handlers['workspace.current'] = () => ({ ...host.view(), copy_of: other });
    host.handlers['workspace.own-id'] = () => {
      host.workspace = { ...host.workspace, id: 'its-own' };
      host.revision++;
      return host.view();
    };
    const { user, app } = await openApp(host, '#/w/h1');
    expect(await screen.findByText(new RegExp(`same id as ${other}`))).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Give it its own id' }));
    await waitFor(() => expect(screen.queryByText(/same id as/)).toBeNull());
    expect(app.store.getState().view?.workspace.id).toBe('its-own');
    expect(host.calls.filter(({ name }) => name === 'workspace.own-id')).toEqual([
      { name: 'workspace.own-id', input: { handle: 'h1' } },
    ]);
  });
});
