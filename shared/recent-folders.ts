/**
 * What tells files of one name apart: the last folders of each path, as many as it takes. Those whose name is theirs alone
 * get nothing.
 */
export function foldersApart(
  files: readonly { readonly name: string; readonly path: string }[],
): readonly (string | undefined)[] {
  const parts = files.map(({ path }) => path.split(/[\\/]/).filter((part) => part !== ''));
  return files.map(({ name, path }, index) => {
    const others = files.flatMap((other, place) =>
      place !== index && other.name === name && other.path !== path ? [parts[place]!] : [],
    );
    if (others.length === 0) return undefined;
    const own = parts[index]!;
    for (let count = 1; count < own.length; count++) {
      const tail = tailOf(own, count);
      if (others.every((other) => tailOf(other, count) !== tail)) return tail;
    }
    return path;
  });
}

/** The last folders of a path, without the file itself. */
const tailOf = (parts: readonly string[], count: number): string =>
  parts.slice(Math.max(0, parts.length - 1 - count), -1).join('/');
