/**
 * What each command is, takes and does: the one table behind `--help`, the manual page and the completion of the
 * shells. `|` in a usage line separates what excludes each other.
 */
export interface CommandHelp {
  /** Its line in the list of all commands. */
  readonly operands: string;
  readonly summary: string;
  /** What follows the name, one line for each way to use it. */
  readonly usage: readonly string[];
  /** The first operand, if it is one of a few words. */
  readonly actions?: readonly string[];
  /** True if it takes a workspace file. */
  readonly takesWorkspace?: true;
  /** True if it takes files of any kind. */
  readonly takesFiles?: true;
  /** Paragraphs. */
  readonly about: readonly string[];
  readonly options: readonly OptionHelp[];
}

export interface OptionHelp {
  readonly name: string;
  readonly text: string;
  /** A few words where there is little room. Default: the beginning of `text`. */
  readonly short?: string;
  /** The name of its value; without one it is a switch. */
  readonly value?: string;
  /** Its possible values, if they are few. */
  readonly choices?: readonly string[];
  /** What to offer when its value is completed. */
  readonly completes?: 'files' | 'folders';
}

const app = (text: string): OptionHelp => ({ name: 'app', value: 'ID', text });

const SECRETS: OptionHelp = {
  name: 'secrets',
  value: 'WHERE',
  choices: ['keychain', 'memory', 'stdin'],
  short: 'where secrets come from',
  text: `keychain (default), memory (generate all and forget), or stdin: JSON of the form
    {"<app id>": {"client_id": "…", "client_secret": "…"},
     "<app id>_<client>": the same for a program of the app, e.g. "argo_cli",
     "<provider id>": {"hmac_secret": "…", "jwks_key": "…"}}
What is missing is generated. A secret is never an argument and never printed.`,
};
const CA: OptionHelp = {
  name: 'ca',
  value: 'FILE',
  completes: 'files',
  text: "a PEM file with the authority that signed the provider's certificate",
};
const TOKEN: OptionHelp = {
  name: 'token',
  value: 'WHERE',
  choices: ['stdin'],
  text: 'stdin: JSON of the form {"<provider or app id>": "token"}. Without it, a token that was kept is taken from the keychain, or the terminal asks. With --secrets stdin it is "api_token" of that id. A token is never an argument.',
};
const TRUST_HOST: OptionHelp = {
  name: 'trust-host',
  value: 'HOST',
  text: 'send secrets to this host too; needed if only the discovery document names it for the token or userinfo endpoint (repeat it for more; with the port if it is not the usual one)',
};
const JSON_OUT: OptionHelp = { name: 'json', text: 'one JSON object on stdout' };

export const COMMANDS = {
  render: {
    operands: 'WORKSPACE --out DIR',
    summary: 'write every file and guide, for both sides',
    usage: ['WORKSPACE --out DIR [--app ID]… [--secrets WHERE] [--discover] [--ca FILE] [--force]'],
    takesWorkspace: true,
    about: [
      'Writes every file and guide for the apps of the workspace, and DIR/manifest.json that names them. Files that hold a secret get mode 0600. What was there before is backed up; running twice changes nothing.',
    ],
    options: [
      { name: 'out', value: 'DIR', completes: 'folders', text: 'where to write; made when missing' },
      app(
        "only what this app needs (repeat it for more); a provider's own file still holds all clients, because a list has to stand whole in one file",
      ),
      SECRETS,
      {
        name: 'discover',
        text: "read each provider's discovery document first, so that no endpoint has to be assumed; what the workspace states stays, and is named if the provider announces something else; where it leaves setup open, existing is taken for a provider that answers",
      },
      { ...CA, text: `with --discover: ${CA.text}` },
      { name: 'force', text: 'overwrite files in DIR that Latchkey did not write (a backup is kept)' },
    ],
  },
  merge: {
    operands: 'WORKSPACE --provider ID --into FILE…',
    summary: 'put it into a configuration that you have already',
    usage: [
      'WORKSPACE --provider ID --into FILE… [--app ID]… [--secrets WHERE] [--rename] [--keys] [--write] [--json]',
      'WORKSPACE --app ID --into FILE… [--service NAME] [--secrets WHERE] [--write] [--json]',
      '--undo FILE [--json]',
    ],
    takesWorkspace: true,
    about: [
      'Adds the clients of the workspace to the configuration of an Authelia, or updates them, with the policies that they need. Only the text of what changes is changed: comments, order, quotes, anchors, blank lines, line ends and indentation stay. Prints the change as a unified diff, in which secrets are hidden, and writes nothing without --write. Then the file is written whole, after a backup beside it; running it twice changes nothing.',
      'Clients are found by their client_id. Entries of lists are added, such as redirect URIs and scopes; yours stay. Other values that differ are replaced, as the diff shows. A place that can’t be edited safely (an alias, a template) is told with its line and the lines to write there, and the app is left out.',
      'Without --provider, the files are those of the app itself: an env file, a compose file (environment as a map or a list), or one that ends in .yml, .json, .toml or .ini. For .php, .py, .rb and .xml it prints the lines to add. A provider other than Authelia that is set in a file, such as Dex, is treated so too, one --app at a time.',
    ],
    options: [
      { name: 'provider', value: 'ID', text: 'the provider of the workspace whose configuration this is' },
      {
        name: 'into',
        value: 'FILE',
        completes: 'files',
        text: 'the files or folders that Authelia loads, in the order in which it loads them (repeat it, or name more after it); the right one of them is changed',
      },
      app(
        'only what this app needs (repeat it for more); without --provider, the app whose own files these are',
      ),
      {
        name: 'service',
        value: 'NAME',
        text: "the service of a compose file, if its name is not the app's",
      },
      SECRETS,
      {
        name: 'rename',
        text: 'give the keys of all clients the names that they have since 4.38 (id is client_id, secret is client_secret, …), and make a list (jwks) of issuer_private_key',
      },
      {
        name: 'keys',
        text: 'add hmac_secret and a signing key where the files have none, also if there are clients already; without clients they are added in any case',
      },
      { name: 'write', text: 'write what the diff shows' },
      {
        name: 'undo',
        value: 'FILE',
        completes: 'files',
        text: 'bring back the exact bytes that FILE had before the last merge, if it was not changed since',
      },
      JSON_OUT,
    ],
  },
  apply: {
    operands: 'WORKSPACE',
    summary: "do it through the product's API, and take it back",
    usage: [
      'WORKSPACE [--app ID]… [--side SIDE] [--field PATH]… [--plan] [--yes] [--token stdin] [--keep-token] [--ca FILE] [--secrets WHERE] [--json]',
      'WORKSPACE --undo [--app ID]… [--side SIDE] [--plan] [--yes] [--token stdin] [--ca FILE] [--json]',
    ],
    takesWorkspace: true,
    about: [
      'For products with an API that Latchkey knows: shows each request first (secrets as dots), what is there already and differs, and what stays as it is. Then it sends them, reads everything back and compares it value by value. If anything goes wrong on the way, what was done is taken back. Where nothing has to be done, nothing is sent.',
      'What was done stands in WORKSPACE.applied.json beside the workspace, without secrets. --undo takes the last application back, also after a restart, and shows each request first, too; what somebody changed since stays and is named. An application that was cut off is gone on with by the next apply, or taken back by --undo.',
      'It needs a token with the least right that is enough; it says which, and how to make one. The token goes to that product alone, by https or within this machine, and never after a redirect. latchkey secrets forget removes one that was kept.',
    ],
    options: [
      app('only this app (repeat it for more)'),
      { name: 'side', value: 'SIDE', choices: ['provider', 'app'], text: 'only this side: provider or app' },
      {
        name: 'field',
        value: 'PATH',
        text: 'put only this value right, by its name as diff shows it (repeat it for more)',
      },
      { name: 'plan', text: 'show what would be sent, and send nothing that changes anything' },
      { name: 'undo', text: 'take the last application back' },
      { name: 'yes', text: 'do not ask in a terminal before sending' },
      TOKEN,
      { name: 'keep-token', text: 'keep the token in the keychain for the next time' },
      CA,
      SECRETS,
      JSON_OUT,
    ],
  },
  diff: {
    operands: 'WORKSPACE',
    summary: 'say where a product has something else than the workspace says',
    usage: [
      'WORKSPACE [--app ID]… [--side SIDE] [--token stdin] [--keep-token] [--ca FILE] [--secrets WHERE] [--json]',
      'WORKSPACE --app ID --take-over KEY… [--token stdin] [--keep-token] [--ca FILE] [--json]',
    ],
    takesWorkspace: true,
    about: [
      'Reads through the API what the product holds now, such as a client that was edited by hand, and compares it with the workspace value by value. Changes nothing. Exit status 1 if something differs; latchkey apply puts it right, with --field one value of it.',
      'The other way round, --take-over writes into the workspace what the provider holds now. It does so key by key, and everything else in the file stays as it is.',
    ],
    options: [
      app('only this app (repeat it for more)'),
      { name: 'side', value: 'SIDE', choices: ['provider', 'app'], text: 'only this side: provider or app' },
      {
        name: 'take-over',
        value: 'KEY',
        text: 'write this key of the app’s entry as the provider holds it (repeat it for more)',
      },
      TOKEN,
      { name: 'keep-token', text: 'keep the token in the keychain for the next time' },
      CA,
      SECRETS,
      JSON_OUT,
    ],
  },
  check: {
    operands: 'WORKSPACE',
    summary: 'check the set-up without logging in',
    usage: [
      'WORKSPACE [--app ID]… [--secrets WHERE] [--ca FILE] [--trust-host HOST]… [--json]',
      'WORKSPACE --container-command [--app ID]…',
    ],
    takesWorkspace: true,
    about: [
      "Asks provider and client what can be asked without a person: discovery, certificate, issuer, keys, whether the client and the app's own redirect URI are known, whether the secret is right. At most 25 requests an app; they show in the provider's log.",
      'Where the start of its login is known, the app itself is asked, too, by at most two requests: client ID, redirect URI, scopes, PKCE and provider as it has them now. Nothing is followed, and no cookie is kept or sent.',
    ],
    options: [
      app('only this app (repeat it for more)'),
      SECRETS,
      CA,
      TRUST_HOST,
      JSON_OUT,
      {
        name: 'container-command',
        text: "only print the read-only command that shows the network as the app's container sees it; latchkey explain reads what it prints",
      },
    ],
  },
  login: {
    operands: 'WORKSPACE --app ID',
    summary: 'log in once, in your browser, and judge what the app would see',
    usage: [
      'WORKSPACE --app ID [--secrets WHERE] [--port N] [--mode MODE] [--no-browser] [--timeout S] [--ca FILE] [--trust-host HOST]… [--json]',
    ],
    takesWorkspace: true,
    about: [
      'The test login: opens the provider in your browser, waits on 127.0.0.1 for the answer, verifies everything and judges the claims as the app would.',
      'A provider that refuses shows a page of its own and never comes back. While the login waits, paste the text of such a page into the terminal, with an empty line after it: its cause is told, and the login ends.',
    ],
    options: [
      app('the app to test'),
      {
        name: 'mode',
        value: 'MODE',
        choices: ['loopback', 'test-client', 'paste-back'],
        short: 'which address the login comes back to',
        text: "loopback (default): http://127.0.0.1:PORT/callback is registered beside the app's own; test-client: a copy of the client that has only the test address, its id and secret given by --secrets stdin in the app's place; paste-back: the app's own redirect URI, you paste the address you land on; with --secrets stdin the JSON comes first, the address on a line after it",
      },
      {
        name: 'port',
        value: 'N',
        text: 'port of the test address; default: that of test_redirect_uri, else 8911. 0 takes any free one, for providers that allow any port',
      },
      {
        name: 'no-browser',
        text: 'print the one address to open as the first line (on stderr with --json)',
      },
      { name: 'timeout', value: 'S', text: 'how long to wait for you, in seconds (180)' },
      SECRETS,
      CA,
      TRUST_HOST,
      JSON_OUT,
    ],
  },
  explain: {
    operands: '',
    summary: 'read a pasted error, address or log; say cause, side and fix',
    usage: ['[WORKSPACE] [--json] < TEXT'],
    takesWorkspace: true,
    about: [
      'Reads an error, an address from the address bar, or a log from standard input and says what causes it, on which side, and what to change. Nothing is sent anywhere. With a WORKSPACE, the answer names your own addresses and values; a client ID in the text is compared with those of the workspace, which are read from the keychain, and no secret is. Configuration in the text is examined as doctor does.',
    ],
    options: [JSON_OUT],
  },
  doctor: {
    operands: 'FILE…',
    summary: 'read configuration that exists; say what is wrong in it',
    usage: [
      'FILE… [--provider-version VERSION] [--app-version KIND=VERSION]… [--workspace FILE] [--fix] [--json]',
    ],
    takesFiles: true,
    about: [
      'Reads files of a provider or an app and says what is wrong in them, with the line and what to write: an Authelia configuration (give all its files in their order, or the folder), authentik blueprints and API answers, env files, Compose files, Kestra’s application.yml. With files of both sides it compares them character by character, and a clear secret with its digest. Changes nothing without --fix, sends nothing, prints no secret. Exit status 1 if there is an error.',
    ],
    options: [
      {
        name: 'fix',
        text: 'apply the fixes that need no decision, such as a renamed key: each is shown as a diff first; the file before is kept, and latchkey merge --undo FILE brings it back',
      },
      {
        name: 'provider-version',
        value: 'VERSION',
        text: 'the version of the provider that the files are of; else that of an image or of a comment at the head of a file',
      },
      {
        name: 'app-version',
        value: 'KIND=VERSION',
        text: 'the same for an app, such as romm=5.2; can be given several times',
      },
      {
        name: 'workspace',
        value: 'FILE',
        text: 'take versions that neither the files nor these options say from this workspace; what nothing says is taken for the newest, and that is told',
      },
      JSON_OUT,
    ],
  },
  secrets: {
    operands: 'list|rotate|forget|new-id',
    summary: 'the entries in the keychain; never prints a value',
    usage: [
      'list WORKSPACE [--app ID]…',
      'rotate WORKSPACE --app ID [--undo | --finish] [--force]',
      'forget WORKSPACE [--app ID]… [--force]',
      'forget --all [--yes]',
      'new-id WORKSPACE [--force]',
    ],
    actions: ['list', 'rotate', 'forget', 'new-id'],
    takesWorkspace: true,
    about: [
      'list says which entries there are; never a value. rotate makes a new client secret and keeps the one before: render again and apply both sides, then --finish lets the old one go, or --undo brings it back. forget removes the entries.',
      'The entries belong to the id in the workspace file. A copy of the file has the same id and shares them: rotate and forget then refuse unless you add --force, and new-id gives the copy an id of its own, whose secrets are made anew.',
    ],
    options: [
      app('only this app (repeat it for more)'),
      { name: 'undo', text: 'with rotate: bring the secret before back' },
      { name: 'finish', text: 'with rotate: let the secret before go' },
      {
        name: 'all',
        text: 'with forget: every secret of every workspace that Latchkey keeps in the keychain of this machine, before it is uninstalled. Asks first',
      },
      { name: 'yes', text: 'with --all: do not ask' },
      { name: 'force', text: 'also if another file had the id of this workspace first' },
    ],
  },
  import: {
    operands: 'FILE…',
    summary: 'make workspace entries from the files you have',
    usage: [
      'FILE… [--workspace FILE] [--url URL] [--secrets WHERE] [--json]',
      '--provider ID --workspace FILE [--token stdin] [--keep-token] [--ca FILE] [--secrets WHERE] [--json]',
    ],
    about: [
      'Reads the configuration of a provider (Authelia, a blueprint or an answer of the API of authentik, an export of Keycloak, an answer of the API of Pocket ID) and of apps (env and Compose files, YAML, JSON), recognises the apps, and prints a workspace with what it found. Of a folder it reads the configuration files. What a workspace can’t say is listed with its file and line; nothing is sent anywhere, and the files stay as they are.',
      'With --provider it asks a provider of the workspace itself, where its API is known: clients that were made by hand there become entries. Nothing is changed there.',
      'With --workspace the entries are added to that file, which is made if it isn’t there, and the secrets that stand in the files in clear are kept in the keychain. A digest is compared with the secret in the app’s own file, if that is given, too.',
    ],
    options: [
      {
        name: 'provider',
        value: 'ID',
        text: 'instead of files, ask this provider of the workspace for its clients through its API',
      },
      { name: 'workspace', value: 'FILE', completes: 'files', text: 'add what is found to this workspace' },
      { name: 'url', value: 'URL', text: 'the provider’s address, if no file says it' },
      TOKEN,
      { name: 'keep-token', text: 'keep the token in the keychain for the next time' },
      CA,
      {
        name: 'secrets',
        value: 'WHERE',
        choices: ['keychain', 'memory'],
        text: 'with --workspace: keychain (default) keeps the secrets that are found, memory doesn’t',
      },
      JSON_OUT,
    ],
  },
  upgrade: {
    operands: 'WORKSPACE --to VERSION',
    summary: 'say what another version of a provider or an app changes',
    usage: ['WORKSPACE --provider ID --to VERSION [--json]', 'WORKSPACE --app ID --to VERSION [--json]'],
    takesWorkspace: true,
    about: [
      'Compares the version that the workspace states with the one you are about to install: how the product behaves, what has to be registered, which claims an app then reads, which settings go, and every line of the files and guides that is written differently. Changes nothing, sends nothing and reads no secret.',
      'What the catalog doesn’t know is not in the list; a version newer than it knows is named as such.',
    ],
    options: [
      { name: 'provider', value: 'ID', text: 'the provider that gets the other version' },
      { name: 'app', value: 'ID', text: 'the app that gets the other version' },
      { name: 'to', value: 'VERSION', text: 'the version that is to be installed, as the product writes it' },
      JSON_OUT,
    ],
  },
  serve: {
    operands: '',
    summary: 'the screens, in your browser',
    usage: ['[--port N] [--open] [--numeric]'],
    about: [
      'Serves the screens to this machine alone and prints the address with a one-time token. Ctrl-C ends it. The address has a new name at each start, http://latchkey-….localhost, so that nothing an earlier program on the same port left in the browser acts in it. Chromium and Firefox find every such name themselves.',
    ],
    options: [
      { name: 'port', value: 'N', text: 'a fixed port instead of a free one' },
      { name: 'open', text: 'open the browser' },
      {
        name: 'numeric',
        text: 'an address without a name, for a browser that finds no such name (Safari)',
      },
    ],
  },
  demo: {
    operands: '',
    summary: 'all of it against a practice provider on this machine',
    usage: ['[--json]'],
    about: [
      'Starts a practice provider on this machine, writes the files for a sample app, logs in by itself and reports. Asks nothing, changes nothing outside a temporary folder, and ends by itself.',
    ],
    options: [JSON_OUT],
  },
  apps: {
    operands: '[WORD]',
    summary: 'the apps and providers it knows, or all about one',
    usage: ['[WORD] [--json]'],
    about: [
      'Lists every app that Latchkey knows: its kind, as workspaces name it, its name, and what it is for. With a word, those that have it in their name; with a kind, everything that is known of that one: versions, settings, where its side is set, what to know first, the sources, and whether it was run.',
    ],
    options: [JSON_OUT],
  },
  profile: {
    operands: 'check FILE | new KIND',
    summary: 'describe an app or a provider that it doesn’t know yet',
    usage: ['check FILE [--workspace WORKSPACE] [--json]', 'new KIND [--provider]'],
    actions: ['check', 'new'],
    about: [
      'A profile is a file that describes an app, or a provider: docs/profiles.md says how it is written. “new” prints the beginning of one, and says how a workspace names it. “check” reads one, says every mistake with its line, and renders it at every version, with every kind of provider and every setting; of very many cases it tries some, and says so. A kind that Latchkey has itself can’t be used beside a workspace; both say so.',
    ],
    options: [
      { name: 'provider', text: 'with new: the beginning of a provider’s profile' },
      {
        name: 'workspace',
        value: 'WORKSPACE',
        completes: 'files',
        text: 'with check: the workspace that is to name the file; a kind that Latchkey or another of its files has is then a mistake',
      },
      JSON_OUT,
    ],
  },
  completion: {
    operands: 'bash|zsh|fish',
    summary: 'the completion for a shell',
    usage: ['bash', 'zsh', 'fish'],
    actions: ['bash', 'zsh', 'fish'],
    about: [
      'Prints what lets a shell complete commands, options and files. Load it where the shell starts:',
      `    bash  ~/.bashrc                    eval "$(latchkey completion bash)"
    zsh   ~/.zshrc, after compinit     eval "$(latchkey completion zsh)"
    fish  ~/.config/fish/config.fish   latchkey completion fish | source`,
    ],
    options: [],
  },
} satisfies Record<string, CommandHelp>;

export type CommandName = keyof typeof COMMANDS;

/** All commands, in the order in which they are listed. */
export const ALL = Object.entries(COMMANDS) as readonly (readonly [CommandName, CommandHelp])[];

export const ABOUT =
  'Latchkey connects self-hosted apps to an identity provider: it writes the configuration of both sides from one workspace file, keeps the secrets, and proves the login.';

export const EXAMPLE = `latchkey: 1
providers:
  home: { kind: authelia, url: https://auth.example.com, version: "4.39" }
apps:
  memos: { kind: memos, url: https://memos.example.com, provider: home, version: "0.30" }`;

export const EXIT_STATUS: readonly (readonly [number, string])[] = [
  [0, 'well'],
  [1, 'a check failed'],
  [2, 'wrong use or an unreadable file'],
  [3, 'inconclusive only'],
  [70, 'a mistake of Latchkey itself'],
  [130, 'stopped by Ctrl-C'],
];

/** `latchkey --help`. */
export function generalHelp(): string {
  const width = Math.max(...ALL.map(([name, { operands }]) => `${name} ${operands}`.length)) + 2;
  return `${[
    wrap(ABOUT),
    'Usage: latchkey COMMAND …',
    ALL.map(([name, { operands, summary }]) =>
      wrap(`${`${name} ${operands}`.padEnd(width)}${summary}`, 2, width + 2),
    ).join('\n'),
    'latchkey COMMAND --help says more. A workspace file looks like this:',
    indented(EXAMPLE, 2),
    wrap(`Exit status: ${EXIT_STATUS.map(([status, meaning]) => `${status} ${meaning}`).join('; ')}.`),
  ].join('\n\n')}\n`;
}

/** `latchkey COMMAND --help`. */
export function commandHelp(name: CommandName): string {
  const { usage, about, options }: CommandHelp = COMMANDS[name];
  return `${[
    usage
      .map((line) => wrap(`latchkey ${name} ${line}`, USAGE.length, USAGE.length + 'latchkey '.length + 2))
      .map((text, index) => (index === 0 ? USAGE + text.slice(USAGE.length) : text))
      .join('\n'),
    ...about.map((paragraph) => wrap(paragraph)),
    ...(options.length === 0 ? [] : [options.map(optionHelp).join('\n')]),
  ].join('\n\n')}\n`;
}

const USAGE = 'Usage: ';
const OPTION_WIDTH = 20;

function optionHelp(option: OptionHelp): string {
  const head = `  ${spelled(option)}`;
  const text = option.text
    .split('\n')
    .map((line) => wrap(line, OPTION_WIDTH))
    .join('\n');
  return head.length < OPTION_WIDTH ? head + text.slice(head.length) : `${head}\n${text}`;
}

/** The option as it is typed, e.g. `--out DIR`. */
export const spelled = ({ name, value }: OptionHelp): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`;

const COLUMNS = 100;

/** Breaks a paragraph into lines. What begins with a blank is laid out already. */
function wrap(text: string, indent = 0, hanging = indent): string {
  if (text.startsWith('    ')) return indented(text, indent);
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  // Several blanks are a column, and stay.
  for (const word of text.split(/(?<=\S)(?= )/)) {
    const blank = line.trim() === '';
    if (!blank && line.length + word.length > COLUMNS) {
      lines.push(line);
      line = ' '.repeat(hanging) + word.trimStart();
    } else line += blank ? word.trimStart() : word;
  }
  return [...lines, line].join('\n');
}

const indented = (text: string, indent: number): string =>
  text
    .split('\n')
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');
