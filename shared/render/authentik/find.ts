import { tagged, type YamlTag } from '../text/yaml-lines.ts';

/**
 * Looks up an object when the blueprint is applied. If nothing is found the value is null, and the import
 * refuses null where a value is needed.
 */
export const find = (model: string, field: string, value: string): YamlTag =>
  tagged('!Find', [model, [field, value]]);
