import type { Workspace } from './types.ts';

/** The versions of a workspace by kind: of several with one kind, only a version that all of them have. */
export function versionsByKind({ providers, apps }: Workspace): Record<string, string> {
  const seen = new Map<string, Set<string | undefined>>();
  for (const { kind, version } of [...Object.values(providers), ...Object.values(apps)])
    seen.set(kind, (seen.get(kind) ?? new Set()).add(version));
  return Object.fromEntries(
    [...seen].flatMap(([kind, versions]) => {
      const [version] = versions;
      return versions.size === 1 && version !== undefined ? [[kind, version]] : [];
    }),
  );
}
