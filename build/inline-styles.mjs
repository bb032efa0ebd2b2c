/**
 * Puts the page's style sheet into the page itself: one request less before it can paint anything. The page's
 * policy allows a style element only with the nonce that `electron/page/files.ts` adds.
 *
 * @returns {import('vite').Plugin}
 */
export function inlineStyles() {
  const inside = new Set();
  return {
    name: 'latchkey:styles-in-the-page',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') return;
      page.source = String(page.source).replace(
        /<link rel="stylesheet"[^>]* href="\.\/([^"]+)">/g,
        (_link, file) => {
          const sheet = bundle[file];
          if (sheet?.type !== 'asset') this.error(`The page names ${file}, which was not built.`);
          const css = String(sheet.source);
          // An address in it would no longer be relative to the style sheet, and a tag would end the element.
          if (/<\/style|url\((?!["']?data:)/i.test(css)) this.error(`${file} can't stand inside the page.`);
          delete bundle[file];
          inside.add(file.slice(file.lastIndexOf('/') + 1));
          return `<style>${css}</style>`;
        },
      );
    },
    // Vite writes what a chunk loads with it only at the very end.
    writeBundle(_options, bundle) {
      for (const [name, one] of Object.entries(bundle))
        for (const file of inside)
          if (one.type === 'chunk' && one.code.includes(file))
            this.error(`${name} would load ${file}, which is inside the page.`);
    },
  };
}
