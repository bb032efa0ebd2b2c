import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHost, type Host } from '../../electron/host/create-host.ts';
import { noLog } from '../../electron/host/log.ts';
import type { MadeFile, Platform } from '../../electron/host/platform.ts';
import { openMemoryStore, type SecretStore } from '../../electron/services/secrets/store.ts';
import type {
  CallInput,
  CallName,
  CallOutput,
  StreamEvent,
  StreamInput,
  StreamName,
} from '../../shared/host.ts';
import { type Failure, ok, type Result } from '../../shared/result.ts';

/** A real host, except that it has its own temporary folder and keeps secrets in memory. */
export interface TestHost {
  readonly host: Host;
  readonly folder: string;
  readonly store: SecretStore;
  readonly handed: MadeFile[];
  readonly opened: string[];
  readonly log: string[];
  /** Everything that was sent to the page. */
  readonly seen: string[];
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>, Failure>>;
  /** Returns the value, or throws an error that names the failure. */
  must<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  listen<N extends StreamName>(
    name: N,
    input: StreamInput<N>,
    signal?: AbortSignal,
    onEvent?: (event: StreamEvent<N>) => void,
  ): Promise<{ events: StreamEvent<N>[]; error: Failure | undefined }>;
  close(): Promise<void>;
}

export function testHost(
  more: Partial<Platform> = {},
  openStore?: (store: SecretStore) => Promise<Result<SecretStore>>,
  /** That of a host before, as after a restart. */
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-host-')),
): TestHost {
  const store = openMemoryStore();
  const handed: MadeFile[] = [];
  const opened: string[] = [];
  const log: string[] = [];
  const seen: string[] = [];
  const platform: Platform = {
    host: 'browser',
    paths: 'typed',
    askForWorkspace: async () => undefined,
    askWhereToSave: async () => undefined,
    askForFolder: async () => undefined,
    askForFiles: async () => undefined,
    takeDropped: () => [],
    handOver: async (file) => {
      handed.push(file);
      return ok({ by: 'download', url: '/api/download/x', name: file.name });
    },
    copySecret: async () => false,
    openOutside: async (url) => {
      opened.push(url);
      return ok('page');
    },
    applySettings: () => {},
    noteRecent: () => {},
    showRecent: () => {},
    logTail: () => '',
    quit: () => {},
    ...more,
  };
  const host = createHost({
    folder,
    platform,
    log: (event, data) => {
      log.push(JSON.stringify({ event, ...data }));
      noLog(event);
    },
    openStore: async () => (openStore === undefined ? ok(store) : openStore(store)),
  });
  const forever = new AbortController();
  const call: TestHost['call'] = async (name, input) => {
    const answer = await host.gate.call(name, input, { page: 'test', signal: forever.signal });
    seen.push(`${name} ${JSON.stringify(answer)}`);
    return answer as never;
  };
  return {
    host,
    folder,
    store,
    handed,
    opened,
    log,
    seen,
    call,
    async must(name, input) {
      const answer = await call(name, input);
      if (!answer.ok)
        throw new Error(
          `${name}: ${answer.error.code}: ${answer.error.message} ${answer.error.detail ?? ''} ${log.join('\n')}`,
        );
      return answer.value as never;
    },
    async listen(name, input, signal = forever.signal, onEvent = () => {}) {
      const events: never[] = [];
      let error: Failure | undefined;
      await host.gate.subscribe(
        name,
        input,
        (frame) => {
          seen.push(`${name} ${JSON.stringify(frame)}`);
          if (frame.type === 'event') {
            events.push(frame.value as never);
            onEvent(frame.value as never);
          } else if (frame.type === 'error') error = frame.error;
        },
        { page: 'test', signal },
      );
      return { events, error };
    },
    async close() {
      forever.abort();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
