import { createHash } from 'node:crypto';
import type { Policy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { objectName, uniqueNames } from '../names.ts';
import type { AliasPlan, PassPlan, Plan, Run, To } from './plan.ts';

// pfSense: at most 31 of [A-Za-z0-9_]; four are for the type and the part, so no two aliases of two rules can meet.
const longestName = 31;
const aliasLimits = {
  length: longestName - '_h00'.length,
  separator: '_',
  keep: /^[A-Za-z0-9_]$/,
};

// pfSense cuts a rule's description at 52 characters.
const longestDescription = 52;

/** What every object of a site is called. */
export type Names = {
  /** Every alias of the site begins with it, and no other may. */
  readonly aliasPrefix: string;
  readonly clients: string;
  aliasOf(alias: AliasPlan): string;
  descriptionOf(pass: PassPlan): string;
  trackerOf(pass: PassPlan): number;
  readonly block: { readonly description: string; readonly tracker: number };
  readonly trackers: { readonly first: number; readonly last: number };
};

/** Names the aliases and rules of a plan, or refuses with name-collision or tracker-collision. */
export function namesOf(policy: Policy, plan: Plan): Result<Names, Refusal[]> {
  const { prefix } = policy.site;
  const bases = uniqueNames(
    plan.aliases.map(({ rule }) => rule.id),
    (id) => baseOf(prefix, id),
  );
  const names = describe(policy);
  const refusals = [...(bases.ok ? [] : bases.error), ...trackerCollisions(plan, names)];
  return refusals.length > 0 ? failure(refusals) : success(names);
}

function describe({ site }: Policy): Names {
  const { prefix } = site;
  const first = blockOf(prefix, site.id);
  const aliasOf = (alias: AliasPlan) => baseOf(prefix, alias.rule.id) + endingOf(alias);
  const descriptionOf = ({ rule }: PassPlan) => descriptionFor(prefix, rule.id);
  const trackerOf = (pass: PassPlan) => {
    const where = destinationText(pass.to, aliasOf);
    return first + slotOf(`${descriptionOf(pass)} ${where} ${runText(pass.run)}`);
  };
  const closed = descriptionFor(prefix, 'everything else is refused');
  return {
    aliasPrefix: `${prefix}_`,
    clients: `${prefix}_clients`,
    aliasOf,
    descriptionOf,
    trackerOf,
    block: { description: closed, tracker: first + slotOf(closed) },
    trackers: { first, last: first + blockSize - 1 },
  };
}

function baseOf(prefix: string, ruleId: string): string {
  return objectName([prefix, ...ruleId.split('/')], aliasLimits);
}

function endingOf({ type, part }: AliasPlan): string {
  const number = part === undefined ? '' : part.toString(16).padStart(2, '0');
  return `_${type === 'host' ? 'h' : 'n'}${number}`;
}

/** Begins with what a merge knows our rules by; one that had to be cut ends in a hash of the whole. */
function descriptionFor(prefix: string, id: string): string {
  const whole = `${prefix}: ${id}`;
  if (whole.length <= longestDescription) return whole;
  return `${whole.slice(0, longestDescription - 9)}~${digestOf(whole).slice(0, 8)}`;
}

function destinationText(to: To, aliasOf: (alias: AliasPlan) => string): string {
  return to.kind === 'alias' ? aliasOf(to.alias) : to.kind;
}

function runText({ protocol, low, high }: Run): string {
  return `${protocol} ${low}-${high}`;
}

// pfSense: a tracker is 32 bits, and more is cut in silence. Blocks of 10,000 from 3,000,000,000 all end below that.
const firstBlock = 3_000_000_000;
const blocks = 129_496;
const blockSize = 10_000;

function blockOf(prefix: string, site: string): number {
  return firstBlock + (numberOf(`${prefix}/${site}`) % blocks) * blockSize;
}

function slotOf(id: string): number {
  return numberOf(id) % blockSize;
}

function numberOf(text: string): number {
  return Number.parseInt(digestOf(text).slice(0, 12), 16);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function trackerCollisions(plan: Plan, names: Names): Refusal[] {
  const owners = new Map<number, string>([[names.block.tracker, names.block.description]]);
  return plan.passes.flatMap((pass) => {
    const tracker = names.trackerOf(pass);
    const mine = `${pass.rule.id} ${runText(pass.run)}`;
    const owner = owners.get(tracker);
    owners.set(tracker, owner ?? mine);
    return owner === undefined ? [] : [refuseTracker(tracker, owner, mine)];
  });
}

function refuseTracker(tracker: number, first: string, second: string): Refusal {
  return {
    rule: 'tracker-collision',
    message: `the rules "${first}" and "${second}" would both have the tracker ${tracker}`,
    help: 'rename a group or a service of one of them, or give the site another prefix',
  };
}
