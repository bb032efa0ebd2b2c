/**
 * Makes all icons of the installers from `build/icon.svg` with Chromium: node build/make-icons.mjs
 * The results are committed, so that packaging needs no browser and no converter.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const here = path.dirname(fileURLToPath(import.meta.url));
const svg = readFileSync(path.join(here, 'icon.svg'), 'utf8');

/** Linux needs a folder with one file for each size; Windows and macOS need one file with several sizes. */
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ICO = [16, 24, 32, 48, 64, 128, 256];
/** Types of the icns format that contain PNG, with their size in pixels. */
const ICNS = {
  icp4: 16,
  icp5: 32,
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
};
/** macOS icons have a margin: the icon fills 824 of 1024 pixels. */
const MAC_FACE = 824 / 1024;

const executablePath =
  process.env.CHROMIUM ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-quic',
    '--no-first-run',
  ],
});
const page = await browser.newPage();

/** Draws the icon as a PNG with this many pixels; the icon fills `share` of it. */
async function png(size, share = 1) {
  await page.setViewportSize({ width: size, height: size });
  const face = Math.round(size * share);
  await page.setContent(
    `<style>*{margin:0}body{width:${size}px;height:${size}px;display:grid;place-items:center;overflow:hidden}svg{display:block;width:${face}px;height:${face}px}</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}

const folder = path.join(here, 'icons');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const size of LINUX) writeFileSync(path.join(folder, `${size}x${size}.png`), await png(size));
writeFileSync(
  path.join(here, 'icon.ico'),
  ico(await Promise.all(ICO.map((size) => readFileSync(path.join(folder, `${size}x${size}.png`))))),
);
const mac = [];
for (const [type, size] of Object.entries(ICNS)) mac.push([type, await png(size, MAC_FACE)]);
writeFileSync(path.join(here, 'icon.icns'), icns(mac));
await browser.close();

/** Makes a Windows icon file: a directory of PNGs. */
function ico(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach((image, index) => {
    const entry = 6 + 16 * index;
    // The format writes 256 as 0.
    header[entry] = ICO[index] % 256;
    header[entry + 1] = ICO[index] % 256;
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(image.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += image.length;
  });
  return Buffer.concat([header, ...images]);
}

/** Makes a macOS icon file: a list of typed blocks. */
function icns(images) {
  const blocks = images.map(([type, image]) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32BE(8 + image.length, 4);
    return Buffer.concat([head, image]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(8 + blocks.reduce((sum, block) => sum + block.length, 0), 4);
  return Buffer.concat([head, ...blocks]);
}
