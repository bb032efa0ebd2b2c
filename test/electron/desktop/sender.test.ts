import { describe, expect, it } from 'vitest';
import { isTrustedSender } from '../../../electron/desktop/sender.ts';
import { fakeContents, fakeFrame } from '../../helpers/electron-fake.ts';

const { contents } = fakeContents();
const windows = new Set([contents.id]);
const from = (frame: Parameters<typeof fakeFrame>[0] | null, sender = contents) =>
  isTrustedSender({ sender, senderFrame: frame === null ? null : fakeFrame(frame) }, windows);

describe('who may send', () => {
  it('is the main frame of our window showing our page', () => expect(from({})).toBe(true));
  it.each([
    ['a frame that is gone', null],
    ['a detached frame', { detached: true }],
    ['a frame inside the page', { parent: fakeFrame() }],
    ['a foreign page', { url: 'https://evil.example/' }],
    ['a page that names ours', { url: 'https://evil.example/?app://latchkey/' }],
    ['an empty page', { url: 'about:blank' }],
    ['our script instead of our page', { url: 'app://latchkey/assets/index.js' }],
    ['no address', { url: '' }],
  ])('is not %s', (_what, frame) => expect(from(frame)).toBe(false));
  it('is not a window that was never let in', () => {
    expect(from({}, fakeContents().contents)).toBe(false);
  });
});
