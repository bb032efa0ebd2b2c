import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allApps } from '../../../shared/catalog/apps/index.ts';
import type { Notice } from '../../../shared/catalog/types.ts';
import { isAboutSubPath, noticeStep } from '../../../shared/client/notice-step.ts';

const notice = (code: string, change: Partial<Notice> = {}): Notice => ({
  code,
  severity: 'warning',
  side: 'app',
  message: '',
  ...change,
});
const FILE = path.join(import.meta.dirname, '../../../shared/client/notice-step.ts');

describe('the step of a notice', () => {
  it('is that of its field, where it names one', () => {
    expect(noticeStep(notice('x', { path: 'providers.home.setup' }))).toBe('provider');
    expect(noticeStep(notice('x', { path: 'apps.notes.version' }))).toBe('app');
    expect(noticeStep(notice('x', { path: 'apps.notes.settings.groups' }))).toBe('addresses');
  });

  it('is the one where something is done about it', () => {
    expect(noticeStep(notice('memos-link-existing'))).toBe('test');
    expect(noticeStep(notice('memos-registration'))).toBe('apply');
    expect(noticeStep(notice('client-secret-from-provider', { side: 'provider' }))).toBe('secrets');
    expect(noticeStep(notice('homebox-no-sub-path', { severity: 'error' }))).toBe('addresses');
    expect(noticeStep(notice('memos-plain-http', { severity: 'error' }))).toBe('addresses');
  });

  it('knows every notice of the catalog on an app below a path', () => {
    const missed = allApps().flatMap(({ kind, profile }) =>
      (profile?.notices ?? [])
        .filter(({ when }) => JSON.stringify(when ?? '').includes('app.sub_path'))
        .filter(({ code }) => !isAboutSubPath(notice(`${kind}-${code}`)))
        .map(({ code }) => `${kind}-${code}`),
    );
    expect(missed).toEqual([]);
  });

  it('lists no name that nothing has any more', () => {
    const codes = new Set(
      allApps().flatMap(({ profile }) => (profile?.notices ?? []).map(({ code }) => code)),
    );
    const notices = readFileSync(path.join(path.dirname(FILE), 'notices.ts'), 'utf8');
    const listed = [...readFileSync(FILE, 'utf8').matchAll(/^ {2}'([a-z-]+)',$/gm)].map(([, code]) => code!);
    expect(listed.length).toBeGreaterThan(10);
    expect(listed.filter((code) => !codes.has(code) && !notices.includes(`'${code}'`))).toEqual([]);
  });
});
