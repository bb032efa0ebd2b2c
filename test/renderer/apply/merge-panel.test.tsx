// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeliverableView, SECRET_MASK } from '../../../shared/host/deliverables.ts';
import type { MergeView } from '../../../shared/host/merge.ts';
import { createFakeHost, type FakeHost, HOME, SESSION } from '../fake-host.ts';
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
  lines: [{ text: 'identity_providers:' }],
};
const GUIDE: DeliverableView = {
  form: 'guide',
  path: 'authelia/guide.md',
  kind: 'guide',
  side: 'provider',
  provider: 'authelia',
  secret: false,
  title: 'Authelia: register RomM',
  purpose: 'On its server.',
  intro: '',
  steps: [
    {
      id: 'clients',
      title: 'Add the clients to your list',
      where: 'The server that runs Authelia',
      by: { of: 'clients', ways: { hand: [[FILE.path]], merge: [[FILE.path]] } },
      fields: [],
      applied: 'no',
      digest: 'd-clients',
    },
  ],
};
const COMMAND: DeliverableView = {
  ...FILE,
  path: 'romm/command.sh',
  kind: 'app-command',
  side: 'app',
  app: 'romm',
  title: 'RomM: by command',
  language: 'shell',
};
const PATH = '/srv/authelia/configuration.yml';
const VIEW: MergeView = {
  merge: 'm1',
  place: 'disk',
  files: [
    {
      path: PATH,
      hunks: [
        {
          lines: [
            { kind: 'same', text: 'clients:', before: 4, after: 4 },
            { kind: 'gone', text: "  - client_id: 'old'", before: 5 },
            { kind: 'new', text: "  - client_id: 'romm'", after: 5 },
            { kind: 'new', text: `    client_secret: '${SECRET_MASK}'`, after: 6 },
          ],
        },
      ],
      added: 2,
      removed: 1,
      backup: `${PATH}.bak-3`,
      exposed: true,
    },
  ],
  by_hand: [],
  notes: ['A note of the merge.'],
  notices: [],
  offers: ['rename'],
  options: { rename: false, keys: false },
  sources: [FILE.path],
};
const WRITTEN = {
  side: 'provider' as const,
  path: PATH,
  backup: `${PATH}.bak-3`,
  at: '2026-11-26T12:00:00.000Z',
  sources: [FILE.path],
  state: 'undoable' as const,
};

async function openMerge(change?: (host: FakeHost) => void, session: Partial<typeof SESSION> = {}) {
  const host = createFakeHost(HOME);
  host.handlers['session.info'] = () => ({ ...SESSION, ...session });
  host.handlers['deliverables.preview'] = () => ({
    deliverables: [GUIDE, FILE, COMMAND],
    ways: {},
    api: NO_API,
  });
  host.handlers['deliverables.tick'] = () => ({});
  host.handlers['deliverables.way'] = () => ({});
  host.handlers['merge.merged'] = () => ({ merged: [] });
  host.handlers['merge.choose'] = () => VIEW;
  host.handlers['merge.again'] = () => VIEW;
  host.handlers['merge.write'] = () => ({ merged: [WRITTEN] });
  host.handlers['merge.undo'] = () => ({ merged: [] });
  change?.(host);
  const opened = await openApp(host, '#/w/h1/connect/romm/apply');
  await opened.user.click(await screen.findByRole('radio', { name: /^Authelia: Merge into your file/ }));
  await opened.user.click(screen.getByRole('button', { name: 'Start with Authelia' }));
  await screen.findByRole('heading', { level: 2, name: 'Merge it into your file' });
  return { host, ...opened };
}
const inputs = (host: FakeHost, name: string) =>
  host.calls.filter((call) => call.name === name).map(({ input }) => input);
const PLACE = { handle: 'h1', app: 'romm', side: 'provider' };

describe('merging into a file of one’s own', () => {
  it('is remembered, and only where something can be put into a file', async () => {
    const { host, user } = await openMerge();
    expect(inputs(host, 'deliverables.way')).toEqual([
      { handle: 'h1', app: 'romm', side: 'provider', way: 'merge' },
    ]);
    await user.click(screen.getByRole('button', { name: 'Another way…' }));
    expect(screen.getAllByRole('radio', { name: /Merge into your file/ })).toHaveLength(1);
  });

  it('sends no path where the host asks for the file, and stays where it is if nothing is chosen', async () => {
    const { host, user } = await openMerge(
      (one) => {
        one.handlers['merge.choose'] = () => ({ refuse: 'cancelled' });
      },
      { paths: 'dialog' },
    );
    await user.click(await screen.findByRole('button', { name: 'Choose a folder…' }));
    await waitFor(() => expect(inputs(host, 'merge.choose')).toEqual([{ ...PLACE, what: 'folder' }]));
    host.handlers['merge.choose'] = () => VIEW;
    await user.click(await screen.findByRole('button', { name: 'Choose the file…' }));
    expect(await screen.findByRole('region', { name: 'What changes in configuration.yml' })).toBeTruthy();
    expect(inputs(host, 'merge.choose')[1]).toEqual({ ...PLACE, what: 'files' });
  });

  it('shows each line with its number, writes after a question that names the backup, and takes it back', async () => {
    const { host, user } = await openMerge(undefined, { paths: 'typed' });
    await user.type(
      await screen.findByRole('textbox', { name: 'Where your file is' }),
      `${PATH}{Enter} ~/b.yml `,
    );
    await user.click(screen.getByRole('button', { name: 'Show what would change' }));
    const diff = await screen.findByRole('region', { name: 'What changes in configuration.yml' });
    expect(inputs(host, 'merge.choose')).toEqual([{ ...PLACE, what: 'files', paths: [PATH, '~/b.yml'] }]);
    const lines = within(diff)
      .getAllByRole('listitem')
      .map((line) => line.textContent);
    expect(lines).toEqual([
      '44clients:',
      "5−removed:   - client_id: 'old'",
      "5+added:   - client_id: 'romm'",
      `6+added:     client_secret: '${SECRET_MASK}'`,
    ]);
    expect(diff.querySelector('.new .diff-part')?.textContent).toBe('romm');
    expect(screen.getByText('A note of the merge.')).toBeTruthy();

    await user.click(screen.getByRole('button', { name: 'Write configuration.yml…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Write configuration.yml?' });
    expect(dialog.textContent).toContain(`${PATH}.bak-3`);
    expect(dialog.textContent).toContain('every user of this machine can read it');
    expect(inputs(host, 'merge.write')).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: 'Write it' }));
    await waitFor(() => expect(inputs(host, 'merge.write')).toEqual([{ ...PLACE, merge: 'm1' }]));
    await waitFor(() => expect(document.getElementById('say')?.textContent).toMatch(/was written/));
    await user.click(await screen.findByRole('button', { name: 'It is in place' }));
    await waitFor(() => expect(inputs(host, 'deliverables.tick')).toHaveLength(1));

    host.handlers['merge.merged'] = () => ({ merged: [WRITTEN] });
    await user.click(screen.getByRole('button', { name: /^Authelia, step 1:/ }));
    await user.click(await screen.findByRole('button', { name: 'Undo the change of configuration.yml' }));
    await waitFor(() => expect(inputs(host, 'merge.undo')).toEqual([{ ...PLACE, file: PATH }]));
    // What is no longer in the file is no longer ticked.
    await waitFor(() =>
      expect(inputs(host, 'deliverables.tick')[1]).toMatchObject({ path: FILE.path, done: false }),
    );
    await waitFor(() => expect(document.getElementById('say')?.textContent).toMatch(/as it was before/));
    expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull();
  });

  it('asks again with an option that would do more', async () => {
    const { host, user } = await openMerge(undefined, { paths: 'dialog' });
    await user.click(await screen.findByRole('button', { name: 'Choose the file…' }));
    await user.click(await screen.findByRole('checkbox', { name: /^Use the names of 4.38/ }));
    await waitFor(() =>
      expect(inputs(host, 'merge.again')).toEqual([{ ...PLACE, rename: true, keys: false }]),
    );
  });

  it('after a return, what was merged is confirmed by the one primary action', async () => {
    const { host, user } = await openMerge(
      (one) => {
        one.handlers['merge.merged'] = () => ({ merged: [WRITTEN] });
      },
      { paths: 'typed' },
    );
    const place = await screen.findByRole('button', { name: 'It is in place' });
    await waitFor(() => expect(place.className).toContain('primary'));
    const card = place.closest('section')!;
    expect(card.querySelectorAll('button.primary')).toHaveLength(1);
    await user.click(place);
    await waitFor(() =>
      expect(inputs(host, 'deliverables.tick')[0]).toMatchObject({ path: FILE.path, done: true }),
    );
  });

  it.each([
    ['followed', 'It was merged into again for another app'],
    ['changed', 'It was changed since'],
    ['gone', 'no longer there'],
  ] as const)('says why a merge can’t be undone: %s', async (state, text) => {
    await openMerge((one) => {
      one.handlers['merge.merged'] = () => ({
        merged: [
          { ...WRITTEN, state },
          { ...WRITTEN, side: 'app' },
        ],
      });
    });
    expect(await screen.findByText(new RegExp(text))).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull();
  });
});
