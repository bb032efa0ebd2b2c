import { treeOf } from './tree.ts';
import { split, type Writer } from './writer.ts';

export const JSON_FILE: Writer = {
  comment: undefined,
  lines: (values) => split(JSON.stringify(treeOf(values), null, 2)),
};
