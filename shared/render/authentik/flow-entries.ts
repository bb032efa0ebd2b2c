import { entry, item, map, type YamlItem, type YamlTag } from '../text/yaml-lines.ts';
import { find } from './find.ts';
import { type AuthorizationFlow, SECOND_FACTOR_STAGE } from './flow.ts';
import { source } from './source.ts';

const VALIDATE_STAGE = 'authentik_stages_authenticator_validate.authenticatorvalidatestage';
const CONSENT_STAGE = 'authentik_stages_consent.consentstage';

/** The blueprint entries of a flow that authentik does not ship; empty for a flow that it ships. */
export function flowEntries(flow: AuthorizationFlow): YamlItem[] {
  if (!flow.custom) return [];
  const { secondFactor, consent } = flow;
  return [
    ...(secondFactor
      ? [
          item(
            map(
              entry('model', VALIDATE_STAGE, {
                why: {
                  text: 'A second factor for one app belongs into the flow that authorizes it.',
                  source: source('per_app_mfa'),
                },
              }),
              entry('id', 'second-factor'),
              entry('identifiers', map(entry('name', SECOND_FACTOR_STAGE))),
              entry(
                'attrs',
                map(
                  entry('not_configured_action', 'deny', {
                    why: {
                      text: 'Whoever has no second factor is refused; “skip” would let them through.',
                      source: source('validate_stage'),
                    },
                  }),
                ),
              ),
            ),
            {
              comment:
                'Asks for the second factor each time an app with this flow is opened, after the login itself.\nTo ask less often, set “Last validation threshold” on this stage by hand; this file leaves it alone.',
            },
          ),
        ]
      : []),
    ...(consent
      ? [
          item(
            map(
              entry('model', CONSENT_STAGE),
              entry('id', 'consent'),
              entry('identifiers', map(entry('name', consent.name))),
              entry(
                'attrs',
                map(
                  entry('mode', consent.mode, {
                    why: {
                      text:
                        consent.mode === 'expiring'
                          ? 'Consent is remembered for a while.'
                          : 'Consent is asked each time. authentik’s own stage remembers it for four weeks, so this is one of its own.',
                      source:
                        consent.mode === 'expiring' ? source('consent_stage') : source('explicit_consent'),
                    },
                  }),
                  consent.consent_expire_in === undefined
                    ? undefined
                    : entry('consent_expire_in', consent.consent_expire_in),
                ),
              ),
            ),
          ),
        ]
      : []),
    item(
      map(
        entry('model', 'authentik_flows.flow'),
        entry('id', 'flow'),
        entry('identifiers', map(entry('slug', flow.slug))),
        entry(
          'attrs',
          map(
            entry('name', flowName(flow)),
            entry('title', 'Redirecting to %(app)s'),
            entry('designation', 'authorization'),
            entry('authentication', 'require_authenticated'),
          ),
        ),
      ),
      { comment: 'One flow for all apps with the same choices.' },
    ),
    ...(secondFactor ? [stageBinding(flow, find(VALIDATE_STAGE, 'name', SECOND_FACTOR_STAGE), 0)] : []),
    ...(consent ? [stageBinding(flow, find(CONSENT_STAGE, 'name', consent.name), 10)] : []),
  ];
}

/** The name of the flow in lists. */
export function flowName({ secondFactor, consent }: AuthorizationFlow): string {
  const parts = [
    ...(secondFactor ? ['second factor'] : []),
    consent === undefined
      ? 'no consent'
      : consent.mode === 'expiring'
        ? `consent for ${consent.consent_expire_in}`
        : 'consent each time',
  ];
  return `Latchkey: ${parts.join(', ')}`;
}

const stageBinding = ({ slug }: AuthorizationFlow, stage: YamlTag, order: number): YamlItem =>
  item(
    map(
      entry('model', 'authentik_flows.flowstagebinding'),
      entry(
        'identifiers',
        map(
          entry('target', find('authentik_flows.flow', 'slug', slug)),
          entry('stage', stage),
          entry('order', order),
        ),
      ),
    ),
  );
