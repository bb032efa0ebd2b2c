import { allApps } from '../../../shared/catalog/apps/index.ts';
import type { AppDefinition } from '../../../shared/catalog/types.ts';
import type { AppProfile } from '../../../shared/profile/schema.ts';
import { testedSentence } from '../../../shared/render/profiled/tested.ts';
import { code, prose } from '../../../shared/render/text/markdown.ts';

/** docs/apps.md: every app, how its side is set, how well that is known, and what to know first. */
export function appsPage(): string {
  const apps = allApps().filter(({ kind }) => kind !== 'custom');
  return `${[
    '# The apps',
    `Latchkey knows ${apps.length} apps. This page is made from their profiles ([how to add one](profiles.md)); \`latchkey apps KIND\` says the same for one. Any other app is \`kind: custom\`. “Run” means that a real login went through what is written here; “code”, that the app’s source was read; “guide”, that somebody else’s guide says so.`,
    [
      '| app | kind | versions | its side is set by | known from |',
      '| --- | --- | --- | --- | --- |',
      ...apps.map(
        (app) =>
          `| [${cell(app.name)}](#${anchor(app.name)}) | ${code(app.kind)} | ${versionsOf(app)} | ${cell(setBy(app))} | ${app.profile?.tested.how ?? 'run'} |`,
      ),
    ].join('\n'),
    ...apps.map(section),
  ].join('\n\n')}\n`;
}

const cell = (text: string): string => prose(text).replaceAll('|', '\\|');
/** As GitHub makes the anchor of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const versionsOf = ({ versions: { lines } }: AppDefinition): string =>
  lines.length === 1 ? lines[0]! : `${lines[0]} to ${lines.at(-1)}`;

/** A sentence of a profile for a page that is about no workspace in particular. */
const general = (text: string): string =>
  prose(
    text
      .replace(/\{app\.[a-z]+[^}]*\}/g, 'the app’s address')
      .replace(/\{provider\.[a-z]+[^}]*\}/g, 'the provider’s name')
      .replace(/\{settings\.([a-z0-9_]+)[^}]*\}/g, '“$1”'),
  );

function setBy({ profile }: AppDefinition): string {
  if (profile === undefined) return 'see below';
  return [...new Set(profile.targets.map(wayOf))].join(', ');
}

function wayOf(target: AppProfile['targets'][number]): string {
  if ('env' in target) return 'environment';
  if ('file' in target) return `file (${target.format})`;
  if ('command' in target) return 'command';
  return 'screen' in target ? 'screen' : 'its API';
}

function section(app: AppDefinition): string {
  const { profile } = app;
  return [
    `## ${app.name}`,
    `${prose(app.description)}. ${profile === undefined ? 'Written in code, and run by us with real programs ([how](interop.md)).' : prose(testedSentence(profile))}`,
    ...(profile?.plugin === undefined
      ? []
      : [
          `The login comes from a plug-in: [${prose(profile.plugin.name)}](${profile.plugin.url}). ${prose(profile.plugin.state)}`,
        ]),
    ...(app.editions === undefined
      ? []
      : [
          app.editions
            .map(
              (one) =>
                `- Edition ${code(one.id)}: ${one.supported ? 'has the login' : prose(one.reason ?? 'has no login')}`,
            )
            .join('\n'),
        ]),
    ...(profile === undefined || app.settings.length === 0 ? [] : [settingsTable(app)]),
    ...(profile?.notices?.length
      ? [
          profile.notices
            .map(
              ({ severity, text, fix }) =>
                `- ${severity}: ${general(text)}${fix === undefined ? '' : ` ${general(fix)}`}`,
            )
            .join('\n'),
        ]
      : []),
    `Sources: ${app.sources.map(({ ref }) => code(ref)).join(', ')}.`,
  ].join('\n\n');
}

function settingsTable({ settings }: AppDefinition): string {
  return [
    '| setting | meaning | default |',
    '| --- | --- | --- |',
    ...settings.map(
      ({ key, label, help, default: preset, since, before }) =>
        `| ${code(key)} | ${cell(label)}. ${cell(help)}${since === undefined ? '' : ` From ${since}.`}${before === undefined ? '' : ` Before ${before}.`} | ${preset === undefined ? 'none' : code(String(preset))} |`,
    ),
  ].join('\n');
}
