import { describe, expect, it } from 'vitest';
import { setupRequestLock } from '../../../electron/desktop/request-lock.ts';
import { noLog } from '../../../electron/host/log.ts';
import { fakeSession } from '../../helpers/electron-fake.ts';

const cancelled = (url: string) => {
  const fake = fakeSession();
  setupRequestLock(fake.session, noLog);
  let cancel: boolean | undefined;
  fake.handlers.beforeRequest?.({ url, resourceType: 'script' } as never, (answer) => {
    cancel = answer.cancel;
  });
  return cancel;
};

describe('requests of the page', () => {
  it.each(['app://latchkey/', 'app://latchkey/assets/index-1.js', 'devtools://devtools/bundled/x.html'])(
    'passes %s',
    (url) => expect(cancelled(url)).toBe(false),
  );
  it.each([
    'https://auth.example.com/',
    'http://127.0.0.1/',
    'ws://127.0.0.1/',
    'file:///etc/passwd',
    'ftp://h/',
    'app://other/',
    'data:text/html,x',
    'chrome://gpu',
    '',
  ])('stops %s', (url) => expect(cancelled(url)).toBe(true));
});
