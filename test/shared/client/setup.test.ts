import { describe, expect, it } from 'vitest';
import { providerOf } from '../../../shared/catalog/providers/index.ts';
import { chosenSetup } from '../../../shared/client/setup.ts';
import { PROVIDER_KINDS } from '../../../shared/workspace/kinds.ts';

describe('whether a provider has clients already', () => {
  const rows = PROVIDER_KINDS.flatMap((kind) =>
    ([undefined, 'new', 'existing'] as const).flatMap((setup) =>
      [true, false].map((answers) => ({ kind, setup, answers })),
    ),
  );
  it.each(rows)('$kind, stated $setup, answers $answers', ({ kind, setup, answers }) => {
    const oneList = providerOf(kind).one_list_of_clients;
    const chosen = chosenSetup(oneList, setup, answers);
    if (!oneList) expect(chosen).toBeUndefined();
    // Nothing but a statement leads to the complete block, which would replace a list.
    else if (setup === undefined) expect(chosen).toBe(answers ? 'existing' : undefined);
    else expect(chosen).toBe(setup);
  });

  it('is asked of at least one product, and not of all', () => {
    expect(PROVIDER_KINDS.map((kind) => providerOf(kind).one_list_of_clients)).toEqual(
      expect.arrayContaining([true, false]),
    );
  });
});
