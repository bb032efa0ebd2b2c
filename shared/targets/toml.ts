import { stringify as tomlText } from 'smol-toml';
import { treeOf } from './tree.ts';
import { split, type Writer } from './writer.ts';

export const TOML: Writer = { comment: ['# ', ''], lines: (values) => split(tomlText(treeOf(values))) };
