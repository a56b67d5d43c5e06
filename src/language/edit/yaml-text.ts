import { resolvePlain } from '../yaml/scalar.ts';

/** Texts that YAML reads unchanged without quotes, also in brackets and before a colon. */
const plain = /^(?=[A-Za-z0-9])(?:[\w./@+-]|:(?=[\w/])| (?=[\w(/]))*$/;

/** A text as YAML reads it back: plain if it can be, else in double quotes. */
export function yamlText(text: string): string {
  return plain.test(text) && resolvePlain(text) === text ? text : JSON.stringify(text);
}
