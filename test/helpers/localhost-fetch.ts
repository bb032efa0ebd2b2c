import { Agent, fetch as undiciFetch } from 'undici';

const HERE = { address: '127.0.0.1', family: 4 } as const;

const agent = new Agent({
  connect: {
    lookup: (_name, options, done) =>
      options.all ? done(null, [HERE]) : done(null, HERE.address, HERE.family),
  },
});

/** `fetch` for names of this machine. Browsers know every `*.localhost` name; the system may not. */
export const localhostFetch = ((input: string | URL, init?: object) =>
  undiciFetch(input, { redirect: 'manual', ...init, dispatcher: agent })) as unknown as typeof fetch;
