import { canParseUrl } from '../../../shared/can-parse-url.ts';
import { literalScope } from './addresses.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the proxy for a URL from the usual variables (`http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`,
 * lower case first), or undefined for a direct connection. Loopback never uses a proxy.
 */
export function proxyFor(url: URL, env: Environment): string | undefined {
  const read = (name: string) => env[name] || env[name.toUpperCase()] || undefined;
  if (literalScope(url.hostname) === 'loopback') return undefined;
  const proxy = read(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy') ?? read('all_proxy');
  if (!proxy) return undefined;
  const full = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (!canParseUrl(full) || !/^https?:$/.test(new URL(full).protocol)) return undefined;
  return isExcluded(url, read('no_proxy') ?? '') ? undefined : full;
}

function isExcluded(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const match = /^(?:\*?\.)?\[?(.*?)\]?(?::(\d+))?$/.exec(entry);
      const name =
        match?.[2] !== undefined && !match[1]!.includes(':') ? match[1]! : entry.replace(/^\*?\./, '');
      if (match?.[2] !== undefined && !match[1]!.includes(':') && match[2] !== port) return false;
      return host === name || host.endsWith(`.${name}`);
    });
}
