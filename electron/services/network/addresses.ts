import { BlockList, isIP } from 'node:net';
import { canParseUrl } from '../../../shared/can-parse-url.ts';
import type { AddressScope } from '../../../shared/diagnosis/evidence.ts';

const listOf = (subnets: readonly (readonly [string, number])[]): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4');
  return list;
};

const LOOPBACK = listOf([
  ['127.0.0.0', 8],
  ['0.0.0.0', 8],
  ['::1', 128],
  ['::', 128],
]);
/**
 * Link-local addresses, where cloud machines offer their metadata, and addresses that no single host can
 * have.
 */
const LINK_LOCAL = listOf([
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
  ['192.0.0.0', 24],
  ['fe80::', 10],
  ['ff00::', 8],
]);
const PRIVATE = listOf([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
  ['fc00::', 7],
]);

/** Returns the IPv4 address inside an IPv6 address in any notation: `::ffff:7f00:1`, `64:ff9b::127.0.0.1`. */
function embedded(address: string): string | undefined {
  const host = canParseUrl(`http://[${address}]/`) ? new URL(`http://[${address}]/`).hostname : '';
  const match = /^\[(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host);
  if (!match) return undefined;
  const high = Number.parseInt(match[1]!, 16);
  const low = Number.parseInt(match[2]!, 16);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** Returns the scope of an IP address, as seen from this machine. */
export function addressScope(address: string): AddressScope {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const version = isIP(bare);
  if (version === 0) return 'public';
  const inner = version === 6 ? embedded(bare) : undefined;
  if (inner) return addressScope(inner);
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (LOOPBACK.check(bare, family)) return 'loopback';
  if (LINK_LOCAL.check(bare, family)) return 'link-local';
  if (PRIVATE.check(bare, family)) return 'private';
  return 'public';
}

/** Returns the scope of an IP literal or `localhost`, which need no DNS lookup; otherwise undefined. */
export function literalScope(hostname: string): AddressScope | undefined {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return 'loopback';
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : addressScope(bare);
}

/** Returns the most internal of several scopes. */
export function innermost(scopes: readonly AddressScope[]): AddressScope {
  for (const scope of ['link-local', 'loopback', 'private'] as const)
    if (scopes.includes(scope)) return scope;
  return 'public';
}

/**
 * Checks whether we may send requests to an address that the provider names, given the scope of the provider
 * itself. A document on a public host must not send us into the home network, and one from the network must
 * not send us to this machine.
 */
export function mayReach(provider: AddressScope, address: AddressScope): boolean {
  if (address === 'public') return true;
  if (address === 'link-local') return false;
  if (address === 'loopback') return provider === 'loopback';
  return provider !== 'public';
}
