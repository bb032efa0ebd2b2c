// Loaded into a tested host before anything else: resolves the names in LATCHKEY_E2E_NAMES (`name=port,…`)
// to this machine, and treats the authority in the file LATCHKEY_E2E_CA as a public one.
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { register, syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const ports = new Map((process.env.LATCHKEY_E2E_NAMES ?? '').split(',').map((pair) => pair.split('=')));
const here = { address: '127.0.0.1', family: 4 };

const { lookup } = dns;
dns.lookup = (name, options, callback) => {
  const done = typeof options === 'function' ? options : callback;
  if (!ports.has(name)) return lookup(name, options, callback);
  const all = typeof options === 'object' && options?.all === true;
  process.nextTick(() => (all ? done(null, [here]) : done(null, here.address, here.family)));
};
const lookupSoon = dns.promises.lookup;
dns.promises.lookup = async (name, options) =>
  ports.has(name) ? (options?.all ? [here] : here) : lookupSoon(name, options);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectHere(...args) {
  const target = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (target && typeof target === 'object' && ports.has(target.host))
    target.port = Number(ports.get(target.host));
  return connect.apply(this, args);
};
if (process.env.LATCHKEY_E2E_CA) {
  // The list itself can't be extended, so the module is replaced.
  const ca = readFileSync(process.env.LATCHKEY_E2E_CA, 'utf8').trim();
  const script = (text) => `data:text/javascript,${encodeURIComponent(text)}`;
  const longer = script(`export * from 'node:tls'; import * as tls from 'node:tls';
    export const rootCertificates = [...tls.rootCertificates, ${JSON.stringify(ca)}];`);
  register(
    script(`export const resolve = (name, context, next) =>
      name === 'node:tls' && !context.parentURL?.startsWith('data:')
        ? { url: ${JSON.stringify(longer)}, shortCircuit: true }
        : next(name, context);`),
  );
}
syncBuiltinESMExports();
