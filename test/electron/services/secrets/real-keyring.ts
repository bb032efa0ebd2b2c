import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Why a real gnome-keyring can't run here; undefined if it can. */
export const noKeyring: string | undefined =
  process.platform !== 'linux'
    ? 'the Secret Service is Linux only'
    : !has('gnome-keyring-daemon')
      ? 'gnome-keyring is not installed'
      : !has('dbus-run-session')
        ? 'dbus-run-session is not installed'
        : undefined;

/** Adds the reason to the title and logs it if the tests are skipped. */
export function keyringTitle(title: string): string {
  if (noKeyring === undefined) return title;
  console.warn(`SKIPPED: ${title}: ${noKeyring}.`);
  return `${title} (SKIPPED: ${noKeyring})`;
}

export interface SessionOptions {
  /**
   * `unlocked`: an open login keyring. `empty`: the service without a keyring. `none`: a bus without the
   * service. `no-bus`: no bus.
   */
  readonly keyring?: 'unlocked' | 'empty' | 'none' | 'no-bus';
  /** What happens to a password prompt: no program can show it, or its window is never answered. */
  readonly prompt?: 'dismissed' | 'unanswered';
  /** The bus rejects every call to the Secret Service. */
  readonly denied?: boolean;
  readonly timeoutMs?: number;
}

/**
 * Runs a script (ES module text) in its own desktop session: a new bus, a new gnome-keyring, nothing of the
 * user's. The script finds the keyring's process id in `process.env.KEYRING_PID`.
 *
 * @returns what the script printed, one JSON value per line
 */
export function inSession(script: string, options: SessionOptions = {}): unknown[] {
  for (let attempt = 1; ; attempt++) {
    try {
      return runSession(script, options);
    } catch (error) {
      if (!(error instanceof KeyringDied) || attempt === SESSIONS) throw error;
      console.warn('gnome-keyring ended by itself in the middle of a test; the session is run again.');
    }
  }
}

/** gnome-keyring 42 ends by itself now and then, if many programs come and go. */
class KeyringDied extends Error {}
const KEYRING_DIED = 97;
const SESSIONS = 3;

function runSession(script: string, options: SessionOptions): unknown[] {
  const { keyring = 'unlocked', prompt = 'dismissed', denied = false, timeoutMs = 25_000 } = options;
  const home = mkdtempSync(join(tmpdir(), 'latchkey-session-'));
  try {
    const data = join(home, 'data');
    const services = join(data, 'dbus-1/services');
    const runtime = join(home, 'runtime');
    for (const folder of [services, runtime]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (prompt === 'unanswered') {
      // The bus starts it, but it never answers: for the keyring, it is a window that is never answered.
      writeFileSync(
        join(services, 'prompter.service'),
        '[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/bin/sh -c "exec sleep 30 >/dev/null 2>&1"\n',
      );
    }
    const config = join(home, 'bus.conf');
    const activation =
      keyring === 'none' ? '' : `<servicedir>${services}</servicedir><standard_session_servicedirs/>`;
    const refusal = denied ? '<deny send_destination="org.freedesktop.secrets"/>' : '';
    writeFileSync(
      config,
      `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=${runtime}</listen>${activation}
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>${refusal}</policy></busconfig>`,
    );
    const main = join(home, 'main.mjs');
    writeFileSync(main, script);
    const start =
      keyring === 'unlocked'
        ? `mkfifo "$HOME/pw"; gnome-keyring-daemon --unlock --foreground --components=secrets <"$HOME/pw" >/dev/null 2>&1 & export KEYRING_PID=$!
           printf pw > "$HOME/pw"
           owned() { dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'; }
           there() { dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets/collection/login org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked | grep -q 'boolean false'; }
           # Asking for the service before it has its name would make the bus start a second one.
           for i in $(seq 100); do owned 2>/dev/null && there 2>/dev/null && break; sleep 0.05; done`
        : '';
    // The session's daemons end together with it.
    const inner = `${start}
      '${process.execPath}' "$HOME/main.mjs"; code=$?
      [ -n "$KEYRING_PID" ] && ! kill -0 $KEYRING_PID 2>/dev/null && exit ${KEYRING_DIED}
      [ -n "$KEYRING_PID" ] && { kill -CONT $KEYRING_PID; kill $KEYRING_PID; } 2>/dev/null
      exit $code`;
    const env: NodeJS.ProcessEnv = {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_DATA_HOME: data,
      XDG_RUNTIME_DIR: runtime,
      LANG: 'C.UTF-8',
    };
    const run =
      keyring === 'no-bus'
        ? spawnSync(process.execPath, [main], { env, encoding: 'utf8', timeout: timeoutMs })
        : spawnSync('dbus-run-session', ['--config-file', config, '--', 'sh', '-c', inner], {
            env,
            encoding: 'utf8',
            timeout: timeoutMs,
          });
    if (run.status === KEYRING_DIED) throw new KeyringDied(`gnome-keyring ended by itself: ${run.stderr}`);
    if (run.status !== 0)
      throw new Error(`The session ended with ${run.status ?? run.signal}: ${run.stderr}`);
    return run.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
