import { documentFormats } from '../documents/formats.ts';
import { exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { auditFormats } from '../report/audit/index.ts';
import { inFormat } from '../report/formats.ts';
import { verb } from './cli/verb.ts';
import { codeIn } from './shared/format.ts';
import { formatOption, keysOf, maxSize, spec } from './shared/options.ts';

/**
 * Compares a vendor's document with a spec. Exit 1 when something is missing, an entry is wider than the document, or a
 * tier or the digest differs, and the format is not SARIF; otherwise 0. Writes nothing.
 */
export const audit = verb({
  name: 'audit',
  describe: "Compare a spec with a vendor's document",
  task: 'Review access',
  details:
    'Reports what the document names and the spec does not allow, and what the spec allows and the document does not name: hosts, URLs, ports and tiers, each with its lines and the nearest match. "printed", "unresolved" and "declined" in the spec explain differences. A destination without usable ports counts as named. A wildcard, a network or "to: any" that is wider than the document fails the run, and explains nothing, unless "printed" says so. Other extra endpoints alone do not fail it: a spec may need more than one document says. Writes nothing, and fetches nothing.',
  argument: {
    name: 'file',
    placeholder: 'DOCUMENT',
    describe: 'File of the vendor: a text, a table, a list or JSON; - reads standard input',
    values: 'document',
    required: true,
    example: 'guide.txt',
  },
  second: spec,
  options: [
    {
      name: 'as',
      placeholder: 'FORMAT',
      describe: 'Format of the document',
      values: keysOf(documentFormats),
      shownDefault: 'recognized by its content',
    },
    {
      name: 'document',
      placeholder: 'ID',
      describe: 'Id of the document in the spec',
      values: 'text',
      shownDefault: 'the one with its sha256, or the only one',
    },
    formatOption(auditFormats),
    maxSize,
  ],
  examples: [
    ['portolan audit guide.txt', ''],
    ['portolan audit guide.txt spec.yaml --document guide', 'if the spec lists several documents'],
    ['portolan audit guide.txt --as text --format json', 'for scripts'],
    ['portolan audit guide.txt --format github', 'annotations in a pull request'],
  ],
  exits: {
    [exitCode.yes]: 'nothing is missing or wider; sha256 and tiers agree',
    [exitCode.no]: 'something is missing or wider, or a tier or the sha256 differs',
    [exitCode.couldNotRun]: 'usage or I/O error, or the document cannot be read',
    [exitCode.invalidSpec]: 'invalid spec',
  },
  seeAlso: ['lint', 'diff'],
  async run(given, { paint }) {
    const { auditDocument } = await import('./audit/audited.ts');
    const { isFailing } = await import('../audit/report.ts');
    const answer = await auditDocument(given);
    printResult(await inFormat(auditFormats[given.format], answer, paint));
    return codeIn(given.format, isFailing(answer.report) ? exitCode.no : exitCode.yes);
  },
});
