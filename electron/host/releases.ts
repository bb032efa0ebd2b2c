/**
 * The address that names a repository's newest release, or undefined for one that is not at GitHub.
 * Source: GitHub's REST API, “Get the latest release”, https://docs.github.com/en/rest/releases/releases
 *
 * @param repository as in package.json: `https://github.com/OWNER/NAME`, also with `git+` and `.git`
 */
export function releasesOf(repository: string | undefined): string | undefined {
  const found = /^(?:git\+)?https:\/\/github\.com\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(
    repository ?? '',
  );
  return found === null ? undefined : `https://api.github.com/repos/${found[1]}/${found[2]}/releases/latest`;
}
