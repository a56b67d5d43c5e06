import { audit } from '../../audit/audit.ts';
import { quote, visible } from '../../characters.ts';
import type { DocumentFormat } from '../../documents/formats.ts';
import { UserError } from '../../errors.ts';
import { didYouMean } from '../../language/suggest.ts';
import type { SourceDocument, Spec } from '../../language/types.ts';
import type { AuditAnswer } from '../../report/audit/answer.ts';
import { nameIn } from '../shared/format.ts';
import { nameOf, readSpec, type SpecWords } from '../shared/spec.ts';
import { readDocumentFile, readRows } from './document-file.ts';

/** The words of the command line. */
type Words = SpecWords & {
  readonly file: string;
  readonly format: string;
  readonly as: DocumentFormat | undefined;
  readonly document: string | undefined;
};

/** Compares the document with the spec. Throws a UserError for a document that cannot be read, and InvalidSpec. */
export async function auditDocument(words: Words): Promise<AuditAnswer> {
  const name = nameIn(words.format, words.spec, words.file);
  const { document, sha256 } = readDocumentFile(words.file, name);
  const { spec } = readSpec(words);
  const entry = entryOf(spec, words.document, sha256);
  const reading = await readRows(document, words.as);
  const specName = nameOf(words);
  return {
    report: audit({ spec, entry, document, reading, sha256 }),
    document: name,
    listedAt: entry?.place ?? { file: specName, line: 1, column: 1, length: 1 },
    warnings: reading.warnings,
    spec: specName,
    version: PORTOLAN_VERSION,
  };
}

/** The entry of the document in the spec: the named one, the one with this digest, or the only one. */
function entryOf(
  { documents }: Spec,
  id: string | undefined,
  sha256: string,
): SourceDocument | undefined {
  if (id !== undefined) {
    const named = documents.get(id);
    if (named !== undefined) return named;
    throw new UserError(`unknown document ${quote(id)}`, didYouMean(id, documents.keys()));
  }
  const all = [...documents.values()];
  const [same] = all.filter((each) => each.sha256 === sha256);
  if (same !== undefined) return same;
  if (all.length <= 1) return all[0];
  const ids = all.map((each) => visible(each.id)).join(', ');
  throw new UserError(
    'the spec lists several documents, and none has the sha256 of this file',
    `name one of them with --document: ${ids}`,
  );
}
