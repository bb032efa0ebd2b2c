import { type KeyringRequest, performRequest } from './services/secrets/keyring-process.ts';

/** The process of the desktop app that talks to the keychain; `desktop/keyring-process.ts` starts it. */
process.parentPort.on('message', ({ data }) => {
  const { id, ...request } = data as KeyringRequest;
  void performRequest(request).then((answer) => process.parentPort.postMessage({ id, answer }));
});
