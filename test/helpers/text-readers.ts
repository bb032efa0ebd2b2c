import { expect } from 'vitest';
import * as pasted from '../../shared/addresses/pasted.ts';
import { repairAddress } from '../../shared/addresses/repair.ts';
import { allApps } from '../../shared/catalog/apps/index.ts';
import { normaliseUrl } from '../../shared/client/url.ts';
import { parseContainerProbe, probeCut, whyNoProbe } from '../../shared/diagnosis/container-report.ts';
import { explainErrorPage, visibleText } from '../../shared/diagnosis/error-page.ts';
import { containerSentence, explain } from '../../shared/diagnosis/explain.ts';
import { isHiddenValue } from '../../shared/diagnosis/hidden-value.ts';
import { asCodes, complaints, minimumLength, sentenceOf } from '../../shared/diagnosis/judges/words.ts';
import { printable, withoutEscapes } from '../../shared/diagnosis/printable.ts';
import { probeSaid } from '../../shared/diagnosis/probe-said.ts';
import { describeText } from '../../shared/diagnosis/reading/described.ts';
import {
  describedError,
  logoutRedirect,
  missingClaims,
  saidByHttp,
  sentRedirect,
  tellsOfLogout,
} from '../../shared/diagnosis/reading/named.ts';
import { asksOfNoFault } from '../../shared/diagnosis/reading/prose.ts';
import { redactCredentials, redactText, redactUrl } from '../../shared/diagnosis/redact.ts';
import { clientRows } from '../../shared/existing/bring/clients.ts';
import { fileStates } from '../../shared/existing/bring/files.ts';
import { shownFindings } from '../../shared/existing/bring/findings.ts';
import { linesAround, shownText } from '../../shared/existing/bring/lines.ts';
import { sentencesOf } from '../../shared/existing/bring/sentences.ts';
import { secretForm } from '../../shared/existing/doctor/authelia/digest.ts';
import { examine, secretsToCompare } from '../../shared/existing/doctor/doctor.ts';
import { fixed } from '../../shared/existing/doctor/fix.ts';
import { pastedConfiguration } from '../../shared/existing/doctor/pasted.ts';
import { readExisting } from '../../shared/existing/doctor/reading.ts';
import { importFiles } from '../../shared/existing/import/import.ts';
import { addImported, newWorkspaceText } from '../../shared/existing/import/into.ts';
import { mergeApp, renderedFor, servicesOf } from '../../shared/existing/merge/app.ts';
import { lacksKeys, mergeAuthelia, secretsById } from '../../shared/existing/merge/authelia.ts';
import { mergeLines } from '../../shared/existing/merge/lines.ts';
import { appSecrets, yamlSecrets } from '../../shared/existing/merge/yaml-secrets.ts';
import { forecast } from '../../shared/forecast/forecast.ts';
import { builtInProfile } from '../../shared/profile/built-in.ts';
import { descriptionIn } from '../../shared/profile/describe.ts';
import { readAppProfile, readProfile } from '../../shared/profile/read.ts';
import { namedCallbacks, namedSettings, withoutSecrets } from '../../shared/profile/setting-words.ts';
import { renderApp } from '../../shared/render/app.ts';
import type { FileDeliverable } from '../../shared/render/types.ts';
import { readCompose } from '../../shared/targets/compose.ts';
import { readEnv } from '../../shared/targets/env.ts';
import { readIni } from '../../shared/targets/ini.ts';
import { variablesIn } from '../../shared/targets/reading.ts';
import { formatOf, recognise } from '../../shared/targets/recognise.ts';
import { readSource, type SourceFormat } from '../../shared/targets/sources.ts';
import * as edit from '../../shared/workspace/edit.ts';
import { lacksId, readIdOf, withId } from '../../shared/workspace/own-id.ts';
import { namedProfiles } from '../../shared/workspace/own-profiles.ts';
import { parseWorkspace, parseWorkspaceBytes } from '../../shared/workspace/parse.ts';
import { secretSpans } from '../../shared/workspace/secret-looks.ts';
import { readYaml } from '../../shared/workspace/yaml-reader.ts';
import { OPTIONS, planOf } from '../existing/merge-world.ts';
import { bagOf, connect } from './app-connection.ts';
import { CLIENT, oidc } from './hostile-texts.ts';

/** A reader of texts; the name is that of the file, where it has one. */
type Read = (text: string, name: string) => unknown;

const unknown = () => undefined;
const given = (text: string, name: string) => [{ name, text }];
const world = planOf();
const provider = { kind: 'authelia', url: 'https://auth.example.com' };
const app = { kind: 'memos', url: 'https://memos.example.com', provider: 'home' };
const FORMATS: readonly SourceFormat[] = [
  'env',
  'compose',
  'yaml',
  'json',
  'toml',
  'ini',
  'xml',
  'php',
  'python',
  'ruby',
  'command',
  'screen',
  'http',
];

/** Names that say the form of a file. */
const NAMES = ['.env', 'compose.yml', 'x.json', 'x.toml', 'x.ini', 'x.xml', 'x.php', 'x.py', 'x.rb'];

function doctor(text: string, name: string): void {
  const reading = readExisting(given(text, name));
  secretsToCompare(reading);
  const findings = examine(reading, () => false);
  for (const { message, fix } of findings) expect(message.length + fix.length).toBeLessThan(3_000);
}

/** What the window shows of a file. */
function broughtFile(text: string, name: string): void {
  const files = given(text, name);
  const reading = readExisting(files);
  const findings = examine(reading, () => false);
  const shown = new Map(files.map((file) => [file.name, shownText(file.text.replace(/^\ufeff/, ''))]));
  for (const { lines } of shownFindings(findings, shown, '••••••••'))
    expect(lines.length).toBeLessThanOrEqual(40);
  for (const { line } of findings) linesAround(shown.get(name)!, line, 1, '••••••••');
  fileStates([name], reading, findings);
  clientRows(importFiles(files, { url: 'https://auth.example.com' }), findings, shown);
}

function filesFor(kind: string): FileDeliverable[] {
  const connection = connect({ kind });
  return renderApp(connection, bagOf(connection, 'x'.repeat(40))).filter((one) => one.form === 'file');
}

/** For each form of a file, the first app that is set in it, with what is put there. */
const MERGED = ['.env', 'compose.yml', 'x.yml', 'x.json'].map((name) => {
  for (const { kind } of allApps()) {
    const files = filesFor(kind);
    const empty = name.endsWith('json') ? '{}' : name === 'compose.yml' ? `services:\n  ${kind}: {}\n` : '';
    if (mergeApp({ name, text: empty }, kind, files).ok) return [name, kind, files] as const;
  }
  throw new Error(`No app is set in ${name}.`);
});

/** Everything that reads what a stranger wrote, by where it stands. */
export const READERS: Readonly<Record<string, Read>> = {
  'shared/addresses/pasted.ts#appPage': (text) => pasted.appPage(text, undefined),
  'shared/addresses/pasted.ts#providerPage': (text) => pasted.providerPage(text, undefined),
  'shared/addresses/pasted.ts#withScheme': (text) => pasted.withScheme(text),
  'shared/addresses/repair.ts#repairAddress': (text) => repairAddress(text, { side: 'app', kind: undefined }),
  'shared/client/url.ts#normaliseUrl': (text) => normaliseUrl(text),
  'shared/diagnosis/container-report.ts#whyNoProbe': whyNoProbe,
  'shared/diagnosis/container-report.ts#probeCut': probeCut,
  'shared/diagnosis/probe-said.ts#probeSaid': (text) => probeSaid(text),
  'shared/diagnosis/reading/prose.ts#asksOfNoFault': asksOfNoFault,
  'shared/diagnosis/container-report.ts#parseContainerProbe': (text) =>
    parseContainerProbe(`latchkey-probe 1 begin\n${text}`),
  'shared/diagnosis/error-page.ts#explainErrorPage': (text) => explainErrorPage(text, connect(app, provider)),
  'shared/diagnosis/error-page.ts#visibleText': (text) => visibleText(text),
  'shared/diagnosis/hidden-value.ts#isHiddenValue': (text) => isHiddenValue(text),
  'shared/diagnosis/explain.ts#containerSentence': (text) => containerSentence(text),
  'shared/diagnosis/explain.ts#explain': (text) => explain(text),
  'shared/diagnosis/judges/words.ts#asCodes': (text) => asCodes(text),
  'shared/diagnosis/judges/words.ts#complaints': (text) => complaints(text),
  'shared/diagnosis/judges/words.ts#sentenceOf': (text) => sentenceOf('invalid_grant', text),
  'shared/diagnosis/judges/words.ts#minimumLength': (text) => minimumLength(text),
  'shared/diagnosis/printable.ts#printable': (text) => printable(text),
  'shared/diagnosis/printable.ts#withoutEscapes': (text) => withoutEscapes(text),
  'shared/diagnosis/reading/described.ts#describeText': (text) => describeText(text),
  'shared/diagnosis/reading/named.ts#describedError': (text) => describedError(text),
  'shared/diagnosis/reading/named.ts#logoutRedirect': (text) => logoutRedirect(text),
  'shared/diagnosis/reading/named.ts#missingClaims': (text) => missingClaims(text),
  'shared/diagnosis/reading/named.ts#saidByHttp': (text) => saidByHttp(text),
  'shared/diagnosis/reading/named.ts#sentRedirect': (text) => sentRedirect(text),
  'shared/diagnosis/reading/named.ts#tellsOfLogout': (text) => tellsOfLogout(text),
  'shared/diagnosis/redact.ts#redactCredentials': (text) => redactCredentials(text),
  'shared/diagnosis/redact.ts#redactUrl': (text) => redactUrl(`https://a.example.com/${text}?${text}`),
  'shared/diagnosis/redact.ts#redactText': (text) => redactText(text),
  'shared/existing/bring/lines.ts#shownText': broughtFile,
  'shared/existing/bring/sentences.ts#sentencesOf': (text) => sentencesOf(text),
  'shared/existing/doctor/authelia/digest.ts#secretForm': (text) => secretForm(text),
  'shared/existing/doctor/fix.ts#fixed': (text, name) => fixed(given(text, name), unknown),
  'shared/existing/doctor/pasted.ts#pastedConfiguration': (text) => pastedConfiguration(text),
  'shared/existing/doctor/reading.ts#readExisting': doctor,
  ...Object.fromEntries(
    NAMES.map((name): [string, Read] => [
      `shared/existing/doctor/reading.ts#readExisting (${name})`,
      (text) => doctor(text, name),
    ]),
  ),
  'shared/existing/import/import.ts#importFiles': (text, name) => {
    const found = importFiles(given(text, name), { url: 'https://auth.example.com' });
    // Whatever is taken over is a workspace, or says what lacks.
    if (found.apps.length === 0 || found.apps.length >= 50) return;
    const parsed = parseWorkspace(newWorkspaceText(found, 'hostile'), undefined);
    expect(parsed.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  },
  'shared/existing/import/into.ts#addImported': (text) =>
    addImported(text, importFiles(given(oidc(`    clients:\n${CLIENT}`), 'c.yml'), {})),
  ...Object.fromEntries(
    MERGED.map(([name, kind, files]): [string, Read] => [
      `shared/existing/merge/app.ts#mergeApp (${name})`,
      (text) => mergeApp({ name, text }, kind, files),
    ]),
  ),
  'shared/existing/merge/lines.ts#mergeLines (toml)': (text) =>
    mergeLines({ name: 'x.toml', text }, 'x', '[auth]\nclient_id = "a"\n', 'toml'),
  'shared/existing/merge/lines.ts#mergeLines (ini)': (text) =>
    mergeLines({ name: 'x.ini', text }, 'x', '[auth]\nclient_id = a\n', 'ini'),
  'shared/existing/merge/app.ts#renderedFor': (text) => renderedFor({ name: 'x.yml', text }, []),
  'shared/existing/merge/app.ts#servicesOf': (text) => servicesOf({ name: 'x.yml', text }),
  'shared/existing/merge/authelia.ts#lacksKeys': (text, name) => lacksKeys(given(text, name), OPTIONS),
  'shared/existing/merge/authelia.ts#mergeAuthelia': (text, name) =>
    mergeAuthelia(given(text, name), world.plan, OPTIONS),
  'shared/existing/merge/authelia.ts#secretsById': (text, name) => secretsById(given(text, name)),
  'shared/existing/merge/yaml-secrets.ts#appSecrets': (text) => appSecrets(text, []),
  'shared/existing/merge/yaml-secrets.ts#yamlSecrets': (text) => yamlSecrets(text),
  'shared/forecast/forecast.ts#forecast': (text) => {
    const parsed = parseWorkspace(text);
    if (parsed.ok) forecast(parsed.workspace, { side: 'provider', id: 'home' }, '4.38');
  },
  'shared/profile/describe.ts#descriptionIn': (text) => descriptionIn(text, builtInProfile('memos')!),
  'shared/profile/read.ts#readAppProfile': (text) => readAppProfile(text),
  'shared/profile/read.ts#readProfile': (text) => readProfile(text),
  'shared/profile/setting-words.ts#namedCallbacks': (text) => namedCallbacks(text),
  'shared/profile/setting-words.ts#namedSettings': (text) => namedSettings(text),
  'shared/profile/setting-words.ts#withoutSecrets': (text) => withoutSecrets(text),
  'shared/targets/compose.ts#readCompose': (text) => readCompose(text),
  'shared/targets/env.ts#readEnv': (text) => readEnv(text),
  'shared/targets/ini.ts#readIni': (text) => readIni(text),
  'shared/targets/reading.ts#variablesIn': (text) => variablesIn(text),
  'shared/targets/recognise.ts#formatOf': (text, name) => formatOf(name, text),
  'shared/targets/recognise.ts#recognise': (text, name) =>
    recognise([builtInProfile('romm')!], [{ name, format: 'env', text }]),
  ...Object.fromEntries(
    FORMATS.map((format): [string, Read] => [
      `shared/targets/sources.ts#readSource (${format})`,
      (text, name) => readSource({ name, format, text }, []),
    ]),
  ),
  'shared/workspace/edit.ts#addApp': (text) => edit.addApp(text, 'memos', app),
  'shared/workspace/edit.ts#addProfile': (text) => edit.addProfile(text, 'x.yaml'),
  'shared/workspace/edit.ts#addProvider': (text) => edit.addProvider(text, 'home', provider),
  'shared/workspace/edit.ts#removeWorkspaceValue': (text) =>
    edit.removeWorkspaceValue(text, ['apps', 'memos']),
  'shared/workspace/edit.ts#setWorkspaceValue': (text) =>
    edit.setWorkspaceValue(text, ['apps', 'memos', 'url'], 'https://a.example.com'),
  'shared/workspace/own-id.ts#lacksId': (text) => lacksId(text),
  'shared/workspace/own-id.ts#readIdOf': (text) => readIdOf(text),
  'shared/workspace/own-id.ts#withId': (text) => withId(text, '7d3c9a52-52c5-4c8e-9d7b-1f7e3c1a9b10'),
  'shared/workspace/own-profiles.ts#namedProfiles': (text) => namedProfiles(text),
  'shared/workspace/parse.ts#parseWorkspace': (text) => parseWorkspace(text),
  'shared/workspace/parse.ts#parseWorkspaceBytes': (text) =>
    parseWorkspaceBytes(new TextEncoder().encode(text)),
  'shared/workspace/secret-looks.ts#secretSpans': (text) => secretSpans(text),
  'shared/workspace/yaml-reader.ts#readYaml': (text) => readYaml(text),
};

/** What takes a text, too, and never a stranger's: with the reason. */
export const OTHERS: Readonly<Record<string, string>> = {
  'shared/diagnosis/authelia-start/told.ts#startFaults': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/app-settings.ts#judgeDigests': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/app-settings.ts#judgeQuotedItems': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/app-settings.ts#judgeVariableNames': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/claims-shown.ts#judgeTokensShown': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/claim-settings.ts#judgeClaimSettings': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/claim-settings.ts#judgeClaimsNamed': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/address-settings.ts#judgeAddressSettings': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/claims-shown.ts#judgeClaimsShown': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/malformed.ts#judgeMalformed': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/prose.ts#symptomsTold': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/own-machine.ts#judgeOwnMachine': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/setting-values.ts#judgeSettingValues': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/setting-values.ts#judgeScopes': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/setting-values.ts#judgeNarrowed': 'a part of explain, which bounds it',
  'shared/diagnosis/matches.ts#matchesOf': 'a part of explain, which bounds it',
  'shared/diagnosis/authelia-start/messages.ts#startMessages': 'a part of describeText, which bounds it',
  'shared/diagnosis/reading/registered.ts#registeredFits': 'a part of explain, which bounds it',
  'shared/diagnosis/word-like.ts#isWordLike': 'a word of a text that was bounded before',
  'shared/diagnosis/normalise.ts#lower': 'a part of explain, which bounds it',
  'shared/diagnosis/normalise.ts#normalise': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/heard.ts#spokenIn': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/keys.ts#findKeys': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/keys.ts#allOfOtherToken': 'a part of explain, which bounds it',
  'shared/diagnosis/reading/keys.ts#complainedOf': 'a part of explain, which bounds it',
  'shared/existing/doctor/settings/environment.ts#environmentOfText': 'a part of readExisting',
  'shared/existing/doctor/settings/interpolate.ts#interpolated': 'a part of readExisting and importFiles',
  'shared/existing/doctor/settings/interpolate.ts#unknownIn': 'a part of readExisting and importFiles',
  'shared/existing/merge/diff.ts#diffHunks': 'the text of a file that was merged into',
  'shared/targets/read-targets.ts#readSources': 'a part of recognise and readExisting',
  'shared/existing/doctor/mend.ts#onLine': 'a value that was read before, one line of it',
  'shared/existing/doctor/mend.ts#withValue': 'a value that was read before, one line of it',
  'shared/existing/doctor/settings/env-text.ts#looksLikeEnv': 'a part of readExisting',
  'shared/existing/merge/changes.ts#changerOf': 'a part of fixed',
  'shared/existing/merge/diff.ts#unifiedDiff': 'the text of a file that was merged into',
  'shared/existing/merge/edits.ts#applyEdits': 'the text of a file that was merged into',
  'shared/targets/env.ts#envComment': 'writes',
  'shared/targets/sources.ts#readSource': 'stands there once for each format',
  'shared/workspace/file-name.ts#isWorkspaceFile': 'a name of a file',
  'shared/workspace/own-profiles.ts#describedBy': 'a kind, and files that were read before',
  'shared/workspace/own-profiles.ts#providerDescribedBy': 'a kind, and files that were read before',
  'shared/workspace/problem.ts#visible': 'a short text for a message, cut before',
  'shared/workspace/rules.ts#entrySlug': 'a name of a profile that was read before',
  'shared/workspace/yaml-messages.ts#yamlFlaw': 'a part of readYaml',
  'shared/workspace/yaml-reader.ts#tokensOf': 'a part of readYaml and of the YAML of targets',
  'shared/diagnosis/catalogue/setup.ts#capital': 'a word of the catalogue',
};
