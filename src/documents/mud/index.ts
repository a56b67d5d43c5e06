import { parseDate } from '../../language/date.ts';
import { withoutRepeats } from '../../maps.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type {
  DocumentFacts,
  DocumentReader,
  DocumentReading,
  DocumentRow,
  DocumentSection,
} from '../document.ts';
import { isKind, memberOf } from '../kit/fields.ts';
import { type JsonObject, parseJson } from '../kit/json.ts';
import { quote } from '../kit/secrets.ts';
import { wholeDocument } from '../kit/section.ts';
import { plainWords } from '../kit/words.ts';
import { type AccessList, accessListsOf, namesOf } from './access-lists.ts';
import { entryRow } from './rows.ts';
import { hostsOfOneFamily } from './warnings.ts';

const policy = 'from-device-policy';

/** Reads a profile of RFC 8520: what a device may connect to. What may connect to it is not an endpoint. */
export const readMud: DocumentReader = (document) => {
  const root = parseJson(document);
  if (!root.ok) return root;
  if (!isKind(root.value, 'object')) return failure(notMud);
  const mud = memberOf(root.value, 'ietf-mud:mud', 'object');
  if (!mud.ok) return mud;
  if (mud.value === undefined) return failure(notMud);
  const names = namesOf(mud.value, policy);
  if (!names.ok) return names;
  const lists = accessListsOf(root.value);
  if (!lists.ok) return lists;
  return readProfile(mud.value, names.value, lists.value);
};

const notMud = refuse(
  'import-not-mud',
  'the document has no "ietf-mud:mud", which every MUD profile has',
  'check that the file is a profile of RFC 8520',
);

function readProfile(
  mud: JsonObject,
  names: readonly NamedLine[],
  lists: ReadonlyMap<string, AccessList>,
): Result<DocumentReading, Refusal> {
  const facts = factsOf(mud);
  if (!facts.ok) return facts;
  const { title } = facts.value;
  const section = { ...wholeDocument, title, citation: policy };
  const rows: DocumentRow[] = [];
  let isNarrowed = false;
  for (const { name, line } of withoutRepeats(names, (named) => named.name)) {
    const list = lists.get(name);
    if (list === undefined) rows.push(missingList(name, line, section));
    for (const entry of list?.entries ?? []) {
      const row = entryRow(entry, { section, list: name, isNarrowed });
      isNarrowed ||= row.denies;
      rows.push(row.row);
    }
  }
  return success({ facts: facts.value, rows, warnings: hostsOfOneFamily(rows) });
}

type NamedLine = { readonly name: string; readonly line: number };

function missingList(name: string, line: number, section: DocumentSection): DocumentRow {
  const reason = `the profile names the access list ${quote(name)} and does not contain it`;
  return {
    line,
    words: plainWords(`access list ${name}`),
    section,
    labels: new Map(),
    verdict: { kind: 'unresolved', reason },
  };
}

/** The title and the maker of the device, and the day of the last change. */
function factsOf(mud: JsonObject): Result<DocumentFacts, Refusal> {
  const texts = ['systeminfo', 'model-name', 'mfg-name', 'last-update'].map((key) =>
    memberOf(mud, key, 'text'),
  );
  const wrong = texts.find((text) => !text.ok);
  if (wrong?.ok === false) return wrong;
  const [system, model, publisher, updated] = texts.map((text) =>
    text.ok && text.value !== undefined ? plainWords(text.value.text) : '',
  );
  const date = parseDate(updated?.slice(0, 10) ?? '');
  return success({
    title: system || model || publisher || undefined,
    publisher: publisher || undefined,
    date: date.ok ? date.value : undefined,
  });
}
