/** The formats of files that a profile can describe. */
export const TREE_FORMATS = ['yaml', 'json', 'toml', 'ini', 'xml', 'php', 'python', 'ruby'] as const;
