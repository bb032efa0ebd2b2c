import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setupNavigationLock } from '../../../electron/desktop/navigation.ts';
import { PAGE_URL } from '../../../electron/page/origin.ts';
import { electron, fakeContents, fakeEvent, resetElectron, settle } from '../../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../../helpers/electron-fake.ts')).electronModule());

let logged: unknown[] = [];
beforeEach(() => {
  resetElectron();
  logged = [];
});

function lockedPage() {
  setupNavigationLock((...line) => logged.push(line));
  const page = fakeContents();
  electron.appEvents.emit('web-contents-created', {}, page.contents);
  return page;
}

const navigate = (page: ReturnType<typeof lockedPage>, url: string, isMainFrame = true) => {
  const event = fakeEvent({ url, isMainFrame });
  page.events.emit('will-frame-navigate', event);
  return event.prevented;
};

describe('navigation', () => {
  it('knows the address that the window loads', () => {
    expect(PAGE_URL).toBe('app://latchkey/');
  });

  it.each([
    'app://latchkey/',
    'app://latchkey/index.html',
    'app://latchkey/?x=1#/overview',
    'APP://latchkey/',
  ])('lets the page load itself: %s', (url) => expect(navigate(lockedPage(), url)).toBe(false));

  it.each([
    'https://evil.example/',
    'http://127.0.0.1:8080/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'blob:app://latchkey/1',
    'about:blank',
    'app://evil/',
    'app://latchkey.evil.example/',
    'app://latchkey@evil.example/',
    'app://user@latchkey/',
    'app://:secret@latchkey/',
    'app://latchkey:80/',
    'app://latchkey/assets/index.js',
    'app:latchkey',
    'apps://latchkey/',
    'view-source:app://latchkey/',
    '',
  ])('stops every other way: %s', (url) => expect(navigate(lockedPage(), url)).toBe(true));

  it('stops a frame inside the page, even one with our own address', () => {
    expect(navigate(lockedPage(), 'app://latchkey/', false)).toBe(true);
  });

  it('says in the log what was stopped, without the address', () => {
    const page = lockedPage();
    navigate(page, 'https://evil.example/?code=1');
    navigate(page, 'https://evil.example/?code=1', false);
    for (const name of ['will-redirect', 'will-attach-webview'])
      page.events.emit(name, fakeEvent({ url: 'https://evil.example/?code=1', isMainFrame: true }));
    expect(logged).toEqual([
      ['refused a navigation', { main: true }],
      ['refused a navigation', { main: false }],
      ['refused a redirect'],
      ['refused a web view'],
    ]);
  });

  it('stops redirects and web views', () => {
    const page = lockedPage();
    for (const name of ['will-redirect', 'will-attach-webview']) {
      const event = fakeEvent({ url: 'app://latchkey/', isMainFrame: true });
      expect(page.events.emit(name, event)).toBe(1);
      expect(event.prevented).toBe(true);
    }
  });

  it('locks every page that is created, not only the first', () => {
    const [first, second] = [lockedPage(), fakeContents()];
    electron.appEvents.emit('web-contents-created', {}, second.contents);
    expect(navigate(first, 'https://evil.example')).toBe(true);
    expect(navigate(second, 'https://evil.example')).toBe(true);
  });
});

describe('new windows', () => {
  const open = async (url: string) => {
    const page = lockedPage();
    const answer = page.state.openHandler?.({
      url,
      frameName: '',
      features: 'nodeIntegration=yes',
      disposition: 'new-window',
      referrer: { url: '', policy: 'no-referrer' },
    });
    await settle();
    return { answer, opened: electron.state.opened };
  };

  it('opens https in the browser and no window of its own', async () => {
    expect(await open('https://auth.example.com/a?b=c')).toEqual({
      answer: { action: 'deny' },
      opened: ['https://auth.example.com/a?b=c'],
    });
  });

  it.each(['file:///bin/sh', 'http://evil.example/', 'javascript:1', 'smb://evil/share', 'about:blank', ''])(
    'opens nothing at all for %s',
    async (url) => expect(await open(url)).toEqual({ answer: { action: 'deny' }, opened: [] }),
  );

  it('survives a system that has no browser', async () => {
    electron.state.openFails = true;
    expect(await open('https://auth.example.com/')).toEqual({ answer: { action: 'deny' }, opened: [] });
    expect(logged).toEqual([['the system could not open an address']]);
  });
});
