import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL, type CommandHelp } from '../../../electron/commands/help.ts';
import { manualPage } from '../../../electron/commands/manual.ts';
import { latchkey } from '../../helpers/latchkey.ts';
import { missing } from '../../helpers/programs.ts';

const needs = (program: string) => describe.skipIf(missing(`the tests of ${program}`, program).length > 0);

describe('the manual page', () => {
  const page = manualPage('1.2.3');

  it('has every command and option', () => {
    for (const [name, { options }] of ALL as readonly (readonly [string, CommandHelp])[]) {
      expect(page).toContain(`.SS latchkey ${name}\n`);
      for (const option of options) expect(page).toContain(`\\-\\-${option.name.replaceAll('-', '\\-')}`);
    }
  });

  needs('mandoc')('for mandoc', () => {
    it('has no fault but that it has no date', () => {
      const lint = spawnSync('mandoc', ['-Tlint', '-W', 'warning'], { input: page, encoding: 'utf8' });
      expect(lint.stdout.split('\n').filter((line) => line && !line.includes('missing date'))).toEqual([]);
    });
  });

  needs('man')('for man', () => {
    it('can be read', () => {
      const folder = mkdtempSync(join(tmpdir(), 'latchkey-man-'));
      writeFileSync(join(folder, 'latchkey.1'), page);
      const env = { ...process.env, MANWIDTH: '80', MANPAGER: 'cat', LC_ALL: 'C.UTF-8' };
      const read = spawnSync('man', ['--warnings', '-l', join(folder, 'latchkey.1')], {
        env,
        encoding: 'utf8',
      });
      rmSync(folder, { recursive: true });
      expect([read.status, read.stderr]).toEqual([0, '']);
      // The lines stand as they are in the example, and no character was lost.
      expect(read.stdout).toContain('memos: { kind: memos, url: https://memos.example.com, provider: home,');
      expect(read.stdout).toContain('{"<app id>": {"client_id": "…", "client_secret": "…"},');
    });
  });
});

/** What each shell must offer: the words typed so far, the last one unfinished, and what is offered for it. */
const CASES: readonly (readonly [typed: string, offered: readonly string[]])[] = [
  ['lo', ['login']],
  ['render --secr', ['--secrets']],
  ['render --secrets ', ['keychain', 'memory', 'stdin']],
  ['render --secrets me', ['memory']],
  ['login x --mode paste', ['paste-back']],
  ['secrets fo', ['forget']],
  ['secrets forget --al', ['--all']],
  ['completion ', ['bash', 'fish', 'zsh']],
  ['help se', ['secrets', 'serve']],
  ['render --out ', ['a folder/']],
  ['render --app ', []],
  ['render ho', ['home one.yaml']],
  ['check --ca ho', ['home one.yaml']],
  ['serve --port ', []],
  ['demo ho', []],
];

describe('completion, really typed', () => {
  let folder = '';
  let home = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-shell-'));
    home = mkdtempSync(join(tmpdir(), 'latchkey-home-'));
    mkdirSync(join(folder, 'a folder'));
    writeFileSync(join(folder, 'home one.yaml'), '');
    for (const shell of ['bash', 'zsh', 'fish']) {
      const ran = await latchkey(['completion', shell]);
      writeFileSync(join(folder, `.${shell}`), ran.stdout);
    }
  });
  afterAll(() => {
    for (const one of [folder, home]) rmSync(one, { recursive: true, force: true });
  });

  const run = (program: string, args: readonly string[], input = '') => {
    const env = {
      ...process.env,
      HOME: home,
      ZDOTDIR: home,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      TERM: 'dumb',
    };
    const ran = spawnSync(program, args, { cwd: folder, env, input, encoding: 'utf8', timeout: 20_000 });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    return ran.stdout.split('\n').filter((line) => line !== '');
  };

  needs('bash')('in bash', () => {
    it.each(CASES)('%j', (typed, offered) => {
      // bash also cuts at `=`.
      const words = ['latchkey', ...typed.split(' ')];
      const script = `source ./.bash; complete -p latchkey > /dev/null || exit 1
        COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _latchkey
        for one in "\${COMPREPLY[@]}"; do [ -d "$one" ] && one="$one/"; printf '%s\\n' "$one"; done`;
      expect(run('bash', ['--norc', '-c', script]).sort()).toEqual([...offered].sort());
    });

    it('after an equals sign', () => {
      const script = `source ./.bash; COMP_WORDS=(latchkey render --secrets = st); COMP_CWORD=4; _latchkey; echo "\${COMPREPLY[@]}"
        COMP_WORDS=(latchkey render --secrets =); COMP_CWORD=3; _latchkey; echo "\${COMPREPLY[@]}"`;
      expect(run('bash', ['--norc', '-c', script])).toEqual(['stdin', 'keychain memory stdin']);
    });
  });

  needs('fish')('in fish', () => {
    it.each(CASES)('%j', (typed, offered) => {
      const script = `source ./.fish; complete -C 'latchkey ${typed}'`;
      const found = run('fish', ['--no-config', '-c', script]).map((line) => line.split('\t')[0]!);
      expect(found.sort()).toEqual([...offered].sort());
    });
  });

  needs('zsh')('in zsh', () => {
    it.each(CASES)('%j', (typed, offered) => {
      expect([...new Set(run('zsh', ['-f', '-c', ZSH], `${typed}\n`))].sort()).toEqual([...offered].sort());
    });
  });
});

/** zsh completes only at a terminal. What would be added to the line is printed instead. */
const ZSH = String.raw`
IFS= read -r typed
zmodload zsh/zpty
cat > $HOME/set-up.zsh <<'END'
PROMPT=
autoload -Uz compinit && compinit -u -D
source ./.zsh
bindkey '^I' complete-word
zstyle ':completion:*' insert-tab false
before_list() { print -r - '<<<' }
after_list() { print -r - '>>>'; exit }
compprefuncs=(before_list)
comppostfuncs=(after_list)
compadd() {
  # Some calls only ask what would fit.
  if [[ " $\{@[1,(i)(-|--)]} " == *' -'[a-zA-Z]#[OAD]' '* ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -A hits "$@"
  local hit
  for hit in $\{(Q)hits}; do [[ -d $hit ]] && hit=$hit/; print -r - "$hit"; done
  # For real, because the system's functions count what was added.
  builtin compadd "$@"
}
print ready
END
zpty shell zsh -f -i
zpty -w shell 'setopt extendedglob; source $HOME/set-up.zsh'
while zpty -r shell line; do [[ $line == *ready$'\r'* ]] && break; done
zpty -w -n shell "latchkey $typed"$'\t'
while zpty -r shell line; do
  line=$\{line%$'\r\n'}
  [[ $line == *'>>>' ]] && break
  (( inside )) && print -r - "$line"
  [[ $line == *'<<<' ]] && inside=1
done
exit 0`.replaceAll('\\{', '{');
