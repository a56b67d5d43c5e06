import type { Formats } from '../formats.ts';
import type { ProblemsAnswer } from './answer.ts';

/**
 * The formats in which every command answers for a spec that is not valid. Whoever reads another is told the problems
 * in a message.
 */
export const problemsFormats = {
  json: async () => (await import('./json.ts')).problemsJson,
  markdown: async () => (await import('./markdown.ts')).problemsMarkdown,
  sarif: async () => (await import('./sarif.ts')).problemsSarif,
  github: async () => (await import('./github.ts')).problemsGithub,
} satisfies Formats<ProblemsAnswer>;
