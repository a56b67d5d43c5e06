import type { Formats } from '../formats.ts';
import type { ValidAnswer } from './answer.ts';
import type { FixedAnswer } from './fixed-answer.ts';

/** The formats of `validate` for a valid spec. */
export const validateFormats = {
  text: async () => (await import('./text.ts')).validateText,
  json: async () => (await import('../problems/json.ts')).problemsJson,
  github: async () => (await import('../problems/github.ts')).problemsGithub,
  gitlab: async () => (await import('../problems/gitlab.ts')).problemsGitlab,
} satisfies Formats<ValidAnswer>;

/** The formats of `validate --fix`; they have the names of `validateFormats`. */
export const fixedFormats = {
  text: async () => (await import('./fixed-text.ts')).fixedText,
  json: async () => (await import('./fixed-json.ts')).fixedJson,
  github: async () => (await import('./fixed-github.ts')).fixedGithub,
  gitlab: async () => (await import('./fixed-gitlab.ts')).fixedGitlab,
} satisfies Formats<FixedAnswer> & Record<keyof typeof validateFormats, unknown>;
