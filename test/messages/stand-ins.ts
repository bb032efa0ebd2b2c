import { homedir, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { REDACTED, redactText } from '../../shared/diagnosis/redact.ts';
import { APP, PROVIDER } from './faults.ts';
import { CACHE } from './library.ts';

/** What a run had of this machine. */
export interface Ran {
  /** Folder of the library's program. */
  readonly folder: string;
  /** Folder of the login. */
  readonly data: string;
  readonly provider_port: number;
  readonly app_port: number;
  readonly started_ms: number;
  /** Every secret, code, token and state of the run. */
  readonly secrets: Iterable<string>;
}

/** When every recording was made, so to speak. */
const THEN = Date.parse('2026-01-02T03:04:05Z');
const MAX_CHARACTERS = 12_000;
/** How many frames of one stack trace are kept. */
const MAX_FRAMES = 10;

/**
 * Makes the text of a run independent of this machine and this moment, and takes the secrets out: addresses, paths
 * and times get stable stand-ins. Times keep their distance from the run's start.
 */
export function clean(text: string, ran: Ran): string {
  let result = text.replaceAll('\r\n', '\n').replaceAll('\u0000', '');
  // Colours of a terminal.
  result = result.replace(/\u001b\[[0-9;]*m/g, '');
  for (const secret of [...ran.secrets].sort((a, b) => b.length - a.length)) {
    for (const form of new Set([secret, encodeURIComponent(secret)]))
      result = result.replaceAll(form, REDACTED);
  }
  result = addresses(result, ran);
  result = paths(result, ran);
  result = times(result, THEN - ran.started_ms);
  result = redactText(result);
  return cut(frames(result)).trim();
}

function addresses(text: string, { provider_port, app_port }: Ran): string {
  const colon = '(?::|%3A)';
  const slashes = String.raw`(?:\/\/|\\\/\\\/|%2F%2F)`;
  return (
    text
      .replace(
        new RegExp(`http(${colon}${slashes})(?:127\\.0\\.0\\.1|localhost)${colon}${app_port}(?!\\d)`, 'gi'),
        (_, middle: string) => `https${middle}${host(APP)}`,
      )
      .replace(new RegExp(`(?:127\\.0\\.0\\.1|localhost)${colon}${app_port}(?!\\d)`, 'gi'), host(APP))
      .replace(new RegExp(`localhost${colon}${provider_port}(?!\\d)`, 'gi'), host(PROVIDER))
      .replace(new RegExp(`(?<!\\d)${provider_port}(?!\\d)`, 'g'), '443')
      .replace(new RegExp(`(?<!\\d)${app_port}(?!\\d)`, 'g'), '8080')
      .replace(/localhost(?![\w.])|auth\.invalid\b/g, host(PROVIDER))
      .replace(/(?<!\d)127\.0\.0\.1(?!\d)/g, '192.0.2.10')
      // The name server of this machine, as Go names it.
      .replace(/ on \d{1,3}(?:\.\d{1,3}){3}:53(?!\d)/g, ' on 192.0.2.53:53')
      .replace(/\[::1\]/g, '[2001:db8::10]')
      .replace(/(^|[\s'"(])::1\b/gm, '$12001:db8::10')
  );
}
const host = (url: string) => url.replace(/^https?:\/\//, '');

function paths(text: string, { folder, data }: Ran): string {
  const own: readonly (readonly [string, string])[] = [
    [data, '/var/lib/app'],
    [folder, '/srv/app'],
    [CACHE, '/srv'],
    [join(import.meta.dirname, '..', '..'), '/srv'],
  ];
  let result = text;
  for (const [path, standIn] of own) result = result.replaceAll(path, standIn);
  return result
    .replace(/\/[\w./-]*\/(?:\.pyenv|pyenv)\/versions\/[\d.]+/g, '/usr/local')
    .replace(/\/[\w./-]*\/\.cargo\/registry\/src\/[^/\s]+/g, '/usr/local/cargo/registry/src')
    .replace(/\/[\w./-]*\/go\/pkg\/mod/g, '/go/pkg/mod')
    .replaceAll(release(), '6.1.0-18-amd64')
    .replaceAll(`${homedir()}/`, '/home/app/')
    .replaceAll(`${tmpdir()}/fault-laboratory-`, '/etc/ssl/lab-');
}

/** Moves every date and every number of seconds of today by the same time. */
function times(text: string, by: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  const moved = (date: string, time: string): Date => new Date(Date.parse(`${date}T${time}Z`) + by);
  const day = (at: Date, separator: string) =>
    [at.getUTCFullYear(), two(at.getUTCMonth() + 1), two(at.getUTCDate())].join(separator);
  const clock = (at: Date) => [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
  const near = (ms: number) => Math.abs(ms + by - THEN) < 30 * 24 * 3600_000;
  return (
    text
      // 2026-11-26T16:00:01.123, 2026/11/26 16:00:01
      .replace(
        /\b(20\d\d)([-/])(\d\d)\2(\d\d)(T| )(\d\d:\d\d:\d\d)/g,
        (whole, y: string, separator: string, m: string, d: string, between: string, time: string) => {
          const at = moved(`${y}-${m}-${d}`, time);
          return near(at.getTime() - by) ? `${day(at, separator)}${between}${clock(at)}` : whole;
        },
      )
      // Thu Nov 26 16:00:01.123456 2026 and Thu Nov 26 16:00:01 UTC 2026
      .replace(
        /\b[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d)((?:\.\d+)?(?: [A-Z]{3})?) (20\d\d)\b/g,
        (whole, month: string, d: string, time: string, rest: string, y: string) => {
          const at = moved(`${y}-${two(MONTHS.indexOf(month) + 1)}-${d}`, time);
          if (Number.isNaN(at.getTime()) || !near(at.getTime() - by)) return whole;
          return `${DAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${two(at.getUTCDate())} ${clock(at)}${rest} ${at.getUTCFullYear()}`;
        },
      )
      // Thu, 26 Nov 2026 16:00:01 and 26/Nov/2026:16:00:01 and 26/Nov/2026 16:00:01
      .replace(
        /\b(?:[A-Z][a-z]{2}, )?(\d\d)([ /])([A-Z][a-z]{2})\2(20\d\d)([: ])(\d\d:\d\d:\d\d)/g,
        (whole, d: string, separator: string, month: string, y: string, between: string, time: string) => {
          const at = moved(`${y}-${two(MONTHS.indexOf(month) + 1)}-${d}`, time);
          if (Number.isNaN(at.getTime()) || !near(at.getTime() - by)) return whole;
          const named = whole.includes(',') ? `${DAYS[at.getUTCDay()]}, ` : '';
          return `${named}${[two(at.getUTCDate()), MONTHS[at.getUTCMonth()], at.getUTCFullYear()].join(separator)}${between}${clock(at)}`;
        },
      )
      // [16:00:01.123] and [16:00:01] at the start of a line, which say no day.
      .replace(/^\[(\d\d:\d\d:\d\d)(?=[.\]])/gm, (whole, time: string) => {
        const at = moved('2026-01-02', time);
        return Number.isNaN(at.getTime()) ? whole : `[${clock(at)}`;
      })
      // 26 Nov 16:00:01 at the start of a line, which says no year.
      .replace(
        /^(\d\d) ([A-Z][a-z]{2}) (\d\d:\d\d:\d\d)/gm,
        (whole, d: string, month: string, time: string) => {
          const year = new Date(THEN - by).getUTCFullYear();
          const at = moved(`${year}-${two(MONTHS.indexOf(month) + 1)}-${d}`, time);
          if (Number.isNaN(at.getTime()) || !near(at.getTime() - by)) return whole;
          return `${two(at.getUTCDate())} ${MONTHS[at.getUTCMonth()]} ${clock(at)}`;
        },
      )
      // Seconds and milliseconds since 1970.
      .replace(/\b1[789]\d{8}(?:\d{3})?\b/g, (whole) => {
        const unit = whole.length === 10 ? 1000 : 1;
        const at = Number(whole) * unit;
        return near(at) ? String(Math.round((at + by) / unit)) : whole;
      })
  );
}

/** Shortens stack traces, as Java itself does: the deeper frames are the same for every error. */
function frames(text: string): string {
  const lines: string[] = [];
  let run = 0;
  for (const line of text.split('\n')) {
    const isFrame = /^\s+at \S/.test(line) || /^\s+from \S+:\d+:in /.test(line);
    if (isFrame) run++;
    else {
      if (run > MAX_FRAMES) lines.push(`\t... ${run - MAX_FRAMES} more`);
      run = 0;
    }
    if (!isFrame || run <= MAX_FRAMES) lines.push(line);
  }
  if (run > MAX_FRAMES) lines.push(`\t... ${run - MAX_FRAMES} more`);
  return lines.join('\n');
}

/** Keeps the beginning and the end of a long text, whole lines of both. */
function cut(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const half = MAX_CHARACTERS / 2;
  const head = text.slice(0, text.lastIndexOf('\n', half) + 1 || half);
  const next = text.indexOf('\n', text.length - half);
  return `${head}[…]\n${text.slice(next < 0 ? text.length - half : next + 1)}`;
}

/** What stays the same from run to run: without numbers, random values and the order of the lines. */
export const shape = (text: string): string =>
  [
    ...new Set(
      text
        .replace(/0x[0-9a-f]+|\b[0-9a-f]{8,}\b/gi, '#')
        .replace(/\d+/g, '#')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ]
    .sort()
    .join('\n');
