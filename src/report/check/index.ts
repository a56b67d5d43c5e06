import type { LiveReport } from '../../review/live/compare.ts';
import type { Formats } from '../formats.ts';
import type { CheckAnswer } from './answer.ts';

/** The formats of `check`. */
export const checkFormats = {
  text: async () => (await import('./text.ts')).checkText,
  json: async () => (await import('./json.ts')).checkJson,
  markdown: async () => (await import('./markdown.ts')).checkMarkdown,
} satisfies Formats<CheckAnswer>;

/** The formats of `check --live`, which are the same. */
export const liveFormats = {
  text: async () => (await import('./live-text.ts')).liveText,
  json: async () => (await import('./live-json.ts')).liveJson,
  markdown: async () => (await import('./live-markdown.ts')).liveMarkdown,
} satisfies Formats<LiveReport> & Readonly<Record<keyof typeof checkFormats, unknown>>;
