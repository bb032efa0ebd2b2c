import type { Notice, SettingDefinition } from '../catalog/types.ts';
import type { GuideStep } from '../render/types.ts';

/** What keys are called on the screens: those of the app’s own settings, and the one that every app has. */
type Labels = readonly Pick<SettingDefinition, 'key' | 'label'>[];

const OF_EVERY_APP: Labels = [{ key: 'redirect_uris', label: 'Redirect URIs' }];

/** The same sentence with what a setting is called on the screens in place of its key in the workspace file. */
export function withLabels(text: string, settings: Labels): string {
  // A key of one word is an everyday word as well.
  const known = [...OF_EVERY_APP, ...settings].filter(({ key }) => key.includes('_'));
  return known.reduce(
    (said, { key, label }) =>
      said.replace(
        new RegExp(`(?:“${key}”|(?<![\\w./:“"-])${key}(?![\\w/:”"=-]|\\.\\w))(?: in the workspace)?`, 'g'),
        () => `“${label}”`,
      ),
    text,
  );
}

/** A notice in the terms of the screens. */
export function noticeOnScreen({ on_screen, ...notice }: Notice, settings: Labels): Notice {
  const fix = on_screen?.fix ?? notice.fix;
  return {
    ...notice,
    message: withLabels(on_screen?.message ?? notice.message, settings),
    ...(fix === undefined ? {} : { fix: withLabels(fix, settings) }),
  };
}

/** What a step says in the terms of the screens. */
export function stepOnScreen(
  { where, note, on_screen }: Pick<GuideStep, 'where' | 'note' | 'on_screen'>,
  settings: Labels,
): Pick<GuideStep, 'where' | 'note'> & Pick<NonNullable<GuideStep['on_screen']>, 'must' | 'leads_to'> {
  const said = on_screen?.note ?? note;
  return {
    where: on_screen?.where ?? where,
    ...(said === undefined ? {} : { note: withLabels(said, settings) }),
    ...(on_screen?.must === undefined ? {} : { must: withLabels(on_screen.must, settings) }),
    ...(on_screen?.leads_to === undefined ? {} : { leads_to: on_screen.leads_to }),
  };
}
