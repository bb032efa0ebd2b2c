import { deriveConnections } from '../../shared/client/derive.ts';
import { obstacleOf } from '../../shared/client/notices.ts';
import { withErrorPage } from '../../shared/diagnosis/error-page.ts';
import type { Explanation } from '../../shared/diagnosis/explain.ts';
import { makeReport, reportToJson, reportToText } from '../../shared/diagnosis/report.ts';
import { REDIRECT_MODES, type RedirectMode } from '../../shared/diagnosis/target.ts';
import { verdict } from '../../shared/standing/verdict.ts';
import { type LoginSession, startLogin } from '../services/login/login.ts';
import { chooseApps, EXIT, loadWorkspace, readOptions, refuse, writeNotices } from './common.ts';
import { takeErrorPage } from './error-page.ts';
import { noteFile } from './id-of-file.ts';
import { knownSecrets } from './known-secrets.ts';
import { PastedLines } from './pasted-lines.ts';
import { exitOf, terminal, writeWithheld } from './reporting.ts';
import { SECRETS_OPTIONS } from './secret-source.ts';

/** The options that the command reads. */
export const OPTIONS = {
  app: { type: 'string', multiple: true },
  mode: { type: 'string' },
  port: { type: 'string' },
  'no-browser': { type: 'boolean' },
  timeout: { type: 'string' },
  ca: { type: 'string' },
  'trust-host': { type: 'string', multiple: true },
  json: { type: 'boolean' },
  ...SECRETS_OPTIONS,
} as const;

/** `latchkey login`: runs the test login. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions('login', args, OPTIONS);
  if (!options.ok) return refuse(options.error);
  const { values, positionals } = options.value;
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) return wrongUse('login needs one workspace file.');
  if (values.app?.length !== 1) return wrongUse('login needs one --app ID.');
  const mode = values.mode ?? 'loopback';
  if (!isMode(mode)) return wrongUse(`--mode takes ${REDIRECT_MODES.join(', ')}, not “${mode}”.`);
  const port = wholeNumber(values.port, 65_535);
  if (port === 'bad') return wrongUse(`--port takes a whole number up to 65535, not “${values.port}”.`);
  const timeout = wholeNumber(values.timeout, 3600);
  if (timeout === 'bad' || timeout === 0) {
    return wrongUse(`--timeout takes seconds from 1 to 3600, not “${values.timeout}”.`);
  }

  const workspace = await loadWorkspace(path);
  if (!workspace.ok) return refuse(workspace.error);
  const apps = chooseApps(workspace.value, values.app);
  if (!apps.ok) return refuse(apps.error);
  const app = apps.value[0]!;
  const [draft] = deriveConnections(workspace.value, {}, [app]);
  const obstacle = obstacleOf(draft!);
  if (obstacle) {
    writeNotices(app, [obstacle]);
    return EXIT.failed;
  }
  // Nothing is read from a standard input that somebody else may need, such as that of a loop in a script.
  const reads = mode === 'paste-back' || values.secrets === 'stdin' || process.stdin.isTTY === true;
  const lines = reads ? new PastedLines() : undefined;
  await noteFile(path, workspace.value, values.secrets);
  const known = await knownSecrets(workspace.value, [app], values.secrets, {
    asGiven: mode === 'test-client',
    ...(lines ? { stdin: (limit: number) => lines.json(limit) } : {}),
  });
  if (!known.ok) {
    lines?.close();
    return refuse(known.error);
  }
  const given = known.value[app]!;
  const [connection] = deriveConnections(workspace.value, { [app]: given.client_id }, [app]);

  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  const announce = values.json ? process.stderr : process.stdout;
  const session = await startLogin(
    connection!,
    { client_secret: given.client_secret },
    {
      mode,
      ...(mode === 'test-client' ? { testClient: given } : {}),
      port,
      timeoutSeconds: timeout,
      caFile: values.ca,
      trustHosts: values['trust-host'],
      signal: controller.signal,
      ...(values['no-browser'] ? { openBrowser: false } : {}),
      onReady: ({ url, opened }) => {
        if (!values['no-browser']) {
          process.stderr.write(
            opened
              ? 'Your browser opens; if it does not, open this yourself:\n'
              : 'Open this in your browser:\n',
          );
        }
        // The address has its own line, so that a script can read it.
        announce.write(`${url}\n`);
        if (mode === 'paste-back') process.stderr.write(PASTE_HELP);
      },
      onProgress: (progress) => {
        if (progress.state === 'running' && process.stderr.isTTY)
          process.stderr.write(`… ${progress.text}\n`);
      },
    },
  );
  if (!session.ok) {
    lines?.close();
    return refuse(session.error);
  }
  let page: readonly Explanation[] = [];
  let stopReading = () => {};
  if (lines && mode === 'paste-back') takeAddress(lines, session.value);
  else if (lines)
    stopReading = takeErrorPage(lines, connection!, (causes) => {
      page = causes;
      session.value.cancel();
    });
  const outcome = await session.value.outcome;
  stopReading();
  lines?.close();
  if (controller.signal.aborted) {
    process.stderr.write('The login was stopped; what had not been seen by then is inconclusive.\n');
  }
  writeWithheld(app, outcome);
  const seen = makeReport(outcome.checks, connection!);
  const report = page.length === 0 ? seen : withErrorPage(seen, page);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ mode, ...reportToJson(report) }, null, 2)}\n`
      : `${reportToText(report, { ...terminal(), verdict: verdict('login', report) })}\n`,
  );
  return exitOf([report]);
}

const PASTE_HELP =
  'Sign in. The app will complain, as it did not ask for this login. Copy the whole address from the address bar at once, paste it here and press Enter.\n';

/** Mode `paste-back`: reads lines until one is a callback, and says what is wrong with every other line. */
function takeAddress(lines: PastedLines, session: LoginSession): void {
  let taken = false;
  lines.each(
    (line) => {
      if (taken || line.trim() === '') return;
      const result = session.paste(line.trim());
      taken = result.ok;
      if (!result.ok) process.stderr.write(`${result.error.message}\n`);
    },
    () => {
      if (taken) return;
      process.stderr.write('Standard input ended before an address was pasted, so the login is given up.\n');
      session.cancel();
    },
  );
}

const isMode = (text: string): text is RedirectMode => (REDIRECT_MODES as readonly string[]).includes(text);

function wholeNumber(text: string | undefined, most: number): number | undefined | 'bad' {
  if (text === undefined) return undefined;
  const value = Number(text);
  return /^\d{1,6}$/.test(text) && value <= most ? value : 'bad';
}

const wrongUse = (sentence: string): number =>
  refuse({ code: 'wrong-use', message: `${sentence} See latchkey login --help.` });
