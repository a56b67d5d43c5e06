import type { Formats } from '../formats.ts';
import type { AuditAnswer } from './answer.ts';

/** The formats of `audit`. */
export const auditFormats = {
  text: async () => (await import('./text.ts')).auditText,
  json: async () => (await import('./json.ts')).auditJson,
  markdown: async () => (await import('./markdown.ts')).auditMarkdown,
  sarif: async () => (await import('./sarif.ts')).auditSarif,
  github: async () => (await import('./github.ts')).auditGithub,
} satisfies Formats<AuditAnswer>;
