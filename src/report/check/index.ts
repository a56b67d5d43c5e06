import type { Formats } from '../formats.ts';
import type { CheckAnswer, LiveAnswer } from './answer.ts';

/** The formats of `check`. */
export const checkFormats = {
  text: async () => (await import('./text.ts')).checkText,
  json: async () => (await import('./json.ts')).checkJson,
  markdown: async () => (await import('./markdown.ts')).checkMarkdown,
  sarif: async () => (await import('./sarif.ts')).checkSarif,
  github: async () => (await import('./github.ts')).checkGithub,
  junit: async () => (await import('./junit.ts')).checkJunit,
} satisfies Formats<CheckAnswer>;

/** The formats of `check --live`, which are the same. */
export const liveFormats = {
  text: async () => (await import('./live-text.ts')).liveText,
  json: async () => (await import('./live-json.ts')).liveJson,
  markdown: async () => (await import('./live-markdown.ts')).liveMarkdown,
  sarif: async () => (await import('./live-sarif.ts')).liveSarif,
  github: async () => (await import('./live-github.ts')).liveGithub,
  junit: async () => (await import('./live-junit.ts')).liveJunit,
} satisfies Formats<LiveAnswer> & Readonly<Record<keyof typeof checkFormats, unknown>>;
