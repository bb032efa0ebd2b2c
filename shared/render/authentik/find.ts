import { tagged, type YamlTag } from '../text/yaml-lines.ts';

/** Looks an object up when the blueprint is applied; nothing found becomes null, which the import refuses where it is needed. */
export const find = (model: string, field: string, value: string): YamlTag =>
  tagged('!Find', [model, [field, value]]);
