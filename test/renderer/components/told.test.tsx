// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { prose } from '../../../renderer/components/code-words.ts';
import { Choice, TextInput } from '../../../renderer/components/fields.tsx';
import { NoticeBox } from '../../../renderer/components/notice.tsx';
import { Name, Told } from '../../../renderer/components/told.tsx';
import { AppProvider } from '../../../renderer/store/react.tsx';
import { createAppStore } from '../../../renderer/store/store.ts';
import { en } from '../../../renderer/text/en.ts';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { createFakeHost } from '../fake-host.ts';

afterEach(cleanup);
const ROOT = join(import.meta.dirname, '../../..');
const sourcesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(ROOT, folder, file));

/** Every message that may stand at a field or in the list of a file's mistakes, and marks code or quotes something. */
const MESSAGES = ['shared/workspace', 'shared/addresses']
  .flatMap(sourcesIn)
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'/g)])
  .map(([literal]) =>
    literal
      .slice(1, -1)
      .replaceAll('\\`', '`')
      .replaceAll("\\'", "'")
      .replace(/\$\{[^{}]*\}/g, 'x'),
  )
  .filter((text) => /`[^`]+`/.test(text) || (/[“”]/.test(text) && / /.test(text)));

describe('a name', () => {
  it('stays whole, in a label and in a sentence', () => {
    const { container } = render(
      <p>
        <Name text="Environment variable X_AUTHELIA_CONFIG" /> <Told text="Give it --config once." />
      </p>,
    );
    expect([...container.querySelectorAll('.whole')].map((one) => one.textContent)).toEqual([
      'X_AUTHELIA_CONFIG',
      '--config',
    ]);
    expect(container.textContent).toBe('Environment variable X_AUTHELIA_CONFIG Give it --config once.');
  });
});

describe('a message beside a field', () => {
  it('is looked for where messages are made', () => {
    expect(MESSAGES.filter((text) => text.includes('`')).length).toBeGreaterThan(3);
  });

  it.each([...new Set(MESSAGES)])('shows what is marked as code, and no mark: %s', (message) => {
    const issue = { severity: 'error', message } as const;
    const { container } = render(
      <AppProvider app={createAppStore(createFakeHost().client, window)}>
        <TextInput label="Address" value="" onChange={() => undefined} issue={issue} />
        <Choice label="Kind" value="" onChange={() => undefined} options={[]} issue={issue} />
        <NoticeBox tone="error" fix={message}>
          {message}
        </NoticeBox>
      </AppProvider>,
    );
    expect(container.textContent).not.toContain('`');
    const marked = [...message.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
    for (const code of marked) expect(screen.getAllByText(code!, { selector: 'code' }).length).toBe(4);
    for (const quoted of message.match(/“[^”`]*”/g) ?? [])
      expect(container.textContent).toContain(prose(quoted));
  });
});

/** What a screen says in sentences: everything but what stands as code. */
const said = (text: string): string => {
  const shown = render(<Told text={text} />).container.cloneNode(true) as HTMLElement;
  cleanup();
  for (const code of shown.querySelectorAll('code')) code.remove();
  return shown.textContent;
};
const STRAIGHT = /\p{L}'\p{L}/u;

describe('the apostrophe', () => {
  it('is curved in every text of the screens', () => {
    expect(Object.entries(en).filter(([, text]) => text.includes("'"))).toEqual([]);
  });

  it('is curved in every sentence of the diagnoses', () => {
    const page = readFileSync(join(ROOT, 'docs/diagnoses.md'), 'utf8');
    const told = page.split('\n').filter((line) => /^- \*\*(?:Seen|Cause|Edit):/.test(line));
    expect(told.length).toBeGreaterThan(400);
    expect(told.map(said).filter((line) => STRAIGHT.test(line))).toEqual([]);
  });

  it.each([...PROFILE_KINDS])('is curved in what is told of %s', (kind) => {
    const { about, notices = [], editions = [], versions } = builtInProfile(kind)!;
    const texts = [
      about,
      versions.too_old?.reason,
      ...editions.map(({ reason }) => reason),
      ...notices.flatMap(({ text, fix }) => [text, fix]),
    ].filter((text): text is string => typeof text === 'string');
    expect(texts.map(said).filter((text) => STRAIGHT.test(text))).toEqual([]);
  });

  it.each([
    [
      "The provider's name doesn't resolve, and it'll stay so.",
      'The provider’s name doesn’t resolve, and it’ll stay so.',
    ],
    ["The list 'items' and OIDC_X='it'", "The list 'items' and OIDC_X='it'"],
  ])('changes nothing else: %s', (text, shown) => {
    expect(prose(text)).toBe(shown);
  });

  it('stays as it is in what is to be copied', () => {
    const { container } = render(<Told text="Run `sh -c 'echo it's'` on the app's machine." />);
    expect(container.querySelector('code')!.textContent).toBe("sh -c 'echo it's'");
    expect(container.textContent).toContain('the app’s machine');
  });
});
