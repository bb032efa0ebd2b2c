import { tagged, type YamlTag } from '../text/yaml-lines.ts';

/**
 * Looks up an object when the blueprint is applied, also one that an entry above has just made. If nothing is
 * found the value is null, and the import refuses null where a value is needed.
 *
 * `!KeyOf` is not used: if an entry with it is refused, authentik can't print the entry, and the import ends
 * with an empty answer (405) instead of the reason.
 */
export const find = (
  model: string,
  field: string,
  value: string,
  ...more: readonly (readonly [string, string])[]
): YamlTag => tagged('!Find', [model, [field, value], ...more]);
