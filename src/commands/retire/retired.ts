import { visible } from '../../characters.ts';
import { InvalidSpec, UserError } from '../../errors.ts';
import type { Refusal, Result } from '../../problem.ts';
import {
  type Former,
  type Retired,
  type RetireFormat,
  type Retiring,
  retiringTargets,
} from '../../render/retiring.ts';
import { readSpec } from '../shared/spec.ts';
import {
  type FormerState,
  type FormerWords,
  formerSites,
  formerState,
  type OtherState,
  type Source,
  sourceOf,
} from './former.ts';
import { ownersOf } from './owners.ts';
import { filesOf, siteOf, sitesOf } from './sites.ts';

type RetireWords = FormerWords & {
  readonly site: string | undefined;
  readonly format: RetireFormat;
};

/**
 * The changes from what the device of a site has to the files that the spec generates now. Throws a UserError for an
 * unknown site and for older files or a configuration that cannot be read, and InvalidSpec. Writes nothing.
 */
export async function retired(words: RetireWords): Promise<Retired> {
  const { target, others } = await retiringTargets(words.format);
  const head = readSpec(words);
  const source = sourceOf(words);
  const sites = { head: sitesOf(head.spec, target), former: formerSites(source, target) };
  const known = [...sites.head, ...sites.former];
  const hint = others.find((each) => sitesOf(head.spec, each).length > 0);
  const site = siteOf(words.site, known, { target, hint }, prefixesIn(source, target));
  const owners = ownersOf(site, sites);
  const files = filesOf(head, owners.newer, target);
  const { text, notes } = retiredFrom(formerState(source, owners.former, target), (former) =>
    target.retire.retire(former, files, words.format),
  );
  return { text, notes: [...owners.notes, ...notes] };
}

type Retire = (former: Former) => Result<Retired, Refusal>;

/** Compares the newer files with what the device has. A note says so if the commit has two answers to that. */
function retiredFrom({ former, notes, other }: FormerState, retire: Retire): Retired {
  const outcome = retire(former);
  if (other === undefined) {
    if (!outcome.ok) throw refusedWith(outcome.error);
    return withNotes(notes, outcome.value);
  }
  if (!outcome.ok) {
    const note = other.whenUnreadable(outcome.error.message);
    return withNotes([note], retiredFrom(other.state(), retire));
  }
  const isSame = isSameText(outcome.value, other, retire);
  return withNotes(isSame ? notes : [...notes, other.whenDifferent], outcome.value);
}

function withNotes(notes: readonly string[], retired: Retired): Retired {
  return { ...retired, notes: [...notes, ...retired.notes] };
}

/** Does the other answer print the same? A spec that this version rejects has no other answer. */
function isSameText({ text }: Retired, { state }: OtherState, retire: Retire): boolean {
  try {
    return retiredFrom(state(), retire).text === text;
  } catch (error) {
    if (error instanceof InvalidSpec) return true;
    throw error;
  }
}

function prefixesIn(source: Source, { retire }: Retiring): ReadonlySet<string> | undefined {
  if (source.kind !== 'dump') return undefined;
  const prefixes = retire.prefixesIn(source.dump);
  if (!prefixes.ok) throw refusedWith(prefixes.error);
  return prefixes.value;
}

function refusedWith({ message, help }: Refusal): UserError {
  return new UserError(visible(message), visible(help));
}
