import { own } from '../../own.ts';
import { formatByName } from '../../targets/recognise.ts';
import { parseVersion, type Version } from '../../version.ts';
import type { Flaw } from '../../workspace/problem.ts';
import { SourceText } from '../../workspace/source-text.ts';
import { MAX_BYTES } from '../../workspace/yaml-reader.ts';
import {
  type AutheliaConfiguration,
  type AutheliaFile,
  autheliaConfiguration,
  autheliaRoot,
} from './authelia/configuration.ts';
import { type AuthentikFiles, authentikFiles, authentikForm } from './authentik/objects.ts';
import { isKeycloak } from './keycloak.ts';
import type { KnownApp } from './known-app.ts';
import { isPocketId } from './pocket-id.ts';
import { kindsInTree } from './provider-tree.ts';
import { isLogLine, segmentsOf } from './segments.ts';
import { isNoSettings } from './settings/app-files.ts';
import { type AppSide, appOfEnvironment, sideOfEnvironment } from './settings/app-side.ts';
import {
  composeRoot,
  type Environment,
  environmentOfText,
  environmentsOf,
  imageVersion,
} from './settings/environment.ts';
import { type KnownVariables, knownVariables } from './settings/interpolate.ts';
import { isOtherFormat, type OtherFile, sidesOfOthers } from './settings/other-formats.ts';
import { isKestra, type KestraConfiguration } from './settings/rules-kestra.ts';
import { sidesOfTree } from './settings/tree-sides.ts';
import type { Node, ReadFile } from './tree.ts';
import { readYamlTree } from './yaml-tree.ts';

/** The largest file that is read, in characters. */
export const MAX_FILE = 2 * MAX_BYTES;

/** Nobody has more apps, and each takes its time. */
const MOST_SIDES = 100;

/** A file as it was given. */
export interface GivenFile {
  readonly name: string;
  readonly text: string;
}

/** Versions that somebody told, beside those that the files say. */
export interface Known {
  /** Of the provider that the files are of, whatever they say. */
  readonly provider?: Version;
  /** By the kind of app, whatever the files say. */
  readonly apps?: Readonly<Record<string, Version>>;
  /** Of a workspace, by the kind of provider or app: taken where the files say nothing. */
  readonly workspace?: Readonly<Record<string, Version>>;
}

/** What keeps a file, or a part of it, from being examined. */
export interface Unread {
  readonly file: ReadFile;
  readonly how: 'too-big' | 'flaw' | 'template' | 'second-document' | 'unknown' | 'empty';
  readonly flaw?: Flaw;
  readonly start: number;
}

/** Everything that the files say, each recognised by what stands in it. */
export interface Reading {
  readonly authelia?: AutheliaConfiguration;
  readonly authentik?: AuthentikFiles;
  readonly environments: readonly Environment[];
  readonly sides: readonly AppSide[];
  /** What the env files set, for the other files that take it from there. */
  readonly variables: KnownVariables;
  readonly kestra: readonly KestraConfiguration[];
  /** Files of providers whose profile says in which list they have their clients. */
  readonly declared: readonly Node[];
  /** Exports of clients of Keycloak. */
  readonly keycloak: readonly Node[];
  /** Answers with clients of Pocket ID. */
  readonly pocketId: readonly Node[];
  readonly unread: readonly Unread[];
  /** What stood in the files besides: lines of a log. */
  readonly logs: readonly string[];
}

/** Reads files and recognises what each of them is. Order counts: Authelia takes the later of two lists. */
export function readExisting(files: readonly GivenFile[], known: Known = {}): Reading {
  const reader = new Reader(known);
  for (const file of files) reader.add(file);
  return reader.reading();
}

/** True for a text with the statements of a template: Go's, as in Helm's charts and Authelia's filter, or Jinja's. */
const isTemplate = (text: string): boolean =>
  /\{\{-?[ \t]*(?:\/\*|(?:range|if|with|end|else|include|define|template|block|\$\w+[ \t]*:?=)\b)|\{%-?[ \t]*[a-z]/.test(
    text,
  );

class Reader {
  readonly #authelia: AutheliaFile[] = [];
  readonly #authentik: AuthentikFiles['roots'][number][] = [];
  readonly #environments: Environment[] = [];
  /** In the order of the files; those of environments are read when every file is known. */
  readonly #sides: (AppSide | { readonly environment: Environment; readonly app: KnownApp })[] = [];
  readonly #others: OtherFile[] = [];
  readonly #declared: Node[] = [];
  readonly #kestra: { root: Node; file: ReadFile }[] = [];
  readonly #keycloak: Node[] = [];
  readonly #pocketId: Node[] = [];
  readonly #unread: Unread[] = [];
  readonly #logs: string[] = [];
  readonly #texts: string[] = [];
  readonly #known: Known;

  constructor(known: Known) {
    this.#known = known;
  }

  add({ name, text: given }: GivenFile): void {
    const text = given.startsWith('\ufeff') ? given.slice(1) : given;
    const file: ReadFile = { name, source: new SourceText(text, () => []) };
    if (text.length > MAX_FILE) {
      this.#unread.push({ file, how: 'too-big', start: 0 });
      return;
    }
    if (text.trim() === '') {
      this.#unread.push({ file, how: 'empty', start: 0 });
      return;
    }
    if (isNoSettings(name)) {
      this.#unread.push({ file, how: 'unknown', start: 0 });
      return;
    }
    this.#texts.push(text);
    const format = formatByName(name);
    if (isOtherFormat(format)) {
      this.#others.push({ file, format });
      return;
    }
    const { env, yaml, log } =
      /\.json$/i.test(name) || (/^\s*[[{]/.test(text) && !isLogLine(text.trimStart()))
        ? { yaml: text }
        : segmentsOf(text);
    if (log !== undefined) this.#logs.push(log);
    if (env !== undefined) {
      const environment = environmentOfText(file, env);
      if (environment === undefined) this.#unread.push({ file, how: 'too-big', start: 0 });
      else this.#environment(environment);
    }
    if (yaml !== undefined) this.#tree(file, yaml, env !== undefined);
  }

  #environment(environment: Environment): void {
    this.#environments.push(environment);
    const app = appOfEnvironment(environment);
    if (app !== undefined) this.#sides.push({ environment, app });
    for (const variable of environment.variables)
      if (variable.name === 'KESTRA_CONFIGURATION' && !variable.dynamic)
        this.#inside(environment, variable.value, variable.at.start);
  }

  /** The YAML text inside a variable, whose lines are those of the file around it. */
  #inside(environment: Environment, text: string, start: number): void {
    const { file } = environment;
    const inner = new SourceText(text, () => []);
    const first = file.source.position(start).line;
    const source = { text, position: (offset: number) => ({ line: first + inner.position(offset).line }) };
    this.#tree({ name: file.name, source, inside: true }, text, true);
  }

  #tree(file: ReadFile, text: string, isPart: boolean): void {
    const { root, flaws, second } = readYamlTree(file, text);
    // What a template is filled in to is no YAML yet, so nothing in it is a mistake.
    if (flaws.length > 0 && isTemplate(text)) this.#unread.push({ file, how: 'template', start: 0 });
    else if (flaws[0] !== undefined)
      // What follows a mistake is often its echo.
      this.#unread.push({ file, how: 'flaw', flaw: flaws[0], start: flaws[0].start });
    if (second !== undefined) this.#unread.push({ file, how: 'second-document', start: second });
    if (root === undefined) return;
    if (!this.#recognised(file, root) && !isPart && flaws.length === 0)
      this.#unread.push({ file, how: 'unknown', start: 0 });
  }

  #recognised(file: ReadFile, root: Node): boolean {
    const form = authentikForm(root);
    if (form !== undefined) {
      this.#authentik.push({ form, root });
      return true;
    }
    if (isKeycloak(root)) {
      this.#keycloak.push(root);
      return true;
    }
    if (isPocketId(root)) {
      this.#pocketId.push(root);
      return true;
    }
    if (kindsInTree(root).length > 0) {
      this.#declared.push(root);
      return true;
    }
    const compose = composeRoot(root);
    if (compose !== undefined) {
      for (const environment of environmentsOf(compose)) this.#environment(environment);
      return true;
    }
    const authelia = autheliaRoot(root);
    if (authelia !== undefined) {
      this.#authelia.push({ file, root: authelia });
      return true;
    }
    if (isKestra(root)) {
      this.#kestra.push({ root, file });
      return true;
    }
    const sides = sidesOfTree(root);
    this.#sides.push(...sides);
    return sides.length > 0;
  }

  reading(): Reading {
    const variables = knownVariables(
      this.#environments.flatMap((one) => (one.form === 'env' ? one.variables : [])),
    );
    const sides = this.#sides.map((one, index) =>
      'said' in one ? one : sideOfEnvironment(one.environment, one.app, variables, index < MOST_SIDES),
    );
    const others = sidesOfOthers(this.#others);
    for (const file of others.unknown) this.#unread.push({ file, how: 'unknown', start: 0 });
    const provider = (kind: string, image: RegExp) =>
      this.#known.provider ?? this.#version(kind, image) ?? own(this.#known.workspace ?? {}, kind);
    const app = (kind: string, said: Version | undefined) =>
      own(this.#known.apps ?? {}, kind) ?? said ?? own(this.#known.workspace ?? {}, kind);
    return {
      ...(this.#authelia.length > 0
        ? { authelia: autheliaConfiguration(this.#authelia, provider('authelia', /(?:^|\/)authelia$/)) }
        : {}),
      ...(this.#authentik.length > 0
        ? { authentik: authentikFiles(this.#authentik, provider('authentik', /goauthentik\/server$/)) }
        : {}),
      environments: this.#environments,
      sides: [...sides, ...others.sides].map((side) => {
        const version = app(side.app.kind, side.version);
        return version === undefined ? side : { ...side, version };
      }),
      variables,
      kestra: this.#kestra.map(({ root }) => {
        const version = app('kestra', this.#version('kestra', /(?:^|\/)kestra(?:-ee)?$/));
        return { root, ...(version === undefined ? {} : { version }) };
      }),
      keycloak: this.#keycloak,
      pocketId: this.#pocketId,
      declared: this.#declared,
      unread: this.#unread,
      logs: this.#logs,
    };
  }

  /** The version that an image or a comment at the head of a file names. */
  #version(name: string, image: RegExp): Version | undefined {
    for (const environment of this.#environments)
      if (environment.image !== undefined && image.test(environment.image.replace(/[:@].*$/, ''))) {
        const found = imageVersion(environment.image);
        if (found !== undefined) return found;
      }
    for (const text of this.#texts) {
      const head = /^(?:\s*#[^\n]*\n){1,4}/.exec(text)?.[0];
      const found =
        head === undefined
          ? undefined
          : new RegExp(`\\b${name} v?(\\d+\\.\\d+(?:\\.\\d+)?)`, 'i').exec(head)?.[1];
      if (found !== undefined && parseVersion(found) !== undefined) return found;
    }
    return undefined;
  }
}
