// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeliverableView, SECRET_MASK } from '../../../shared/host/deliverables.ts';
import { createFakeHost, type FakeHost, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

const FILE: DeliverableView = {
  form: 'file',
  path: 'authelia/authelia-oidc.yml',
  kind: 'authelia-config',
  side: 'provider',
  provider: 'authelia',
  secret: true,
  title: 'Authelia: the clients alone',
  purpose: 'Beside configuration.yml.',
  language: 'yaml',
  applied: 'no',
  digest: 'd-file',
  lines: [
    { text: 'identity_providers:' },
    { text: '  oidc:', why: { text: 'The block Authelia reads.' } },
    { text: `    client_secret: '${SECRET_MASK}'`, why: { text: 'Only the two sides know it.' } },
    { text: "    claims_policy: 'romm'", why: { text: 'Puts the e-mail into the ID token.' } },
  ],
};
const GUIDE: DeliverableView = {
  form: 'guide',
  path: 'romm/guide.md',
  kind: 'guide',
  side: 'app',
  provider: 'authelia',
  app: 'romm',
  secret: true,
  title: 'Steps for RomM',
  purpose: 'In RomM.',
  intro: 'Two steps.',
  steps: [
    {
      id: 'env',
      title: 'Set these variables',
      where: 'Environment',
      url: 'https://games.example.com/admin',
      fields: [
        { label: 'OIDC_CLIENT_ID', value: 'romm-7Kq2', secret: false },
        { label: 'OIDC_CLIENT_SECRET', value: SECRET_MASK, secret: true },
      ],
      applied: 'no',
      digest: 'd-env',
    },
    {
      id: 'restart',
      title: 'Recreate the container',
      where: 'Shell',
      fields: [],
      applied: 'changed',
      digest: 'd-restart',
    },
  ],
};

async function openApply(change?: (host: FakeHost) => void, focus = '') {
  const host = createFakeHost(HOME);
  host.handlers['deliverables.preview'] = () => ({ deliverables: [FILE, GUIDE], ways: {} });
  host.handlers['deliverables.tick'] = () => ({});
  change?.(host);
  const opened = await openApp(host, `#/w/h1/connect/romm/apply${focus}`);
  await screen.findByRole('heading', { level: 1, name: 'Apply it to both sides' });
  return { host, ...opened };
}

describe('applying', () => {
  it('shows both sides, the provider first', async () => {
    await openApply();
    const sides = (await screen.findAllByRole('region')).map((side) => side.getAttribute('aria-label'));
    expect(sides.filter((name) => /^\d\./.test(name ?? ''))).toEqual(['1. Authelia', '2. RomM']);
  });

  it('says who loses access', async () => {
    const host = createFakeHost(HOME);
    host.handlers['deliverables.preview'] = () => ({
      deliverables: [FILE, GUIDE],
      ways: {},
      access_loss: { groups: ['friends'] },
    });
    await openApp(host, '#/w/h1/connect/romm/apply');
    expect(await screen.findByText('1 group loses access: friends.')).toBeTruthy();
  });

  it('says why a line is there, by pointing and by keyboard', async () => {
    const { user } = await openApply();
    const line2 = await screen.findByRole('button', { name: 'Line 2: why?' });
    fireEvent.mouseEnter(line2.closest('li')!);
    expect(screen.getByText(/The block Authelia reads/)).toBeTruthy();
    fireEvent.mouseLeave(line2.closest('.code-scroll')!);
    line2.focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Line 3: why?');
    expect(screen.getByText(/Only the two sides know it/)).toBeTruthy();
    await user.keyboard('{End}');
    expect(screen.getByText(/Puts the e-mail into the ID token/)).toBeTruthy();
    // The whole file has one Tab stop.
    expect(document.querySelectorAll('.why-here[tabindex="0"]')).toHaveLength(1);
  });

  it('copies a secret by its name, never by its value', async () => {
    const { host, user } = await openApply((one) => {
      one.handlers['secrets.copy'] = () => ({ by: 'host', clears_after_s: 30 });
    });
    await user.click(await screen.findByRole('button', { name: 'Copy OIDC_CLIENT_SECRET' }));
    await waitFor(() => expect(document.getElementById('say')?.textContent).toMatch(/cleared in 30 seconds/));
    expect(host.calls.find((call) => call.name === 'secrets.copy')?.input).toEqual({
      handle: 'h1',
      target: { kind: 'field', path: 'romm/guide.md', step: 'env', field: 1 },
    });
    await user.click(screen.getByRole('button', { name: /Copy all/ }));
    expect(host.calls.filter((call) => call.name === 'secrets.copy').at(-1)?.input).toMatchObject({
      target: { kind: 'file', path: 'authelia/authelia-oidc.yml' },
    });
  });

  it('puts the one value that the browser host hands over on the clipboard, and keeps it nowhere', async () => {
    const { user, app } = await openApply((one) => {
      one.handlers['secrets.copy'] = () => ({ by: 'page', value: 'planted-SECRET', clears_after_s: 30 });
    });
    await user.click(await screen.findByRole('button', { name: 'Copy OIDC_CLIENT_SECRET' }));
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe('planted-SECRET'));
    expect(JSON.stringify(app.store.getState())).not.toContain('planted-SECRET');
    expect(document.documentElement.outerHTML).not.toContain('planted-SECRET');
  });

  it('keeps ticks, and takes one back that could not be kept', async () => {
    const { host, user } = await openApply();
    const tick = await screen.findByRole('checkbox', { name: 'Done: Set these variables' });
    await user.click(tick);
    expect(host.calls.find((call) => call.name === 'deliverables.tick')?.input).toEqual({
      handle: 'h1',
      app: 'romm',
      path: 'romm/guide.md',
      step: 'env',
      digest: 'd-env',
      done: true,
    });
    expect((tick as HTMLInputElement).checked).toBe(true);
    host.handlers['deliverables.tick'] = () => ({ refuse: 'write-failed', message: 'The disk is full.' });
    await user.click(tick);
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    expect(
      (screen.getByRole('checkbox', { name: 'Done: Set these variables' }) as HTMLInputElement).checked,
    ).toBe(true);
  });

  it('says what has changed since it was applied', async () => {
    await openApply();
    expect(await screen.findByText(/1 thing has changed/)).toBeTruthy();
    expect(screen.getByText(/Its values have changed since/)).toBeTruthy();
  });

  it('leads to the line of a setting', async () => {
    await openApply(undefined, '?focus=claims_policy');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Line 4: why?'));
  });

  it('names files that were changed by hand before writing over them', async () => {
    const { host, user } = await openApply((one) => {
      one.handlers['exports.save'] = ({ force, folder }) =>
        force
          ? {
              folder: folder!,
              files: [{ path: 'a.yml', secret: true, written: 'replaced', backup: 'a.yml.bak' }],
            }
          : { refuse: 'changed-by-hand', detail: 'authelia-oidc.yml' };
    });
    await user.click(await screen.findByRole('button', { name: 'Save to a folder…' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Save' }));
    const question = await screen.findByText('authelia-oidc.yml', { selector: 'pre' });
    expect(window.location.hash).toContain('/apply');
    await user.click(
      within(question.closest('[role=dialog]') as HTMLElement).getByRole('button', {
        name: /Back up and write over/,
      }),
    );
    expect(await screen.findByText(/1 former file was backed up/)).toBeTruthy();
    expect(host.calls.filter((call) => call.name === 'exports.save').map((call) => call.input)).toEqual([
      { handle: 'h1', app: 'romm', force: false, folder: '/home/alex' },
      { handle: 'h1', app: 'romm', force: true, folder: '/home/alex' },
    ]);
  });

  it('offers to make secrets where none are', async () => {
    let made = false;
    const { user } = await openApply((one) => {
      one.handlers['deliverables.preview'] = () =>
        made ? { deliverables: [FILE, GUIDE], ways: {} } : { refuse: 'no-such-secret' };
      one.handlers['secrets.generate'] = () => {
        made = true;
        return { store: { kind: 'keychain', label: 'x', locked: false }, entries: [], rotations: [] };
      };
    });
    await user.click(await screen.findByRole('button', { name: 'Make secrets now' }));
    expect(await screen.findByRole('region', { name: '1. Authelia' })).toBeTruthy();
  });
});
