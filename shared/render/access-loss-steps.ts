import { describeLoss, lossRemark } from '../client/access-loss.ts';
import type { Connection } from '../client/types.ts';
import type { GuideStep } from './types.ts';

/** A step of a provider's guide that says whose access ends, if the last change ended somebody's. */
export function accessLossSteps(connections: readonly Connection[]): GuideStep[] {
  const losing = connections.filter(({ access_loss }) => access_loss !== undefined);
  if (losing.length === 0) return [];
  return [
    {
      id: 'access-narrowed',
      title: 'See that it is meant: some people lose access',
      where: 'Your workspace: policy and groups of the app',
      on_screen: {
        where: 'Who may sign in, at the step Addresses',
        leads_to: { step: 'addresses', focus: `apps.${losing[0]!.app.id}.groups` },
      },
      fields: losing.map(({ client, access_loss }) => ({
        label: `With the last change of ${client.client_name}`,
        value: describeLoss(access_loss!),
      })),
      note: lossRemark(losing[0]!),
    },
  ];
}
