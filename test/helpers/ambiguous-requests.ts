import { createConnection } from 'node:net';

/**
 * Requests that two programs could read differently, or that name another host than their own. `good` is a
 * request line and headers that are answered, without the empty line at the end.
 */
export function ambiguousRequests(good: string): readonly (readonly [string, string])[] {
  const [line = '', ...headers] = good.split('\r\n');
  const [method = '', target = '', version = ''] = line.split(' ');
  const host = headers.find((one) => one.startsWith('Host: '))!;
  const authority = host.slice('Host: '.length);
  const others = headers.filter((one) => one !== host);
  const request = (first: string, ...lines: string[]) => `${[first, ...lines].join('\r\n')}\r\n\r\n`;
  const beside = (...lines: string[]) => request(line, ...headers, ...lines);
  const instead = (...lines: string[]) => request(line, ...lines, ...others);
  const at = (other: string) => request(`${method} ${other} ${version}`, ...headers);
  return [
    ['a second Host, another one', beside('Host: evil.example')],
    ['a second Host, the same one', beside(host)],
    ['a second Host before ours', instead('Host: evil.example', host)],
    ['a second Host in lower case', beside('host: evil.example')],
    ['a second Host far behind', beside(...Array.from({ length: 2_100 }, (_, i) => `a${i}:`), 'Host: evil')],
    ['no Host', instead()],
    ['an empty Host', instead('Host:')],
    ['two hosts in one', instead(`Host: ${authority}, evil.example`)],
    ['a host with a user name', instead(`Host: evil@${authority}`)],
    ['a folded Host', instead('Host:', ` ${authority}`)],
    ['a blank before the colon', instead(`Host : ${authority}`)],
    ['no Host, in the older version', request(`${method} ${target} HTTP/1.0`, ...others)],
    ['a target that names another host', at(`http://evil.example${target}`)],
    ['a target that names this host', at(`http://${authority}${target}`)],
    ['a target that names another host with TLS', at(`https://evil.example${target}`)],
    ['a target without a slash', at(target.slice(1))],
    ['a target that names only a host', at(authority)],
    ['a star as the target', at('*')],
    ['two lengths', beside('Content-Length: 0', 'Content-Length: 5')],
    ['two lengths in one', beside('Content-Length: 0, 5')],
    ['a length with a sign', beside('Content-Length: +0')],
    ['a length beside chunks', beside('Content-Length: 0', 'Transfer-Encoding: chunked')],
    ['two codings', beside('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')],
    ['an unknown coding', beside('Transfer-Encoding: xchunked')],
    ['a line end inside a header', beside(`X-A: b\nHost: evil.example`)],
    ['a NUL in a header', beside('X-A: b\0')],
    ['two cookies', beside('Cookie: a=b', 'Cookie: c=d')],
    ['two origins', beside('Origin: null', 'Origin: null')],
    ['another protocol', beside('Connection: Upgrade', 'Upgrade: h2c')],
    ['a tunnel', request(`CONNECT ${authority} ${version}`, ...headers)],
  ];
}

/** Sends bytes as they are and returns everything that comes back until the connection ends. */
export function sendRaw(address: string, port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: address, port });
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      // A connection that is kept open has answered.
      if (/\r\n\r\n/.test(text)) setTimeout(() => socket.destroy(), 50);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
    socket.write(bytes);
  });
}
