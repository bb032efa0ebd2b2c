import { ACROSS_CASES, FILE_CASES } from './across-cases.ts';
import { AUTHELIA_CASES } from './authelia-cases.ts';
import { AUTHENTIK_CASES } from './authentik-cases.ts';
import type { Case, Files } from './case.ts';
import { KESTRA_CASES, SETTINGS_CASES } from './settings-cases.ts';

/** The cases of all rules. */
export const CASES: Readonly<Record<string, Case>> = {
  ...FILE_CASES,
  ...AUTHELIA_CASES,
  ...AUTHENTIK_CASES,
  ...SETTINGS_CASES,
  ...KESTRA_CASES,
  ...ACROSS_CASES,
};

export const given = (files: Files): { readonly name: string; readonly text: string }[] =>
  Object.entries(typeof files === 'string' ? { 'the-file': files } : files).map(([name, text]) => ({
    name,
    text,
  }));
