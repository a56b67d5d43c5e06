import type { Formats } from '../formats.ts';
import type { WithSites } from '../html/answer.ts';
import type { VerifyAnswer } from './answer.ts';

/** The formats of `verify`. */
export const verifyFormats = {
  text: async () => (await import('./text.ts')).verifyText,
  json: async () => (await import('./json.ts')).verifyJson,
  junit: async () => (await import('./junit.ts')).verifyJunit,
  html: async () => (await import('./html.ts')).verifyHtml,
  github: async () => (await import('./github.ts')).verifyGithub,
} satisfies Formats<WithSites<VerifyAnswer>>;
