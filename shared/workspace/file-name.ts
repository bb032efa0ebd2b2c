/** The ending of a workspace file: saved, suggested, and associated with the app by the installers. */
export const WORKSPACE_ENDING = '.latchkey';

/** All endings that are known as workspaces. The longer ones were saved by earlier versions. */
export const WORKSPACE_ENDINGS = [WORKSPACE_ENDING, '.latchkey.yaml', '.latchkey.yml'] as const;

/** True if the name of a file ends like a workspace; `file` may have folders in front. */
export const isWorkspaceFile = (file: string): boolean => {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).toLowerCase();
  return WORKSPACE_ENDINGS.some((ending) => name.endsWith(ending));
};
