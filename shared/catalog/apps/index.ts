import type { AppKind } from '../../workspace/types.ts';
import type { AppDefinition } from '../types.ts';
import { custom } from './custom.ts';
import { kestra } from './kestra.ts';
import { memos } from './memos.ts';
import { romm } from './romm.ts';

/** Every kind of app that Latchkey knows. */
export const APPS: Readonly<Record<AppKind, AppDefinition>> = { memos, romm, kestra, custom };
