import { exposeBridge } from './desktop/bridge.ts';

exposeBridge();
