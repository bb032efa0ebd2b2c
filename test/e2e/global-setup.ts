import { noChromium } from './chromium.ts';
import { startHost } from './host.ts';

/** Bundles what changed, once and before any test is timed. */
export default async function setUp(): Promise<void> {
  if (noChromium !== undefined) {
    console.warn(`\nSKIPPED: everything in the browser, because ${noChromium}.\n`);
    return;
  }
  const host = await startHost({ patienceMs: 180_000 });
  await host.close();
}
