import { compareText, sortedUnique } from '../../net/order.ts';
import { failure, type Result, success } from '../../problem.ts';
import { targets } from '../../targets/list.ts';
import type { Access, NotCanonical, Setting, TargetFiles } from '../../targets/reading.ts';
import type { Target } from '../../targets/target.ts';
import { reachOf } from '../access/enforced-boxes.ts';
import { compareFindings, type Finding, findingOf } from '../findings/finding.ts';
import { emptiedOutputs, outputEmpties } from '../rules/change/output-empties.ts';
import { approvalsOf, holdsBack } from './approvals.ts';
import type { DiffReport, RuledChange, SiteChange } from './change.ts';
import { changedOutputOptions, changedPassage, changedPresence } from './changed-output-options.ts';
import { inOrder } from './order.ts';
import { type TargetChange, targetChange } from './output-access.ts';
import { type OutputBase, type OutputFindings, outputFindings } from './output-findings.ts';
import { type Reviewed, reviewIdOf } from './review-id.ts';

/** The committed outputs of both sides: the sites of either side, and the files of a target of a site. */
export type CommittedOutputs = {
  readonly sites: readonly string[];
  /** The output directory, as reports name it. */
  readonly folder: string;
  before(site: string, target: string): TargetFiles;
  after(site: string, target: string): TargetFiles;
};

/**
 * Compares committed outputs through their readers and without a spec, so that it reports a changed template even if the
 * spec is unchanged. Added access has the findings that need no spec, which exceptions of base accept. Fails with the first file that its reader rejects.
 */
export function diffOutputs(
  committed: CommittedOutputs,
  { outputs, unknown }: Pick<DiffReport, 'outputs' | 'unknown'>,
  digests: Pick<Reviewed, 'baseOutputs' | 'headOutputs'>,
  accepted: Pick<OutputBase, 'exceptions' | 'asOf'>,
  version: string,
): Result<DiffReport, Unreadable> {
  const sites = new Map<string, SiteChange>();
  const emptied: Finding[] = [];
  const settings: RuledChange[] = [];
  const access: Access[] = [];
  for (const site of [...committed.sites].sort(compareText)) {
    const change = outputChange(site, committed);
    if (!change.ok) return change;
    sites.set(site, change.value.change);
    for (const finding of change.value.emptied) emptied.push(finding);
    for (const each of change.value.before) access.push(each);
    for (const setting of change.value.settings) settings.push(setting);
  }
  const added = [...sites].flatMap(([site, { gained }]) => gained.map((gain) => ({ site, gain })));
  const opened = outputFindings(added, { access, folder: committed.folder, ...accepted });
  const findings = sortedUnique([...emptied, ...opened.findings], compareFindings);
  return success({
    sites: withFindings(sites, opened),
    findings,
    ...nothingElse,
    settings,
    approvals: approvalsOf(settings, findings, unknown),
    failOn: null,
    held: holdsBack(findings),
    outputs,
    unknown,
    reviewId: reviewIdOf({ base: '', head: '', ...digests, version }),
  });
}

/** The sites with the findings about their added access, gravest first. */
function withFindings(
  sites: ReadonlyMap<string, SiteChange>,
  opened: OutputFindings,
): Map<string, SiteChange> {
  return new Map(
    [...sites].map(([site, change]) => {
      const gained = change.gained.map((gain) => ({
        ...gain,
        findings: opened.of({ site, gain }),
      }));
      return [site, { ...change, gained: inOrder(gained) }];
    }),
  );
}

/** Parts of the report that need a spec. */
const nothingElse = {
  wording: [],
  tests: [],
  exceptions: [],
  verified: null,
} as const;

/** A file that its reader rejects, and its side. */
export type Unreadable = NotCanonical & { readonly side: 'base' | 'head' };

/** The change of the outputs of one site: access, settings, and outputs that became empty. */
type OutputChange = {
  readonly change: SiteChange;
  readonly settings: readonly RuledChange[];
  readonly emptied: readonly Finding[];
  /** What the outputs of base allowed. */
  readonly before: readonly Access[];
};

/** Compares the committed outputs of one site without a spec. */
function outputChange(
  site: string,
  { folder, before, after }: CommittedOutputs,
): Result<OutputChange, Unreadable> {
  const changes: TargetChange[] = [];
  const settings: RuledChange[] = [];
  const allowed: Access[] = [];
  for (const target of targets) {
    const texts = { base: before(site, target.name), head: after(site, target.name) };
    const old = readOutput(target, texts.base, 'base');
    const now = readOutput(target, texts.head, 'head');
    if (!old.ok) return old;
    if (!now.ok) return now;
    for (const each of old.value.access) allowed.push(each);
    changes.push(targetChange(target, old.value.access, now.value.access));
    const options = changedOutputOptions(site, target.name, old.value.settings, now.value.settings);
    const passage = changedPassage(site, target.name, old.value.access, now.value.access);
    const presence = changedPresence(site, target.name, texts.base, texts.head);
    for (const setting of [...presence, ...options, ...passage]) settings.push(setting);
  }
  const change = {
    gained: changes.flatMap(({ gained }) => gained),
    lost: changes.flatMap(({ lost }) => lost),
    moved: [],
    enforcement: [],
  };
  const drafts = emptiedOutputs({
    site,
    before: changes.filter(({ opened }) => opened).map(({ name }) => name),
    after: changes.filter(({ opens }) => opens).map(({ name }) => name),
    placeOf: (target) => ({
      file: `${folder}/${site}/${target}`,
      line: 1,
      column: 1,
      length: 1,
    }),
  });
  const emptied = drafts.map((draft) => findingOf(outputEmpties, draft));
  return success({ change, settings, emptied, before: allowed });
}

/** The access and the settings in the files of an output. */
type ReadOutput = { readonly access: readonly Access[]; readonly settings: readonly Setting[] };

function readOutput(
  target: Target,
  texts: TargetFiles,
  side: Unreadable['side'],
): Result<ReadOutput, Unreadable> {
  if (texts.size === 0) return success({ access: [], settings: [] });
  const reading = target.read(texts);
  if (!reading.ok) return failure({ ...reading.error, side });
  const { access, settings } = reading.value;
  return success({ access: access.flatMap(reachOf(target)), settings });
}
