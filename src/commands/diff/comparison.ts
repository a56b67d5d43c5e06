import { visible } from '../../characters.ts';
import { InvalidSpec, UserError } from '../../errors.ts';
import type { FileSet } from '../../file-set.ts';
import { printMessage } from '../../io/terminal.ts';
import { loadExceptions } from '../../language/exceptions/load.ts';
import type { Exception } from '../../language/exceptions/types.ts';
import { getOrAdd } from '../../maps.ts';
import type { Policy } from '../../policy/types.ts';
import type { ComparedRevision, DiffAnswer } from '../../report/diff/answer.ts';
import type { WithSites } from '../../report/html/answer.ts';
import { linksFrom } from '../../report/page/links.ts';
import type { ComparedSpec, DiffReport } from '../../review/diff/change.ts';
import { diff as compare } from '../../review/diff/diff.ts';
import { changedFiles } from '../../review/diff/files.ts';
import { withGate } from '../../review/diff/gate.ts';
import { openedAt, type ReadOutputs, readOutputs } from '../../review/diff/opening-lines.ts';
import { diffOutputs } from '../../review/diff/outputs.ts';
import { setDigest } from '../../review/diff/review-id.ts';
import { type SiteAccess, siteAccess } from '../../review/explain/site-access.ts';
import type { Given } from '../cli/verb.ts';
import { nameIn } from '../shared/format.ts';
import type { asOf, out } from '../shared/options.ts';
import { outputFolder } from '../shared/output-folder.ts';
import { severityOf } from '../shared/severity.ts';
import type { SpecWords } from '../shared/spec.ts';
import { dayOf } from '../shared/values.ts';
import { siteTexts, unknownFiles, unnamedFiles, verifiedOf } from './committed-outputs.ts';
import {
  commitRevision,
  diskRevision,
  lackOf,
  ofBase,
  type Revision,
  sideBefore,
  sideOf,
} from './revision.ts';

/** The two versions to compare, and how. */
type DiffWords = SpecWords &
  Given<typeof out | typeof asOf> & {
    /** The new spec, where two files are compared. */
    readonly new: string | undefined;
    readonly base: string | undefined;
    readonly head: string | undefined;
    readonly outputs: boolean;
    /** The severity of findings from which added access needs approval. */
    readonly failOn: string;
    readonly format: string;
  };

/** A comparison, and the lines of head's committed outputs that allow the added access. */
type Compared = Pick<WithSites<DiffAnswer>, 'report' | 'openedAt' | 'sites'>;

/**
 * The access that a change adds and removes, and other changes that a reviewer must see. Throws a UserError for two
 * versions that cannot be compared, and InvalidSpec. Writes nothing.
 */
export function comparisonOf(words: DiffWords): WithSites<DiffAnswer> {
  const [day, failOn] = [dayOf(words.asOf), severityOf(words.failOn)];
  const [base, head] = revisionsOf(words);
  const newer = words.new ?? words.spec;
  const folder = nameIn(words.format, newer, outputFolder(newer, words.out));
  const compared = words.outputs
    ? { report: outputsReport(base, head, folder, day), openedAt: () => [], sites: () => [] }
    : specReport(base, head, day);
  const report = withGate(compared.report, failOn);
  const links = linksFrom(process.env);
  return {
    ...compared,
    report,
    spec: head.spec,
    out: folder,
    version: PORTOLAN_VERSION,
    base: comparedRevision(base),
    head: headRevision(head, words, links.commit),
    links,
  };
}

function comparedRevision({ name, commit }: Revision): ComparedRevision {
  return { name, commit };
}

/** A pipeline compares its checkout, and knows the commit of it. */
function headRevision(
  { name, commit }: Revision,
  { new: second }: DiffWords,
  checkedOut: string | undefined,
): ComparedRevision {
  return { name, commit: second === undefined ? (commit ?? checkedOut) : commit };
}

function revisionsOf(words: DiffWords): [base: Revision, head: Revision] {
  const { new: second, base, head, out: named } = words;
  if (second === undefined) {
    const before = commitRevision(words, base ?? 'HEAD');
    const now = { ...diskRevision(words), name: 'working tree' };
    return [before, head === undefined ? now : commitRevision(words, head)];
  }
  if (base !== undefined || head !== undefined)
    throw new UserError(
      `${base === undefined ? '--head' : '--base'} cannot be combined with two spec files`,
      'pass one spec file',
    );
  const newer = { ...words, spec: second };
  if (words.outputs && outputFolder(words.spec, named) === outputFolder(second, named))
    throw new UserError(
      'both specs have the same output directory, so there are no two versions to compare',
      'compare commits instead: portolan diff --base HEAD --outputs',
    );
  return [diskRevision(words), diskRevision(newer)];
}

function specReport(older: Revision, newer: Revision, day: string | undefined): Compared {
  const head = sideOf(newer, 'targets');
  const base = baseOf(older, head);
  const [before, after] = [older.outputs(), newer.outputs()];
  const outputs = changedFiles(before, after);
  const deletable: FileSet = older.commit === undefined ? new Map() : before;
  const committed = {
    outputs,
    unknown: unknownFiles(head, outputs),
    verified: verifiedOf(head, { tests: base.spec.tests, deletable }, after),
    baseDigest: setDigest(before),
    headDigest: setDigest(after),
  };
  const report = compare(base, head, committed, day, PORTOLAN_VERSION);
  return { report, openedAt: openedIn(head, after), sites: () => accessIn(head, after) };
}

function* accessIn({ policies }: ComparedSpec, files: FileSet): Generator<SiteAccess> {
  for (const policy of policies)
    yield siteAccess(policy, (target) => {
      const texts = siteTexts(files, policy.site.id, target);
      return texts.size === 0 ? undefined : texts;
    });
}

/** Reads the outputs of a site once, when they are first needed. */
function openedIn({ policies }: ComparedSpec, files: FileSet): DiffAnswer['openedAt'] {
  const read = new Map<string, ReadOutputs>();
  const bySite = new Map(policies.map((policy) => [policy.site.id, policy]));
  const outputsOf = (policy: Policy): ReadOutputs => {
    const { id } = policy.site;
    return getOrAdd(read, id, () => readOutputs(policy, (target) => siteTexts(files, id, target)));
  };
  return (site, gain) => {
    const policy = bySite.get(site);
    return policy === undefined ? [] : openedAt(gain, outputsOf(policy));
  };
}

/**
 * The base, which may be older than the spec. Prints a note when the problems of an invalid spec are those of the base.
 */
function baseOf(source: Revision, head: ComparedSpec): ComparedSpec {
  const lack = source.commit !== undefined ? lackOf(source) : undefined;
  if (lack !== undefined) {
    printMessage(`note: ${visible(lack)}; all access is reported as added\n`);
    return sideBefore(head, exceptionsOf(source));
  }
  try {
    return sideOf(source, 'no-target');
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    printMessage(`note: these problems are in the base, ${source.label}\n`);
    // Two files have names of their own.
    throw source.commit !== undefined ? ofBase(error) : error;
  }
}

function outputsReport(
  base: Revision,
  head: Revision,
  folder: string,
  asOf: string | undefined,
): DiffReport {
  const [before, after] = [base.outputs(), head.outputs()];
  const outputs = changedFiles(before, after);
  const report = diffOutputs(
    {
      sites: [
        ...new Set([...before.keys(), ...after.keys()].map((path) => path.split('/')[0] ?? '')),
      ],
      folder,
      before: (site, target) => siteTexts(before, site, target),
      after: (site, target) => siteTexts(after, site, target),
    },
    { outputs, unknown: unnamedFiles(after, outputs) },
    { baseOutputs: setDigest(before), headOutputs: setDigest(after) },
    { exceptions: exceptionsOf(base), asOf },
    PORTOLAN_VERSION,
  );
  if (report.ok) return report.value;
  const { side, file, line, message } = report.error;
  throw new UserError(
    `cannot read ${file}:${line} of ${side}: ${message}`,
    (side === 'base' ? base : head).commit === undefined
      ? 'run "portolan generate"; "portolan check" lists the differences'
      : 'another version of Portolan wrote this committed file, or it was edited: to compare the specs, leave out --outputs',
  );
}

/** The exceptions of base, where a valid spec is not needed. Invalid exceptions accept nothing. */
function exceptionsOf({ read, spec, label }: Revision): readonly Exception[] {
  const loaded = loadExceptions(read, spec);
  if (loaded.ok) return loaded.value.exceptions;
  printMessage(`note: the exceptions of ${visible(label)} are invalid, so they accept nothing\n`);
  return [];
}
