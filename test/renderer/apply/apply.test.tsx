// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DeliverableView, SECRET_MASK } from '../../../shared/host/deliverables.ts';
import { createFakeHost, type FakeHost, failedRecord, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

const NO_API = { provider: { why: 'No API.' }, app: { why: 'No API.' } };

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
  host.handlers['deliverables.preview'] = () => ({ deliverables: [FILE, GUIDE], ways: {}, api: NO_API });
  host.handlers['deliverables.tick'] = () => ({});
  change?.(host);
  const opened = await openApp(host, `#/w/h1/connect/romm/apply${focus}`);
  await screen.findByRole('heading', { level: 1, name: 'Apply it to both sides' });
  return { host, ...opened };
}

/** Opens a step by its place in the track. */
const openStep = async (user: Awaited<ReturnType<typeof openApply>>['user'], name: RegExp) =>
  user.click(await screen.findByRole('button', { name }));
const ENV = /^RomM, step 1:\s*Set these variables/;

describe('applying', () => {
  it('shows both sides, the provider first, and where the person is', async () => {
    await openApply();
    const steps = within(await screen.findByRole('region', { name: 'Both sides' })).getAllByRole('button');
    expect(steps.map((one) => one.textContent)).toEqual([
      'Authelia, step 1: 1Put authelia-oidc.yml in place',
      'RomM, step 1: 1Set these variables',
      'RomM, step 2: !Recreate the container, changed since it was done',
    ]);
    expect(steps[0]!.getAttribute('aria-current')).toBe('step');
    // One Tab stop; arrows go from step to step.
    expect(steps.filter((one) => one.tabIndex === 0)).toHaveLength(1);
    steps[0]!.focus();
    fireEvent.keyDown(steps[0]!, { key: 'ArrowRight' });
    expect(document.activeElement).toBe(steps[1]);
  });

  it('names the file in the heading and its place above it, and wraps comments alone', async () => {
    const lines = [{ text: '  # A comment that is long.' }, { text: 'OIDC_ENABLED=true  # not one' }];
    const env = {
      ...FILE,
      path: 'romm/romm.env',
      side: 'app',
      kind: 'env',
      language: 'env',
      lines,
    } as DeliverableView;
    const [step] = GUIDE.form === 'guide' ? GUIDE.steps : [];
    const openEnv = (more: object) =>
      openApply((host) => {
        host.handlers['deliverables.preview'] = () => ({
          deliverables: [
            { ...env, purpose: 'Named under “env_file” in the service.' } as DeliverableView,
            {
              ...GUIDE,
              steps: [
                { ...step!, fields: [], by: { of: 'env', ways: { file: [['romm/romm.env']] } }, ...more },
              ],
            } as DeliverableView,
          ],
          ways: { app: 'file' },
          api: NO_API,
        });
      });
    await openEnv({});
    expect(
      await screen.findByRole('heading', { level: 2, name: 'Set these variables romm.env' }),
    ).toBeTruthy();
    expect(document.querySelector('.file-place')?.textContent).toBe('Named under “env_file” in the service.');
    const list = screen.getByRole('listbox', { name: 'File romm.env' });
    expect(
      within(list)
        .getAllByRole('option')
        .map((one) => one.classList.contains('note')),
    ).toEqual([true, false]);
    // Nothing is to be said of any line, so no panel takes room.
    expect(document.querySelector('.why-panel')).toBeNull();
    closeApps();
    await openEnv({ note: 'In a list quotes count.' });
    expect((await screen.findByText('In a list quotes count.')).closest('.why-panel')).toBeTruthy();
    expect(screen.queryByText(/Nothing more to say/)).toBeNull();
    closeApps();
    // A line without a reason of its own has that of the step.
    await openEnv({ why: { text: 'RomM reads these from its environment.' } });
    expect(await screen.findByText('RomM reads these from its environment.')).toBeTruthy();
    expect(screen.queryByText(/Nothing more to say/)).toBeNull();
  });

  it('says who loses access', async () => {
    const host = createFakeHost(HOME);
    host.handlers['deliverables.preview'] = () => ({
      deliverables: [FILE, GUIDE],
      ways: {},
      api: NO_API,
      access_loss: { groups: ['friends'] },
    });
    await openApp(host, '#/w/h1/connect/romm/apply');
    expect(await screen.findByText('1 group loses access: friends.')).toBeTruthy();
  });

  it('says why a line is there, by pointing and by keyboard, and copies it without a secret', async () => {
    const { user } = await openApply();
    const list = await screen.findByRole('listbox', { name: 'File authelia-oidc.yml' });
    const options = within(list).getAllByRole('option');
    expect(screen.getByText(/The block Authelia reads/)).toBeTruthy();
    fireEvent.mouseEnter(options[3]!);
    expect(screen.getByText(/Puts the e-mail into the ID token/)).toBeTruthy();
    fireEvent.mouseLeave(list.closest('.code-scroll')!);
    list.focus();
    await user.keyboard('{ArrowDown}');
    expect(list.getAttribute('aria-activedescendant')).toBe(options[2]!.id);
    expect(screen.getByText(/Only the two sides know it/)).toBeTruthy();
    await user.keyboard('{Enter}');
    expect(await screen.findByText(/This line holds a secret/)).toBeTruthy();
    await user.keyboard('{End}');
    expect(screen.getByText(/Puts the e-mail into the ID token/)).toBeTruthy();
    await user.keyboard('{Enter}');
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe("claims_policy: 'romm'"));
  });

  it('copies a secret by its name, never by its value, and keeps a tick', async () => {
    const { host, user } = await openApply((one) => {
      one.handlers['secrets.copy'] = () => ({ by: 'host', clears_after_s: 60 });
    });
    await user.click(await screen.findByRole('button', { name: /Copy all/ }));
    expect(host.calls.filter((call) => call.name === 'secrets.copy').at(-1)?.input).toMatchObject({
      target: { kind: 'file', path: 'authelia/authelia-oidc.yml' },
    });
    await openStep(user, ENV);
    await user.click(await screen.findByRole('option', { name: /OIDC_CLIENT_SECRET/ }));
    await waitFor(() => expect(document.getElementById('say')?.textContent).toMatch(/cleared in 60 seconds/));
    expect(host.calls.filter((call) => call.name === 'secrets.copy').at(-1)?.input).toEqual({
      handle: 'h1',
      target: { kind: 'field', path: 'romm/guide.md', step: 'env', field: 1 },
    });
    expect(screen.getByText('1 copied, 1 to copy')).toBeTruthy();
  });

  it('copies the next value by one letter, and goes on', async () => {
    const { user } = await openApply((one) => {
      one.handlers['secrets.copy'] = () => ({ by: 'host', clears_after_s: 60 });
    });
    await openStep(user, ENV);
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Set these variables'));
    await user.keyboard('c');
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe('romm-7Kq2'));
    const list = screen.getByRole('listbox', { name: 'Values to enter' });
    const options = within(list).getAllByRole('option');
    await waitFor(() => expect(list.getAttribute('aria-activedescendant')).toBe(options[1]!.id));
    await user.keyboard('c');
    expect(await screen.findByText('2 copied')).toBeTruthy();
  });

  it('puts the one value that the browser host hands over on the clipboard, and keeps it nowhere', async () => {
    const { user, app } = await openApply((one) => {
      one.handlers['secrets.copy'] = () => ({ by: 'page', value: 'planted-SECRET', clears_after_s: 60 });
    });
    await openStep(user, ENV);
    await user.click(await screen.findByRole('option', { name: /OIDC_CLIENT_SECRET/ }));
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe('planted-SECRET'));
    expect(JSON.stringify(app.store.getState())).not.toContain('planted-SECRET');
    expect(document.documentElement.outerHTML).not.toContain('planted-SECRET');
  });

  it('keeps ticks and goes on to the next step, and takes one back that could not be kept', async () => {
    const { host, user } = await openApply();
    await openStep(user, ENV);
    await user.click(screen.getByRole('button', { name: 'It is done' }));
    expect(host.calls.find((call) => call.name === 'deliverables.tick')?.input).toEqual({
      handle: 'h1',
      app: 'romm',
      path: 'romm/guide.md',
      step: 'env',
      digest: 'd-env',
      done: true,
    });
    const next = await screen.findByRole('heading', { level: 2, name: 'Put authelia-oidc.yml in place' });
    await waitFor(() => expect(document.activeElement).toBe(next));
    expect(screen.getByRole('button', { name: /^RomM, step 1:.*done, as you say$/ })).toBeTruthy();
    host.handlers['deliverables.tick'] = () => ({ refuse: 'write-failed', message: 'The disk is full.' });
    await user.click(screen.getByRole('button', { name: 'It is in place' }));
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Authelia, step 1:.*done, as you say$/ })).toBeNull();
  });

  it('gives a step that only looks a way out, which ticks nothing, and copies nothing there', async () => {
    const { host, user } = await openApply((one) => {
      const [env, restart] = GUIDE.form === 'guide' ? GUIDE.steps : [];
      one.handlers['deliverables.preview'] = () => ({
        deliverables: [FILE, { ...GUIDE, steps: [{ ...env!, check: true }, restart!] } as DeliverableView],
        ways: {},
        api: NO_API,
      });
    });
    await openStep(user, ENV);
    expect(screen.queryByText(/copied$/)).toBeNull();
    expect(screen.queryByText(/Nothing more to say/)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'It is not so' }));
    const ways = within(screen.getByRole('region', { name: 'What to do if it is not so' }));
    expect(ways.getByRole('button', { name: 'Go on to the test' })).toBeTruthy();
    await user.click(ways.getByRole('button', { name: 'Paste it' }));
    expect(window.location.hash).toContain('explain');
    expect(host.calls.some((call) => call.name === 'deliverables.tick')).toBe(false);
  });

  it('asks for what is seen there on a page without an answer from before', async () => {
    const { host, user, app } = await openApply((one) => {
      const [env, restart] = GUIDE.form === 'guide' ? GUIDE.steps : [];
      one.handlers['deliverables.preview'] = () => ({
        deliverables: [FILE, { ...GUIDE, steps: [{ ...env!, check: true }, restart!] } as DeliverableView],
        ways: {},
        api: NO_API,
      });
    });
    app.actions.keepExplained({
      handle: 'h1',
      app: undefined,
      answer: {
        read: { kind: 'message', next: 'check' },
        redacted: false,
        diagnoses: [],
        said: { text: 'The answer from before.' },
      },
      from: [],
    });
    await openStep(user, ENV);
    await user.click(screen.getByRole('button', { name: 'It is not so' }));
    await user.click(screen.getByRole('button', { name: 'Paste it' }));
    await screen.findByRole('heading', { level: 1, name: 'Paste an error' });
    expect(screen.queryByText('The answer from before.')).toBeNull();
    expect(host.calls.some((call) => call.name === 'deliverables.tick')).toBe(false);
  });

  it('shows nothing but what differs once everything was done, and names it in the title', async () => {
    const host = createFakeHost(HOME);
    const [env, restart] = GUIDE.form === 'guide' ? GUIDE.steps : [];
    host.handlers['deliverables.preview'] = () => ({
      deliverables: [
        {
          ...FILE,
          applied: 'changed',
          applied_at: '2026-11-20T10:00:00.000Z',
          applied_digest: 'd-before',
          diff: {
            hunks: [
              {
                lines: [
                  { kind: 'gone', text: "claims_policy: 'games'", before: 4 },
                  { kind: 'new', text: "claims_policy: 'romm'", after: 4 },
                ],
              },
            ],
            added: 1,
            removed: 1,
          },
        } as DeliverableView,
        {
          ...GUIDE,
          steps: [
            {
              ...env!,
              applied: 'changed',
              was: [
                { label: 'OIDC_CLIENT_ID', value: 'romm-old', same: false },
                { label: 'OIDC_CLIENT_SECRET', value: SECRET_MASK, same: true },
              ],
            },
            { ...restart!, applied: 'yes' },
          ],
        } as DeliverableView,
      ],
      ways: {},
      api: NO_API,
    });
    host.handlers['deliverables.tick'] = () => ({});
    host.handlers['tests.history'] = () => ({ records: [{ ...failedRecord(), outdated: true }] });
    const { user } = await openApp(host, '#/w/h1/connect/romm/apply');
    await screen.findByRole('heading', { level: 1, name: '1 line at Authelia, 1 at RomM' });
    expect(await screen.findByText(/The last test no longer counts/)).toBeTruthy();
    // Nothing was edited in this window, so there is nothing to take back.
    expect(screen.queryByRole('button', { name: 'Undo the change' })).toBeNull();
    expect(document.querySelector('.diff .gone .diff-part')?.textContent).toBe('games');
    expect(document.querySelector('.repair-values')?.textContent).toBe('OIDC_CLIENT_IDromm-oldromm-7Kq2');
    await user.click(screen.getByRole('button', { name: 'In place, and restarted' }));
    expect(await screen.findByRole('heading', { level: 1, name: '1 line at RomM' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'It is done' }));
    expect(
      await screen.findByRole('heading', { level: 2, name: 'You say that everything is in place' }),
    ).toBeTruthy();
  });

  it.each([
    ['romm-restart', 'In place, and restarted'],
    ['romm-check', 'It is in place'],
  ])('says of a restart after a change only where one is needed (%s)', async (id, name) => {
    const host = createFakeHost(HOME);
    const [env, restart] = GUIDE.form === 'guide' ? GUIDE.steps : [];
    const by = { of: 'env', ways: { file: [['romm/romm.env']] } };
    host.handlers['deliverables.preview'] = () => ({
      deliverables: [
        {
          ...FILE,
          path: 'romm/romm.env',
          side: 'app',
          kind: 'env',
          applied: 'changed',
          applied_digest: 'd-before',
        } as DeliverableView,
        {
          ...GUIDE,
          steps: [
            { ...env!, fields: [], by },
            { ...restart!, id, applied: 'yes' },
          ],
        } as DeliverableView,
      ],
      ways: { app: 'file' },
      api: NO_API,
    });
    await openApp(host, '#/w/h1/connect/romm/apply');
    expect(await screen.findByRole('button', { name })).toBeTruthy();
  });

  it('asks once before all of it is passed over, as its button stands where Continue stood', async () => {
    const { user } = await openApply((one) => {
      const [env] = GUIDE.form === 'guide' ? GUIDE.steps : [];
      one.handlers['deliverables.preview'] = () => ({
        deliverables: [FILE, { ...GUIDE, steps: [env!] } as DeliverableView],
        ways: { provider: 'file' },
        api: NO_API,
      });
    });
    const on = screen.getByRole('button', { name: 'Go on to the test' });
    await user.click(on);
    expect(window.location.hash).toContain('/apply');
    expect(screen.getByText(/^No step is done yet/, { selector: '.remark.answers' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Test anyway' }));
    await waitFor(() => expect(window.location.hash).toContain('/connect/romm/test'));
  });

  it('goes on at once where something was done, and shows no digest beside it', async () => {
    const { user } = await openApply((one) => {
      const [env] = GUIDE.form === 'guide' ? GUIDE.steps : [];
      one.handlers['deliverables.preview'] = () => ({
        deliverables: [
          {
            ...FILE,
            applied: 'yes',
            applied_at: '2026-11-20T10:00:00.000Z',
            digest: 'f5d5a930c0ffee',
          } as DeliverableView,
          { ...GUIDE, steps: [env!] } as DeliverableView,
        ],
        ways: { provider: 'file' },
        api: NO_API,
      });
    });
    await screen.findByText('You say that Authelia is done');
    const line = document.querySelector('.done-line')!;
    expect(line.textContent).toContain('November 20');
    expect(line.textContent).not.toContain('f5d5');
    await user.click(screen.getByRole('button', { name: 'Go on to the test' }));
    await waitFor(() => expect(window.location.hash).toContain('/connect/romm/test'));
  });

  it('leads to the line of a setting', async () => {
    await openApply(undefined, '?focus=claims_policy');
    const list = await screen.findByRole('listbox', { name: 'File authelia-oidc.yml' });
    await waitFor(() => expect(document.activeElement).toBe(list));
    expect(within(list).getByRole('option', { selected: true }).textContent).toContain('claims_policy');
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
    await user.click(await screen.findByRole('button', { name: 'All files' }));
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
        made ? { deliverables: [FILE, GUIDE], ways: {}, api: NO_API } : { refuse: 'no-such-secret' };
      one.handlers['secrets.generate'] = () => {
        made = true;
        return { store: { kind: 'keychain', label: 'x', locked: false }, entries: [], rotations: [] };
      };
    });
    await user.click(await screen.findByRole('button', { name: 'Make secrets now' }));
    expect(await screen.findByRole('region', { name: 'Both sides' })).toBeTruthy();
  });
});

describe('the values that lie below the foot of a step', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('are counted until they are scrolled to', async () => {
    let scrolled = 0;
    const at = (top: number, bottom: number) => ({ top, bottom, height: bottom - top }) as DOMRect;
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
      if (this.matches('.step-foot')) return at(100, 160);
      const row = [...(this.parentElement?.children ?? [])].indexOf(this);
      // A line of the first is in sight, and none of the second.
      return this.matches('.value-line') ? at(60 + 48 * row - scrolled, 107 + 48 * row - scrolled) : at(0, 0);
    });
    const style = document.head.appendChild(document.createElement('style'));
    style.textContent = '.step-foot { position: sticky }';
    const { user } = await openApply();
    await openStep(user, ENV);
    expect(await screen.findByText('1 more value below.')).toBeTruthy();
    scrolled = 48;
    fireEvent.scroll(window);
    expect(screen.queryByText(/more values? below/)).toBeNull();
    scrolled = -48;
    fireEvent(window, new Event('resize'));
    expect(screen.getByText('2 more values below.')).toBeTruthy();
    // At the end of the page nothing is below it.
    style.textContent = '';
    fireEvent.scroll(window);
    expect(screen.queryByText(/more values? below/)).toBeNull();
    style.remove();
  });
});
