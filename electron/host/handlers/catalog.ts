import { ok } from '../../../shared/result.ts';
import { catalogView } from '../catalog-view.ts';
import type { CallHandlers } from '../gate.ts';

export const catalogHandlers = (): Pick<CallHandlers, 'catalog.view'> => ({
  'catalog.view': async () => ok(catalogView()),
});
