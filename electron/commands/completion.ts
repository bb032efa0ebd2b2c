import { EXIT, readOptions, refuse } from './common.ts';
import { ALL, type CommandHelp, type OptionHelp } from './help.ts';

/** The options that the command reads. */
export const OPTIONS = {} as const;

const SCRIPTS: ReadonlyMap<string, () => string> = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

/** `latchkey completion`: prints the completion for a shell, made from the same table as `--help`. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('completion', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const [shell, ...rest] = options.value.positionals;
  const script = SCRIPTS.get(shell ?? '');
  if (script === undefined || rest.length > 0) {
    return refuse({
      code: 'wrong-use',
      message: `completion needs one of ${[...SCRIPTS.keys()].join(', ')}. See latchkey completion --help.`,
    });
  }
  process.stdout.write(script());
  return EXIT.well;
}

const HELP: OptionHelp = { name: 'help', text: 'say how to use it' };
/** What may stand where the command stands. */
const FIRST = [
  ...ALL.map(([name, { summary }]) => [name, summary] as const),
  ['help', 'say how to use a command'] as const,
];

const takesFiles = ({ takesWorkspace, takesFiles: files }: CommandHelp): boolean =>
  takesWorkspace === true || files === true;
const optionsOf = (help: CommandHelp): readonly OptionHelp[] => [...help.options, HELP];

function bashCompletion(): string {
  const values = ALL.flatMap(([name, { options }]) =>
    options.filter(({ value }) => value !== undefined).map((option) => [name, option] as const),
  );
  const answer = (option: OptionHelp): string =>
    option.choices
      ? `words='${option.choices.join(' ')}'`
      : option.completes
        ? `files=-${option.completes === 'folders' ? 'd' : 'f'}`
        : ':';
  return `# Completion of latchkey for bash. Made by: latchkey completion bash
_latchkey() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]} words= files=
  # bash cuts --option=value into three words.
  [ "$cur" = = ] && cur=
  [ "$prev" = = ] && prev=\${COMP_WORDS[COMP_CWORD - 2]}
  if [ "$COMP_CWORD" = 1 ]; then
    words='${FIRST.map(([name]) => name).join(' ')} --help --version'
  else
    case "$command $prev" in
${values.map(([name, option]) => `      '${name} --${option.name}') ${answer(option)} ;;`).join('\n')}
      *) case "$command" in
${ALL.map(([name, help]) => {
  const options = optionsOf(help)
    .map((option) => `--${option.name}`)
    .join(' ');
  const operands = help.actions
    ? `if [ "$COMP_CWORD" = 2 ]; then words='${help.actions.join(' ')}'; [[ $cur == -* ]] && words='${options}'; else words='${options}'${takesFiles(help) ? ' files=-f' : ''}; fi`
    : `words='${options}'${takesFiles(help) ? ' files=-f' : ''}`;
  return `        ${name}) ${operands} ;;`;
}).join('\n')}
        help) [ "$COMP_CWORD" = 2 ] && words='${ALL.map(([name]) => name).join(' ')}' ;;
      esac ;;
    esac
  fi
  # A name of a file may hold blanks.
  local IFS=$'\\n'
  COMPREPLY=()
  case "$cur" in
    -*) files= ;;
    *) [ -n "$files" ] && COMPREPLY=($(compgen $files -- "$cur")) && compopt -o filenames 2>/dev/null ;;
  esac
  [ "\${#COMPREPLY[@]}" = 0 ] && COMPREPLY=($(compgen -W "\${words// /$IFS}" -- "$cur"))
  return 0
}
complete -F _latchkey latchkey
`;
}

function zshCompletion(): string {
  const text = (words: string): string => words.replaceAll(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''");
  const spec = (option: OptionHelp): string => {
    const { name, value, choices, completes } = option;
    const after = choices
      ? `(${choices.join(' ')})`
      : completes === 'folders'
        ? '_directories'
        : completes === 'files'
          ? '_files'
          : ' ';
    return `'*--${name}[${text(brief(option))}]${value === undefined ? '' : `:${value}:${after}`}'`;
  };
  const described = (pairs: readonly (readonly [string, string])[]): string =>
    pairs.map(([name, summary]) => `'${name}:${text(summary)}'`).join(' ');
  const command = ([name, help]: (typeof ALL)[number]): string => {
    const operands = [
      ...(help.actions ? [`'1:action:(${help.actions.join(' ')})'`] : []),
      ...(takesFiles(help) ? [`'*:${help.takesWorkspace ? 'workspace' : 'file'}:_files'`] : []),
    ];
    return `    ${name}) _arguments ${[...optionsOf(help).map(spec), ...operands].join(' ')} ;;`;
  };
  return `#compdef latchkey
# Completion of latchkey for zsh. Made by: latchkey completion zsh
_latchkey() {
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(${described(FIRST)})
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${ALL.map(command).join('\n')}
    help) (( CURRENT == 2 )) && _values command ${ALL.map(([name]) => name).join(' ')} ;;
  esac
}
if [ "$funcstack[1]" = _latchkey ]; then _latchkey "$@"; else compdef _latchkey latchkey; fi
`;
}

function fishCompletion(): string {
  const text = (words: string): string => `'${words.replaceAll(/['\\]/g, '\\$&')}'`;
  const line = (...parts: readonly string[]): string => ['complete -c latchkey', ...parts].join(' ');
  const after = (name: string): string => `-n '__fish_seen_subcommand_from ${name}'`;
  const values = ({ value, choices, completes }: OptionHelp): string =>
    value === undefined
      ? ''
      : choices
        ? ` -x -a '${choices.join(' ')}'`
        : completes === 'folders'
          ? " -x -a '(__fish_complete_directories)'"
          : completes === 'files'
            ? ' -r -F'
            : ' -x';
  return `# Completion of latchkey for fish. Made by: latchkey completion fish
${[
  line('-f'),
  ...FIRST.map(([name, summary]) => line('-n __fish_use_subcommand', `-a ${name}`, `-d ${text(summary)}`)),
  line('-n __fish_use_subcommand', '-l version', "-d 'print the version'"),
  line(`-n '__fish_seen_subcommand_from help'`, `-a '${ALL.map(([name]) => name).join(' ')}'`),
  ...ALL.flatMap(([name, help]) => [
    ...(help.actions
      ? [
          line(
            `-n '__fish_seen_subcommand_from ${name}; and not __fish_seen_subcommand_from ${help.actions.join(' ')}'`,
            `-a '${help.actions.join(' ')}'`,
          ),
        ]
      : []),
    ...(takesFiles(help) ? [line(after(name), '-F')] : []),
    ...optionsOf(help).map((option) =>
      line(after(name), `-l ${option.name}${values(option)}`, `-d ${text(brief(option))}`),
    ),
  ]),
].join('\n')}
`;
}

/** The first part of what is said of an option. */
const brief = ({ short, text }: OptionHelp): string => short ?? text.split(/[;(.\n]/)[0]!.trim();
