import type { Formats } from '../formats.ts';
import type { WithSites } from '../html/answer.ts';
import type { LintAnswer } from './answer.ts';

/** The formats of `lint`. */
export const lintFormats = {
  text: async () => (await import('./text.ts')).lintText,
  json: async () => (await import('./json.ts')).lintJson,
  markdown: async () => (await import('./markdown.ts')).lintMarkdown,
  sarif: async () => (await import('./sarif.ts')).lintSarif,
  gitlab: async () => (await import('./gitlab.ts')).lintGitlab,
  html: async () => (await import('./html.ts')).lintHtml,
  github: async () => (await import('./github.ts')).lintGithub,
} satisfies Formats<WithSites<LintAnswer>>;
