import { type Refusal, refuse } from '../problem.ts';
import type { DocumentText } from './document.ts';
import { parseJson } from './kit/json.ts';
import { destinationsIn } from './kit/several.ts';
import { roleOfHeader } from './table/headers.ts';

/** Refuses JSON and XML where lines are expected: their lines name destinations, and lose the ports beside them. */
export function refuseMarkup(document: DocumentText, expected: string): Refusal | undefined {
  const start = document.text.slice(0, 4096);
  if (isJson(document, start)) return refuseFormat('JSON', expected);
  return /^\s*<(?:\?xml|pfsense|config|response)\b/.test(start)
    ? refuseFormat('XML', expected)
    : undefined;
}

/** Text can begin with a bracket: `[1] Notes`, `[2001:db8::7]:443`. */
function isJson(document: DocumentText, start: string): boolean {
  if (/^\s*(?:\{\s*"|\[\s*(?:\{\s*"|"))/.test(start)) return true;
  return /^\s*[[{]/.test(start) && parseJson(document).ok;
}

/** Refuses a table where a list is expected: its first row names columns, and not destinations alone. */
export function refuseTable({ text }: DocumentText, expected: string): Refusal | undefined {
  const [first = ''] = /^[^\n]{0,2000}/.exec(text.trimStart()) ?? [];
  if (!/[,;\t|]/.test(first) || destinationsIn(first) !== undefined) return undefined;
  const roles = first.split(/[,;\t|]/).flatMap((cell) => roleOfHeader(cell) ?? []);
  return new Set(roles).size > 1 && roles.includes('host')
    ? refuseFormat('a table', expected)
    : undefined;
}

function refuseFormat(found: string, expected: string): Refusal {
  const message = `the document is ${found}, and not ${expected}`;
  return refuse(
    'import-other-format',
    message,
    'import it as what it is, so that no port of it is lost',
  );
}
