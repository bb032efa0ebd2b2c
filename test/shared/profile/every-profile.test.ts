import { spawnSync } from 'node:child_process';
import { XMLParser } from 'fast-xml-parser';
import { parse as readIni } from 'ini';
import { parse as readToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as readYaml } from 'yaml';
import { entryLookup } from '../../../shared/catalog/apps/circumstances.ts';
import { allApps, appOf } from '../../../shared/catalog/apps/index.ts';
import { whereSet } from '../../../shared/catalog/apps/where-set.ts';
import { traitsAt } from '../../../shared/catalog/fact.ts';
import { ENDPOINTS } from '../../../shared/client/announced.ts';
import type { Connection } from '../../../shared/client/types.ts';
import { builtInProfile, PROFILE_KINDS } from '../../../shared/profile/built-in.ts';
import { holds } from '../../../shared/profile/condition.ts';
import type { AppProfile } from '../../../shared/profile/schema.ts';
import { leftFromStarter } from '../../../shared/profile/starter.ts';
import { renderApp } from '../../../shared/render/app.ts';
import {
  brokenPromises,
  casesOf,
  TRIAL_APP_SECRET,
  TRIAL_SECRET,
  trialsOf,
} from '../../../shared/render/profiled/prove.ts';
import { scopeOf, sentence, valuesOf } from '../../../shared/render/profiled/scope.ts';
import { linesToText } from '../../../shared/render/text/deliverable.ts';
import type { Deliverable, FileDeliverable } from '../../../shared/render/types.ts';
import { treeOf } from '../../../shared/targets/tree.ts';
import { parseWorkspace } from '../../../shared/workspace/parse.ts';
import { stringifyWorkspace } from '../../../shared/workspace/stringify.ts';
import { bagOf, connect } from '../../helpers/app-connection.ts';
import { allText } from '../../helpers/deliverables.ts';
import { readAsCompose, readAsPythonDotenv } from '../../helpers/env-readers.ts';

/** Every promise that a profile makes, for every profile there is. A new one needs no line here. */

const SECRET = TRIAL_SECRET;
const holdsSecret = (text: string) => text.includes(SECRET) || text.includes(TRIAL_APP_SECRET);

const isWithoutLogin = ({ app }: Connection) =>
  app.definition.editions?.some(({ id, supported }) => id === app.entry.edition && !supported) === true;

describe.each([...PROFILE_KINDS])('%s', (kind) => {
  const profile = builtInProfile(kind)!;
  const definition = appOf(kind);
  const versions = [...definition.versions.lines, ...(definition.versions.patches ?? [])];
  const all = trialsOf(profile, casesOf(profile, Number.POSITIVE_INFINITY));
  const files = (format: string): FileDeliverable[] =>
    all.flatMap(({ deliverables }) =>
      deliverables.filter((one): one is FileDeliverable => one.form === 'file' && one.language === format),
    );

  it('has one fact for each trait at every version', () => {
    for (const version of versions) expect(() => traitsAt(definition.traits, version)).not.toThrow();
  });

  it('goes by its own name at the provider', () => {
    expect(new Set(all.map(({ connection }) => connection.client.client_name))).toEqual(
      new Set([profile.name]),
    );
  });

  it('keeps its promises', () => {
    expect(brokenPromises(profile, all)).toEqual([]);
  });

  it('calls its container as a compose file of its own, or not at all', () => {
    const { container } = profile;
    expect(definition.container).toBe(container?.name);
    if (container)
      expect(profile.sources[container.source]?.ref).toMatch(/compose|docker|container|install/i);
  });

  it('is finished', () => {
    expect(leftFromStarter(profile)).toEqual([]);
  });

  it('says in every case where its login begins, or why nowhere', () => {
    const starts = [profile.login_start ?? []].flat();
    const silent: string[] = [];
    for (const { connection, deliverables } of all) {
      const start = starts.find((one) =>
        holds(one, scopeOf(profile, connection, SECRET, TRIAL_APP_SECRET).at),
      );
      if (isWithoutLogin(connection)) continue;
      if (start === undefined) silent.push(JSON.stringify(connection.app.entry));
      if (start === undefined || !('path' in start) || start.kind !== 'redirect') continue;
      const { app, client } = connection;
      // The guide has the address, filled in and the app’s own or beside its redirect URI.
      const check = deliverables
        .flatMap((one) => (one.form === 'guide' ? one.steps : []))
        .find(({ id }) => id === `${kind}-check`);
      const bases = [app.url, ...client.redirect_uris.slice(0, 1).map((uri) => uri.replace(/\/[^/]*$/, ''))];
      if (check !== undefined)
        expect(check.url).toSatisfy((url: string) => bases.some((base) => url.startsWith(base)));
      expect(check?.url ?? '').not.toMatch(/[{}]/);
    }
    expect(silent).toEqual([]);
  });

  it('has what it says of licences and editions as an edition or a notice, not only as unsure', () => {
    const GATE = /licen[cs]e|edition|premium/i;
    const gates = [
      ...(profile.editions ?? []).map(({ name, reason = '' }) => `${name} ${reason}`),
      ...(profile.notices ?? []).map(({ text, fix = '' }) => `${text} ${fix}`),
    ];
    expect(
      (profile.unsure ?? []).filter((one) => GATE.test(one) && !gates.some((gate) => GATE.test(gate))),
    ).toEqual([]);
  });

  it('shows the client secret only in what is marked secret', () => {
    const shown: string[] = [];
    for (const { name, deliverables } of all)
      for (const one of deliverables) {
        if (holdsSecret(allText(one)) && !one.secret) shown.push(`${name}: ${one.path}`);
        if (one.form === 'file') continue;
        for (const { id, title, note = '', url = '', where, fields } of one.steps) {
          if (holdsSecret(`${title}${note}${url}${where}`)) shown.push(`${name}: ${id}`);
          for (const { label, value, secret = false } of fields)
            if (holdsSecret(value) !== secret) shown.push(`${name}: ${id}, ${label}`);
        }
      }
    expect(shown).toEqual([]);
  });

  it('says where id, secret and provider are set, by names that its files and guide have', () => {
    for (const { connection, deliverables } of all) {
      const { app, client } = connection;
      const isPublic = client.token_endpoint_auth_method === 'none';
      const names = (...variables: string[]) =>
        whereSet(
          profile,
          app.entry,
          app.version.effective,
          variables,
          isPublic,
          entryLookup(profile, app.entry, app.version.effective, connection.provider.entry.kind),
        ).map(({ name }) => name);
      // In an edition without the login there may be nothing to set.
      if (isWithoutLogin(connection) && names('client_id').length === 0) {
        expect(deliverables.map((one) => one.kind)).toEqual(['guide']);
        expect(names('client_secret', 'issuer', 'callback')).toEqual([]);
        continue;
      }
      const secret = names('client_secret');
      const found = [
        ...names('client_id'),
        ...secret,
        ...names('issuer', 'discovery_url', 'settings.internal_issuer', ...ENDPOINTS),
      ];
      expect(names('client_id')).not.toEqual([]);
      expect(secret.length > 0).toBe(!isPublic);
      expect(found.length).toBeGreaterThan(secret.length + 1);
      const text = deliverables.map(allText).join('\n');
      const absent = found.filter(
        (name) => !name.startsWith('an argument') && !name.split('.').every((step) => text.includes(step)),
      );
      expect(absent).toEqual([]);
    }
  });

  it('is the same twice, below the app’s id, with one guide first', () => {
    for (const { connection, deliverables } of all) {
      const bag = bagOf(connection, SECRET, TRIAL_APP_SECRET);
      const again = renderApp(connection, bag);
      // Only who renders it whole knows whether a test login comes before its last steps.
      const isGuide = (form: string) => form === 'guide' && connection.test_redirect_uri === undefined;
      expect(again).toEqual(
        deliverables.map((one) => (isGuide(one.form) ? { ...one, without_test: true } : one)),
      );
      expect(deliverables[0]!.form).toBe('guide');
      expect(new Set(deliverables.map((one) => one.path)).size).toBe(deliverables.length);
      const steps = deliverables.flatMap((one) => (one.form === 'guide' ? one.steps : []));
      expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
      for (const one of deliverables) expect(one.path).toMatch(new RegExp(`^${kind}/[A-Za-z0-9._-]+$`));
    }
  });

  it('is read back from a workspace file as it was written', () => {
    const version = versions.at(-1);
    for (const { connection } of all) {
      if (connection.app.entry.version !== version) continue;
      const workspace = {
        latchkey: 1 as const,
        id: 'test',
        providers: { home: connection.provider.entry },
        apps: { [kind]: connection.app.entry },
      };
      const parsed = parseWorkspace(stringifyWorkspace(workspace));
      expect(parsed.ok ? parsed.workspace : parsed.problems).toEqual(workspace);
    }
  });

  it('writes an environment that both of its readers read back', () => {
    for (const { connection, deliverables } of all) {
      const compose = deliverables.filter((one) => one.kind === 'compose') as FileDeliverable[];
      const envs = deliverables.filter((one) => one.kind === 'env') as FileDeliverable[];
      const targets = profile.targets.filter((target) => 'env' in target);
      for (const [index, env] of envs.entries()) {
        const text = linesToText(env.lines);
        const written = readAsPythonDotenv(text);
        expect(readAsCompose(text)).toEqual(written);
        const document = readYaml(linesToText(compose[index]!.lines)) as {
          services: Record<string, { environment: Record<string, string> }>;
        };
        const [service] = Object.values(document.services);
        const environment = Object.fromEntries(
          Object.entries(service!.environment).map(([name, value]) => [name, value.replaceAll('$$', '$')]),
        );
        if (!text.includes('is missing:')) expect(environment).toEqual(written);
        if (envs.length === 1 && targets.length === 1)
          expect(Object.keys(environment)).toEqual(
            valuesOf(targets[0]!.keys, scopeOf(profile, connection, SECRET, TRIAL_APP_SECRET)).map(
              ({ name }) => name,
            ),
          );
      }
    }
  });

  const READERS: Readonly<Record<string, (text: string) => unknown>> = {
    yaml: (text) => readYaml(text),
    json: (text) => JSON.parse(text),
    toml: (text) => readToml(text),
    ini: (text) => readIni(text),
    xml: (text) => new XMLParser().parse(text),
  };

  if (profile.targets.some((target) => 'file' in target && target.format in READERS))
    it('writes files that the formats’ own readers read back', () => {
      for (const { connection, deliverables } of all)
        for (const target of profile.targets) {
          if (!('file' in target) || READERS[target.format] === undefined) continue;
          const scope = scopeOf(profile, connection, SECRET, TRIAL_APP_SECRET);
          const name = sentence(target.file, scope)!;
          const file = deliverables.find(({ path }) => path.endsWith(`/${name}`)) as
            | FileDeliverable
            | undefined;
          if (!file) continue;
          const tree = treeOf(valuesOf(target.keys, scope));
          const read = READERS[target.format]!(linesToText(file.lines));
          // INI and XML know only texts.
          const texts = (node: unknown): unknown =>
            typeof node === 'object' && node !== null
              ? Array.isArray(node)
                ? node.map(texts)
                : Object.fromEntries(Object.entries(node).map(([key, one]) => [key, texts(one)]))
              : String(node);
          if (target.format === 'ini' || target.format === 'xml') expect(texts(read)).toEqual(texts(tree));
          else expect(read).toEqual(tree);
        }
    });

  if (profile.targets.some((target) => 'file' in target && target.format === 'python'))
    it('writes Python that Python reads', () => {
      const python = files('python').map((one) => linesToText(one.lines));
      const script = 'import ast,json,sys\nfor text in json.load(sys.stdin): ast.parse(text)';
      const done = spawnSync('python3', ['-c', script], {
        input: JSON.stringify([...new Set(python)]),
        encoding: 'utf8',
      });
      if (done.error)
        process.stderr.write('\nSKIPPED: Python’s own reading of profiles, because there is no python3.\n\n');
      else expect(done.stderr).toBe('');
    });

  if (profile.targets.some((target) => 'command' in target))
    it('writes commands that a shell splits into the same arguments', () => {
      for (const { connection, deliverables } of all) {
        const commands = deliverables.filter((one) => one.kind === 'app-command') as FileDeliverable[];
        const targets = profile.targets.filter((target) => 'command' in target);
        if (targets.length !== commands.length) continue;
        for (const [index, command] of commands.entries()) {
          const target = targets[index] as Extract<AppProfile['targets'][number], { command: unknown }>;
          const wanted = target.command
            .flatMap((one, at) =>
              valuesOf({ [at]: one }, scopeOf(profile, connection, SECRET, TRIAL_APP_SECRET)),
            )
            .map(({ value }) => String(value));
          const line = command.lines
            .slice(2)
            .map(({ text }) => text)
            .join('\n');
          const split = splitByShell(line);
          expect(split.slice(split.length - wanted.length)).toEqual(wanted);
        }
      }
    });
});

const known = new Map<string, string[]>();
/** What a real shell makes of a line: a program that prints its arguments takes the place of the command. */
function splitByShell(line: string): string[] {
  const before = known.get(line);
  if (before) return before;
  const done = spawnSync(
    'sh',
    ['-c', `print() { for one in "$@"; do printf '%s\\0' "$one"; done; }; print ${line}`],
    { encoding: 'utf8' },
  );
  const split = done.stdout.split('\0').slice(0, -1);
  known.set(line, split);
  return split;
}

describe('all together', () => {
  it('are listed by name, any other app last', () => {
    const names = allApps().map(({ name }) => name);
    expect(names.at(-1)).toBe('Another app');
    expect(names.slice(0, -1)).toEqual([...names.slice(0, -1)].sort((a, b) => a.localeCompare(b, 'en')));
  });

  it('render the readme of an export', () => {
    const texts = PROFILE_KINDS.map((kind) => {
      const connection = connect({ kind });
      return (renderApp(connection, bagOf(connection, SECRET)) as readonly Deliverable[]).length;
    });
    expect(Math.min(...texts)).toBeGreaterThan(0);
  });
});
