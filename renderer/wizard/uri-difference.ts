import { canParseUrl } from '../../shared/can-parse-url.ts';

/** One part in which two addresses differ. */
export interface UriPart {
  readonly part: 'scheme' | 'host' | 'port' | 'path' | 'slash' | 'case' | 'query' | 'not-a-url';
  readonly mine: string;
  readonly computed: string;
}

/**
 * Compares an address with the computed one, part by part; empty if they are exactly equal. A difference only
 * in a final slash or in upper and lower case gets its own name, because these are the usual mistakes.
 */
export function uriDifference(mine: string, computed: string): readonly UriPart[] {
  if (mine === computed) return [];
  if (!canParseUrl(mine) || !canParseUrl(computed)) return [{ part: 'not-a-url', mine, computed }];
  const left = new URL(mine);
  const right = new URL(computed);
  const parts: UriPart[] = [];
  const compare = (part: UriPart['part'], a: string, b: string) => {
    if (a !== b) parts.push({ part, mine: a, computed: b });
  };
  compare('scheme', left.protocol, right.protocol);
  compare('host', left.hostname, right.hostname);
  if (left.port !== right.port) compare('port', left.port, right.port);
  if (left.pathname !== right.pathname) {
    const trimmed = [left.pathname, right.pathname].map((path) => path.replace(/\/+$/, '')) as [
      string,
      string,
    ];
    if (trimmed[0] === trimmed[1]) compare('slash', left.pathname, right.pathname);
    else if (trimmed[0].toLowerCase() === trimmed[1].toLowerCase())
      compare('case', left.pathname, right.pathname);
    else compare('path', left.pathname, right.pathname);
  }
  compare('query', left.search + left.hash, right.search + right.hash);
  // Equal for a browser, but spelled differently: capitals in the host, or a default port.
  if (parts.length === 0) parts.push({ part: 'slash', mine, computed });
  return parts;
}
