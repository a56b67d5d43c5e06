import { compareText } from '../../net/order.ts';
import { failure, type Result, success } from '../../problem.ts';
import { targets } from '../../targets/list.ts';
import type { Access, NotCanonical, Setting, Target, TargetFiles } from '../../targets/target.ts';
import { reachOf } from '../access/enforced-boxes.ts';
import { type Finding, findingOf } from '../findings/finding.ts';
import { emptiedOutputs, outputEmpties } from '../rules/change/output-empties.ts';
import { approvalsOf, holdsBack } from './approvals.ts';
import type {
  AccessChange,
  DiffReport,
  GainKind,
  Loss,
  RuledChange,
  SiteChange,
} from './change.ts';
import { changedOutputOptions, changedPassage } from './changed-output-options.ts';
import { accessOf, type Difference, differences } from './differences.ts';
import { type Reviewed, reviewIdOf } from './review-id.ts';

/** The committed outputs of both sides: the sites that either has, and the files of a target of a site, if any. */
export type CommittedOutputs = {
  readonly sites: readonly string[];
  before(site: string, target: string): TargetFiles;
  after(site: string, target: string): TargetFiles;
};

/**
 * Compares committed outputs, each read by its own reader and without a spec: a changed template that opens the world
 * is seen though no spec moved. Fails with the first file that no reader understands.
 */
export function diffOutputs(
  committed: CommittedOutputs,
  { outputs, unknown }: Pick<DiffReport, 'outputs' | 'unknown'>,
  digests: Pick<Reviewed, 'baseOutputs' | 'headOutputs'>,
  version: string,
): Result<DiffReport, Unreadable> {
  const sites = new Map<string, SiteChange>();
  const findings: Finding[] = [];
  const settings: RuledChange[] = [];
  for (const site of [...committed.sites].sort(compareText)) {
    const change = outputChange(site, committed);
    if (!change.ok) return change;
    sites.set(site, change.value.change);
    for (const finding of change.value.emptied) findings.push(finding);
    for (const setting of change.value.settings) settings.push(setting);
  }
  return success({
    sites,
    findings,
    ...nothingElse,
    settings,
    approvals: approvalsOf(settings, findings, unknown),
    held: holdsBack(findings),
    outputs,
    unknown,
    reviewId: reviewIdOf({ base: '', head: '', ...digests, version }),
  });
}

/** What outputs alone do not say. */
const nothingElse = {
  wording: [],
  tests: [],
  exceptions: [],
  verified: null,
} as const;

/** A file that no reader understands, and of which side. */
export type Unreadable = NotCanonical & { readonly side: 'base' | 'head' };

/** What became of the outputs of one site: of what they open, of what they say besides, and which of them went empty. */
type OutputChange = {
  readonly change: SiteChange;
  readonly settings: readonly RuledChange[];
  readonly emptied: readonly Finding[];
};

/** What the committed outputs of one site open, shut and say otherwise, understood without a spec. */
function outputChange(
  site: string,
  { before, after }: CommittedOutputs,
): Result<OutputChange, Unreadable> {
  const changes: TargetChange[] = [];
  const settings: RuledChange[] = [];
  for (const target of targets) {
    const old = readOutput(target, before(site, target.name), 'base');
    const now = readOutput(target, after(site, target.name), 'head');
    if (!old.ok) return old;
    if (!now.ok) return now;
    changes.push(targetChange(target, old.value.access, now.value.access));
    const options = changedOutputOptions(site, target.name, old.value.settings, now.value.settings);
    const passage = changedPassage(site, target.name, old.value.access, now.value.access);
    for (const setting of [...options, ...passage]) settings.push(setting);
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
    placeOf: (target) => ({ file: `${site}/${target}`, line: 1, column: 1, length: 1 }),
  });
  const emptied = drafts.map((draft) => findingOf(outputEmpties, draft));
  return success({ change, settings, emptied });
}

type TargetChange = Pick<SiteChange, 'gained' | 'lost'> & {
  readonly name: string;
  /** Did base open anything, and does head? */
  readonly opened: boolean;
  readonly opens: boolean;
};

/** What the files of an output open, and what they say of its options. */
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

function targetChange(
  target: Target,
  before: readonly Access[],
  after: readonly Access[],
): TargetChange {
  const { name } = target;
  return {
    name,
    opened: before.length > 0,
    opens: after.length > 0,
    gained: differences(after, before, () => name).map((each) =>
      changeOf(each, gainKind(each), name),
    ),
    lost: differences(before, after, () => name).map((each) => lossOf(each, name)),
  };
}

/** An output does not say what is spoken; on port 80 it is cleartext. */
function gainKind({ remainder, related }: Difference<Access>): GainKind {
  const isClear = remainder.ports.some(
    ({ transport, low, high }) => transport === 'tcp' && low <= 80 && 80 <= high,
  );
  if (remainder.destination.base.kind === 'any') return 'ANY';
  if (isClear) return 'CLEARTEXT';
  return related.length === 0 ? 'NEW' : 'WIDER';
}

/** What an output lost is shut in it: its files were read, and no coverage was asked. */
function lossOf(difference: Difference<Access>, output: string): Loss {
  const kind = difference.related.length === 0 ? 'REMOVED' : 'NARROWER';
  return { ...changeOf(difference, kind, output), keptOpen: [], witnessOpenIn: [] };
}

function changeOf<Kind>(
  difference: Difference<Access>,
  kind: Kind,
  output: string,
): AccessChange<Kind> {
  return {
    kind,
    ...accessOf(difference),
    outputs: [output],
    byEveryOutput: false,
    tier: null,
    origins: [],
    output,
    at: difference.remainder.of.at,
    findings: [],
  };
}
