import type { Connection } from '../../client/types.ts';
import type { GuideStep } from '../types.ts';
import type { AuthentikDialect } from './dialect.ts';
import { type AuthorizationFlow, SECOND_FACTOR_STAGE } from './flow.ts';
import { flowName } from './flow-entries.ts';
import { adminUrl, newButton } from './screens.ts';
import { source } from './source.ts';

/** The steps to create a flow that authentik does not ship; empty for a flow that it ships. */
export function flowSteps(
  connection: Connection,
  flow: AuthorizationFlow,
  dialect: AuthentikDialect,
): GuideStep[] {
  if (!flow.custom) return [];
  const { entry } = connection.provider;
  const stages = `Flows and Stages › Stages › ${newButton(dialect, 'Stage')}`;
  const again = 'If another app made it already, leave it as it is.';
  const bound = [
    ...(flow.secondFactor ? [{ label: 'Stage, order 0', value: SECOND_FACTOR_STAGE }] : []),
    ...(flow.consent ? [{ label: 'Stage, order 10', value: flow.consent.name }] : []),
  ];
  return [
    ...(flow.secondFactor
      ? [
          {
            id: 'authentik-second-factor',
            title: 'Make the stage that asks for a second factor',
            where: `${stages} › Authenticator Validation Stage`,
            fields: [
              { label: 'Name', value: SECOND_FACTOR_STAGE },
              { label: 'Not configured action', value: 'Deny' },
            ],
            note: `${again} Each user needs a second factor first: in their own settings, under MFA Devices. It is asked each time the app is opened, after the login itself; a “Last validation threshold” above zero makes it rarer.`,
            why: {
              text: 'A second factor for one app belongs into the flow that authorizes it, and “Skip” would let users without one through.',
              source: source('per_app_mfa'),
            },
          },
        ]
      : []),
    ...(flow.consent
      ? [
          {
            id: 'authentik-consent',
            title: 'Make the stage that asks for consent',
            where: `${stages} › Consent Stage`,
            fields: [
              { label: 'Name', value: flow.consent.name },
              {
                label: 'Mode',
                value: flow.consent.mode === 'expiring' ? 'Consent expires' : 'Always require consent',
              },
              ...(flow.consent.consent_expire_in === undefined
                ? []
                : [{ label: 'Consent expires in', value: flow.consent.consent_expire_in }]),
            ],
            note: again,
            why: {
              text: 'authentik’s own consent stage remembers for four weeks; your choice differs.',
              source: source('explicit_consent'),
            },
          },
        ]
      : []),
    {
      id: 'authentik-flow',
      title: 'Make the flow',
      where: `Flows and Stages › Flows › ${newButton(dialect, 'Flow')}`,
      url: adminUrl(entry, 'flow/flows'),
      fields: [
        { label: 'Name', value: flowName(flow) },
        { label: 'Title', value: 'Redirecting to %(app)s' },
        { label: 'Slug', value: flow.slug },
        { label: 'Designation', value: 'Authorization' },
        { label: 'Authentication', value: 'Require authentication' },
      ],
      note: again,
      why: { text: 'It runs between the login and the app.', source: source('consent_stage') },
    },
    ...(bound.length === 0
      ? []
      : [
          {
            id: 'authentik-flow-stages',
            title: 'Bind the stages to the flow',
            where: `Flows and Stages › Flows › ${flow.slug} › Stage Bindings`,
            fields: bound,
          },
        ]),
  ];
}
