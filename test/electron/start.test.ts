import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bringForward, setupOpenFile, setupSingleInstance } from '../../electron/desktop/single-instance.ts';
import { applyTheme, followTheme, isDark } from '../../electron/desktop/theme.ts';
import { workspacesFromArguments } from '../../electron/host/open-files.ts';
import { isWorkspaceFile } from '../../shared/workspace/file-name.ts';
import { electron, fakeEvent, fakeWindow, resetElectron } from '../helpers/electron-fake.ts';

vi.mock('electron', async () => (await import('../helpers/electron-fake.ts')).electronModule());

beforeEach(resetElectron);

const cwd = path.resolve('/home/alex');

describe('the arguments of a start', () => {
  it.each([
    [['home.latchkey.yaml'], ['/home/alex/home.latchkey.yaml']],
    [['/srv/Home.LATCHKEY.YML'], ['/srv/Home.LATCHKEY.YML']],
    [['x.latchkey'], ['/home/alex/x.latchkey']],
    [
      ['--allow-file-access-from-files', '--user-data-dir=/x/y.latchkey', 'a.latchkey.yaml'],
      ['/home/alex/a.latchkey.yaml'],
    ],
    [
      ['a.latchkey.yaml', 'notes.txt', 'b.latchkey.yaml', '/home/alex/a.latchkey.yaml'],
      ['/home/alex/a.latchkey.yaml', '/home/alex/b.latchkey.yaml'],
    ],
    [['--', '-odd.latchkey.yaml'], ['/home/alex/-odd.latchkey.yaml']],
    [['/mit leerzeichen/ä.latchkey.yaml'], ['/mit leerzeichen/ä.latchkey.yaml']],
    // File managers on Linux pass addresses.
    [['file:///srv/home.latchkey', '/srv/home.latchkey'], ['/srv/home.latchkey']],
    [['FILE:///mit%20leerzeichen/%C3%A4.latchkey.yaml'], ['/mit leerzeichen/ä.latchkey.yaml']],
    [['file://localhost/srv/home.latchkey'], ['/srv/home.latchkey']],
    [['/srv/%20.latchkey'], ['/srv/%20.latchkey']],
  ])('%j name files', (args, files) =>
    expect(workspacesFromArguments(args, cwd)).toEqual(files.map((file) => path.resolve(file))),
  );

  it.each([
    [[]],
    [['notes.txt']],
    [['--x.latchkey.yaml']],
    [['config.yaml']],
    [['latchkey.yaml']],
    [['a\0.latchkey']],
    [['file:///srv/a%00.latchkey']],
    [['file:///srv/home.txt']],
    [['--', 'b']],
  ])('%j name none', (args) => expect(workspacesFromArguments(args, cwd)).toEqual([]));

  it('only go by the end of the name', () => {
    expect(isWorkspaceFile('/x.latchkey.yaml/passwd')).toBe(false);
  });
});

describe('a second start', () => {
  it('ends when the first is still there', () => {
    electron.state.firstInstance = false;
    expect(setupSingleInstance(() => {})).toBe(false);
    expect(electron.appEvents.listening()).toEqual([]);
  });

  it('passes all its files to the first', () => {
    const started: (readonly string[])[] = [];
    expect(setupSingleInstance((files) => started.push(files))).toBe(true);
    const args = ['/opt/latchkey', '--flag', 'a.latchkey.yaml', 'b.latchkey.yaml'];
    electron.appEvents.emit('second-instance', {}, args, cwd);
    electron.appEvents.emit('second-instance', {}, ['/opt/latchkey'], cwd);
    expect(started).toEqual([[path.join(cwd, 'a.latchkey.yaml'), path.join(cwd, 'b.latchkey.yaml')], []]);
  });

  it('shows the window of the first, and does not trip over one that is closed', () => {
    const fake = fakeWindow();
    fake.minimized = true;
    bringForward(fake.window);
    expect(fake.calls).toEqual(['restore', 'show', 'focus']);
    fake.destroyed = true;
    bringForward(fake.window);
    expect(fake.calls).toHaveLength(3);
  });

  it('takes files from macOS', () => {
    const opened: string[] = [];
    setupOpenFile((file) => opened.push(file));
    const event = fakeEvent();
    electron.appEvents.emit('open-file', event, '/x.latchkey');
    expect([event.prevented, opened]).toEqual([true, ['/x.latchkey']]);
  });
});

describe('the theme', () => {
  it('is the person’s choice, and the window follows it until it closes', () => {
    applyTheme('dark');
    electron.state.dark = true;
    const fake = fakeWindow();
    followTheme(fake.window);
    electron.themeEvents.emit('updated');
    expect([isDark(), fake.background]).toEqual([true, '#151615']);
    electron.state.dark = false;
    electron.themeEvents.emit('updated');
    expect(fake.background).toBe('#f6f5f2');
    fake.events.emit('closed');
    expect(electron.themeEvents.listening()).toEqual([]);
  });
});
