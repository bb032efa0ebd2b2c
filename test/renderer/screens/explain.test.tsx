// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { en } from '../../../renderer/text/en.ts';
import { createFakeHost, failedRecord, HOME } from '../fake-host.ts';
import { closeApps, openApp } from '../render-app.tsx';

afterEach(closeApps);

const [CAUSE] = failedRecord().report.diagnoses;

async function paste(fragment: string, either = false, fix = CAUSE!.fix) {
  const host = createFakeHost(HOME);
  host.handlers['explain.text'] = () => ({
    read: { kind: 'message', next: 'check' },
    redacted: false,
    diagnoses: [{ ...CAUSE!, fix, ...(either ? { either: true as const } : {}), explains: [] }],
  });
  const opened = await openApp(host, fragment);
  await opened.user.type(await screen.findByRole('textbox'), 'invalid_client');
  return { ...opened, host };
}

describe('a pasted error', () => {
  it('is asked about no app where none is known', async () => {
    await paste('#/explain');
    expect(screen.queryByRole('radiogroup')).toBeNull();
  });

  it('is explained without saying which app it is about, and without calling it a message', async () => {
    const { user, host } = await paste('#/w/h1/explain');
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    const article = await screen.findByRole('article');
    expect(article.parentElement!.textContent).toBe(article.textContent);
    expect(within(article).queryByText('Edit RomM')).toBeNull();
    expect(host.calls.find(({ name }) => name === 'explain.text')?.input).toEqual({
      handle: 'h1',
      text: 'invalid_client',
    });
  });

  it('leads to the only provider, and offers the only app’s steps, where nobody knows the app', async () => {
    for (const [side, button, to] of [
      ['provider', 'Open the provider’s screen', '#/w/h1/provider/authelia?from=explain'],
      ['app', 'If it is RomM: its steps', '#/w/h1/connect/romm/apply?focus=side%3Aapp'],
    ] as const) {
      const { user, host } = await paste('#/w/h1/explain', false, { text: 'Look there.' });
      const one = { ...CAUSE!, side, fix: { text: 'Look there.' }, explains: [] };
      host.handlers['explain.text'] = () => ({
        read: { kind: 'message', next: 'check' },
        redacted: false,
        diagnoses: [one],
      });
      await user.click(screen.getByRole('button', { name: 'Explain' }));
      const card = within(await screen.findByRole('article'));
      expect(card.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([button]);
      expect(card.getByText(side === 'app' ? 'The app’s side' : 'The provider’s side')).toBeTruthy();
      expect(screen.getByRole('radio', { name: 'I don’t know' })).toHaveProperty('checked', true);
      await user.click(card.getByRole('button', { name: button }));
      await waitFor(() => expect(window.location.hash).toBe(to));
      closeApps();
    }
  });

  it('leads to the values of the app that it is about', async () => {
    const { user, host } = await paste('#/w/h1/explain');
    const which = within(screen.getByRole('radiogroup', { name: 'Which app is it about?' }));
    expect(which.getByRole('radio', { name: 'I don’t know' })).toHaveProperty('checked', true);
    await user.click(which.getByRole('radio', { name: 'RomM' }));
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    const card = within(await screen.findByRole('article'));
    expect(host.calls.find(({ name }) => name === 'explain.text')?.input).toMatchObject({ app: 'romm' });
    expect(card.getByText('Edit the provider, in Latchkey')).toBeTruthy();
    await user.click(card.getByRole('button', { name: 'Open the provider’s screen' }));
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/w\/h1\/provider\/authelia\/change/));
    // Whoever changes nothing there comes back to the answer.
    await user.click(await screen.findByRole('button', { name: 'Keep it as it is' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/explain'));
    expect(await screen.findByRole('article')).toBeTruthy();
  });

  it('keeps its answer for whoever comes back from where it led, and not its text', async () => {
    const { user } = await paste('#/w/h1/explain');
    await user.click(screen.getByRole('radio', { name: 'RomM' }));
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    const card = within(await screen.findByRole('article'));
    expect(screen.queryByText(en['explain.kept'])).toBeNull();
    await user.click(card.getByRole('button', { name: 'Open the provider’s screen' }));
    // The screen that it leads to is loaded first.
    await waitFor(() => expect(document.querySelector('.explain-form')).toBeNull(), { timeout: 10_000 });
    window.history.back();
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/explain'));
    const again = within(await screen.findByRole('article'));
    expect(again.getByText('Edit the provider, in Latchkey')).toBeTruthy();
    expect(screen.getByRole('radio', { name: 'RomM' })).toHaveProperty('checked', true);
    expect(screen.getByText(en['explain.kept'])).toBeTruthy();
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('');
  });

  it.each([
    [{ text: 'The end is missing.' }, undefined],
    [{ text: 'It is reached.', well: 'way' as const }, en['explain.well.way']],
    [{ text: 'It is so.', well: 'way-and-settings' as const }, en['explain.well.way-and-settings']],
  ])('of the container command is told by what it says, and by nothing else: %#', async (said, next) => {
    const host = createFakeHost(HOME);
    host.handlers['explain.text'] = () => ({
      read: { kind: 'message', of: 'Memos', next: 'app-log' },
      said,
      redacted: false,
      diagnoses: [],
    });
    const { user } = await openApp(host, '#/explain');
    await user.type(await screen.findByRole('textbox'), 'latchkey-probe');
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    const notice = await waitFor(() => document.querySelector('main .notice')!);
    expect(notice.textContent).toBe([said.text, next].filter(Boolean).join(''));
    expect(notice.parentElement!.textContent).toBe(notice.textContent);
  });

  it('leads to the steps of both sides where either may be the one to mend', async () => {
    const { user } = await paste('#/w/h1/explain', true, { text: 'Compare both.', setting: 'client_secret' });
    await user.click(screen.getByRole('radio', { name: 'RomM' }));
    await user.click(screen.getByRole('button', { name: 'Explain' }));
    const card = within(await screen.findByRole('article'));
    expect(card.getAllByRole('button').map((one) => one.textContent)).toEqual([
      'Steps at Authelia',
      'Steps at RomM',
    ]);
    await user.click(card.getByRole('button', { name: 'Steps at RomM' }));
    await waitFor(() => expect(window.location.hash).toBe('#/w/h1/connect/romm/apply?focus=side%3Aapp'));
  });

  it('claims no side where several things are equally possible', async () => {
    for (const either of [false, true]) {
      const { user } = await paste('#/explain', either);
      await user.click(screen.getByRole('button', { name: 'Explain' }));
      await screen.findByRole('article');
      expect(screen.queryByText('The app’s side') === null).toBe(either);
      closeApps();
    }
  });
});
