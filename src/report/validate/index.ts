import type { Formats } from '../formats.ts';
import type { ValidAnswer } from './answer.ts';

/** The formats of `validate` for a valid spec. */
export const validateFormats = {
  text: async () => (await import('./text.ts')).validateText,
  json: async () => (await import('../problems/json.ts')).problemsJson,
  github: async () => (await import('../problems/github.ts')).problemsGithub,
} satisfies Formats<ValidAnswer>;
