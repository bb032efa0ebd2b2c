import { readFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { BootShell } from '../../renderer/components/shell.tsx';

const squeezed = (html: string) => html.replace(/\s+/g, ' ').replace(/\s*([<>])\s*/g, '$1');

it('index.html holds what React shows first, so that nothing jumps when React takes over', () => {
  const page = squeezed(readFileSync(new URL('../../renderer/index.html', import.meta.url), 'utf8'));
  expect(page).toContain(`<div id="root">${squeezed(renderToStaticMarkup(createElement(BootShell)))}</div>`);
});
