/**
 * Prints the notes of one release, from docs/CHANGELOG.md: node build/release-notes.mjs TAG
 * Fails if the tag is not the version in package.json, or if the changelog has nothing on it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} changelog in the form of Keep a Changelog
 * @param {string} version without the `v`
 * @returns {string | undefined} the text below the version's heading, or undefined if there is none
 */
export function notesOf(changelog, version) {
  const lines = changelog.split(/\r?\n/);
  const isHeading = (line) => /^## /.test(line);
  const start = lines.findIndex((line) => {
    const named = /^## \[?v?([^\s\]]+)\]?/.exec(line)?.[1];
    return named === version;
  });
  if (start === -1) return undefined;
  const length = lines.slice(start + 1).findIndex(isHeading);
  const end = length === -1 ? lines.length : start + 1 + length;
  return (
    lines
      .slice(start + 1, end)
      .join('\n')
      .trim() || undefined
  );
}

/** Why a tag can't be released, or undefined. */
export function objection(tag, version, changelog) {
  if (tag !== `v${version}`)
    return `The tag is ${tag}, but package.json says ${version}: it must be v${version}.`;
  if (notesOf(changelog, version) === undefined)
    return `docs/CHANGELOG.md has no section “## ${version}” with text.`;
  return undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const changelog = readFileSync(path.join(root, 'docs/CHANGELOG.md'), 'utf8');
  const problem = objection(process.argv[2], version, changelog);
  if (problem) {
    process.stderr.write(`${problem}\n`);
    process.exit(1);
  }
  process.stdout.write(`${notesOf(changelog, version)}\n`);
}
