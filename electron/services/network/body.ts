import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { BodyKind } from '../../../shared/diagnosis/evidence.ts';
import { repeatedMembers } from '../../../shared/diagnosis/repeated-members.ts';

/**
 * Maximum nesting depth of JSON. No normal answer is deeper, and deeper JSON could overflow the stack of
 * recursive code.
 */
const MAX_DEPTH = 32;

export interface Body {
  readonly bytes: Buffer;
  readonly truncated: boolean;
}

/**
 * Reads a body up to `limit` bytes, counted after decompression, then closes the connection. This protects
 * against endless streams and compression bombs. Rejects if the stream breaks.
 */
export async function readBody(stream: Readable, headers: IncomingHttpHeaders, limit: number): Promise<Body> {
  const encoding = String(headers['content-encoding'] ?? '')
    .trim()
    .toLowerCase();
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : undefined;
  let source: Readable = stream;
  if (decoder) {
    stream.on('error', (error) => decoder.destroy(error));
    source = stream.pipe(decoder);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  let truncated = false;
  try {
    for await (const chunk of source) {
      const bytes = chunk as Buffer;
      chunks.push(bytes.subarray(0, limit - size));
      size += bytes.length;
      if (size > limit) {
        truncated = true;
        break;
      }
    }
  } finally {
    decoder?.destroy();
    stream.on('error', () => {});
    stream.destroy();
  }
  return { bytes: Buffer.concat(chunks), truncated };
}

/** Checks whether brackets nest deeper than `MAX_DEPTH`. Scans the text once and skips strings. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 91 || c === 123) {
      if (++depth > MAX_DEPTH) return true;
    } else if (c === 93 || c === 125) depth--;
  }
  return false;
}

export interface ParsedBody {
  readonly kind: BodyKind;
  readonly text: string;
  /** Present for `json`. */
  readonly json?: unknown;
  /** Names that occur twice in one object of `json`. */
  readonly repeated?: readonly string[];
}

/** Detects the kind of a body from its content. */
export function parseBody(body: Body, contentType: string): ParsedBody {
  if (body.truncated)
    return { kind: 'too-big', text: new TextDecoder().decode(body.bytes.subarray(0, 65_536)) };
  const text = new TextDecoder().decode(body.bytes);
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'empty', text };
  if (/^[[{"]/.test(trimmed)) {
    if (nestsTooDeep(trimmed)) return { kind: 'too-deep', text: text.slice(0, 65_536) };
    try {
      const json: unknown = JSON.parse(trimmed);
      return { kind: 'json', text, json, repeated: repeatedMembers(trimmed) };
    } catch {
      return { kind: 'text', text };
    }
  }
  if (trimmed.length < 262_144 && /^[\w-]+(?:\.[\w-]*){2}$/.test(trimmed)) return { kind: 'jwt', text };
  if (trimmed.length < 262_144 && /^[\w-]+(?:\.[\w-]*){4}$/.test(trimmed)) return { kind: 'jwe', text };
  if (trimmed.startsWith('<') || /\bhtml\b/i.test(contentType)) return { kind: 'html', text };
  return { kind: 'text', text };
}
