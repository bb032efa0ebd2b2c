import { describe, expect, test } from 'vitest';
import { deriveConnections } from '../../../shared/client/derive.ts';
import { removalSteps } from '../../../shared/render/removal.ts';
import { renderDeliverables } from '../../../shared/render/render.ts';
import { PAIRS, PLANTED, plantedBag } from '../../helpers/pairs.ts';

describe.each(PAIRS)('taking $name apart', ({ workspace, app }) => {
  const bag = plantedBag(workspace);
  const [connection] = deriveConnections(workspace, { [app]: bag.clients[app]!.client_id });
  const deliverables = renderDeliverables([connection!], bag);
  const steps = removalSteps(connection!, deliverables, true);

  test('begins with another way in, then the app, then the provider', () => {
    expect(steps.map(({ id }) => id)).toEqual([
      `remove-${app}-other-way-in`,
      `remove-${app}-app`,
      `remove-${app}-at-provider`,
    ]);
  });

  test('names what is to be found there, and no secret', () => {
    for (const step of steps.slice(1)) {
      expect(step.fields.map(({ value }) => value)).toContain(bag.clients[app]!.client_id);
      expect(step.where).not.toMatch(/Create$/);
    }
    expect(JSON.stringify(steps)).not.toContain(PLANTED.client_secret);
  });

  test('says of the last app that the provider may stay', () => {
    expect(steps.at(-1)?.note).toContain('last app');
    expect(removalSteps(connection!, deliverables, false).at(-1)?.note).not.toContain('last app');
  });
});
