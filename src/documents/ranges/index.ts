import { parseDate } from '../../language/date.ts';
import { failure, success } from '../../problem.ts';
import type { DocumentFacts, DocumentReader } from '../document.ts';
import { isKind, refuseKind, scalarText } from '../kit/fields.ts';
import { type JsonObject, type JsonValue, parseJson } from '../kit/json.ts';
import { plainWords } from '../kit/words.ts';
import { repeatWarnings } from './repeats.ts';
import { sourceWarnings } from './sources.ts';
import { walk } from './walk.ts';

/** Reads the networks of any JSON document, with the words around each as its labels. It knows no vendor's format. */
export const readRanges: DocumentReader = (document, options) => {
  const root = parseJson(document);
  if (!root.ok) return root;
  const { value } = root;
  if (!isKind(value, 'object') && !isKind(value, 'array'))
    return failure(refuseKind('the document', value, 'object'));
  const { rows, warnings } = walk(value, options.hosts === true, new Set([...revisions, ...dates]));
  return success({
    facts: isKind(value, 'object') ? factsOf(value) : {},
    rows,
    warnings,
    warningsOf: (selected) => [...sourceWarnings(selected), ...repeatWarnings(selected)],
  });
};

const revisions = ['syncToken', 'changeNumber'];
const dates = ['createDate', 'creationTime', 'creationDate', 'last_updated_timestamp', 'modified'];

function factsOf(root: JsonObject): DocumentFacts {
  const revision = textsOf(root, revisions)[0];
  const date = textsOf(root, dates)
    .map((text) => parseDate(text.slice(0, 10)))
    .flatMap((read) => (read.ok ? [read.value] : []))[0];
  return { revision: revision === undefined ? undefined : plainWords(revision), date };
}

function textsOf(root: JsonObject, keys: readonly string[]): string[] {
  const values = keys.map((key): JsonValue | undefined => root.members.get(key));
  return values.flatMap((value) => (value === undefined ? [] : (scalarText(value) ?? [])));
}
