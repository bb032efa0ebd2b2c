import { exposeBridge } from './desktop/bridge.ts';
import { watchDrops } from './desktop/drop.ts';

exposeBridge();
watchDrops(globalThis as unknown as Parameters<typeof watchDrops>[0]);
