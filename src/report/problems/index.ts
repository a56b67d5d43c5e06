import type { Formats } from '../formats.ts';
import type { ProblemsAnswer } from './answer.ts';

/** The formats in which every command reports an invalid spec. With another format the problems are a message on stderr. */
export const problemsFormats = {
  json: async () => (await import('./json.ts')).problemsJson,
  markdown: async () => (await import('./markdown.ts')).problemsMarkdown,
  sarif: async () => (await import('./sarif.ts')).problemsSarif,
  gitlab: async () => (await import('./gitlab.ts')).problemsGitlab,
  junit: async () => (await import('./junit.ts')).problemsJunit,
  github: async () => (await import('./github.ts')).problemsGithub,
  html: async () => (await import('./html.ts')).problemsHtml,
} satisfies Formats<ProblemsAnswer>;
