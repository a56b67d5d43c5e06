import type { Demand, Group, Scope, SpecTest } from '../../language/types.ts';
import { getOrAdd, grouped } from '../../maps.ts';
import { formatHost } from '../../net/host.ts';
import { compareText } from '../../net/order.ts';
import { formatPortRange, subtractPorts } from '../../net/port.ts';
import type { Box } from '../access/box.ts';
import { everyClient } from '../access/clients.ts';
import { subtractBoxes } from '../access/subtract.ts';
import type { RuledChange } from './change.ts';
import { changedStatements, type Statements } from './statements.ts';

/** New, removed or changed tests. A test that may demand less than before needs approval. */
export function changedTests(
  before: readonly SpecTest[],
  after: readonly SpecTest[],
): RuledChange[] {
  const old = grouped(before, subjectOf);
  const now = grouped(after, subjectOf);
  const unjudged = unjudgedGroups(old, now);
  return changedStatements(testStatements(before), testStatements(after, unjudged)).map(
    (change) => {
      const [was, is] = [old.get(change.what), now.get(change.what)];
      const isLess = was !== undefined && (unjudged.has(change.what) || !demandAsMuch(was, is));
      return { ...change, needsApproval: isLess };
    },
  );
}

function subjectOf({ name }: SpecTest): string {
  return `test "${name}"`;
}

function testStatements(
  tests: readonly SpecTest[],
  unjudged: ReadonlyMap<string, string> = new Map(),
): Statements {
  return new Map(
    tests.map((test) => {
      const what = subjectOf(test);
      return [what, { value: textOf(test) + (unjudged.get(what) ?? ''), at: test.place }];
    }),
  );
}

type Tests = ReadonlyMap<string, readonly SpecTest[]>;

/** The groups that a test no longer judges, in words, for each such test that both sides have. */
function unjudgedGroups(old: Tests, now: Tests): Map<string, string> {
  const found = new Map<string, string>();
  const kept = new Map<readonly Group[], ReadonlySet<string>>();
  for (const [what, [was]] of old) {
    const groups = now.get(what)?.[0]?.groups;
    if (was === undefined || groups === undefined) continue;
    if (was.groups === undefined) {
      found.set(what, ', only for the groups of the included spec');
      continue;
    }
    // All tests of an included spec have the same groups.
    const known = getOrAdd(kept, groups, () => new Set(groups.map(groupKey)));
    const lost = was.groups.filter((group) => !known.has(groupKey(group)));
    if (lost.length > 0) found.set(what, `, no longer for ${groupNames(lost)}`);
  }
  return found;
}

/** An id alone does not tell the spec that the group comes from: `docker-web` can be a group of any of them. */
function groupKey({ unit, id }: Group): string {
  return `${unit} ${id}`;
}

const mostNamed = 3;

function groupNames(groups: readonly Group[]): string {
  const named = groups.slice(0, mostNamed).map(({ id }) => id);
  const rest = groups.length - named.length;
  const noun = groups.length === 1 ? 'group' : 'groups';
  return `the ${noun} ${named.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

function textOf({ sites, demand, written }: SpecTest): string {
  // The values of sites are settings of their own; the ports of services are not.
  if (written !== undefined) return [written, ...serviceTexts(demand)].join('; ');
  const limit = sites === undefined ? '' : ` at ${[...sites].sort(compareText).join(', ')}`;
  return `${demandText(demand)}${limit}`;
}

function demandText(demand: Demand): string {
  switch (demand.kind) {
    case 'allow':
    case 'deny':
      return `${demand.kind} ${itemsOf(demand).join(', ')}`;
    case 'only':
      return `only ${itemsOf(demand).join(', ')}`;
    case 'never': {
      const except = itemsOf(demand);
      const but = except.length === 0 ? '' : ` except ${except.join(', ')}`;
      return `never ${demand.ports.map(formatPortRange).join(', ')}${but}`;
    }
    case 'expect':
      return `${demand.flow.text} ${itemsOf(demand).join(', ')}`;
  }
}

/** What a demand lists, sorted. */
function itemsOf(demand: Demand): string[] {
  switch (demand.kind) {
    case 'allow':
    case 'deny':
      return demand.flows.map(({ text }) => text).sort(compareText);
    case 'only':
      return demand.scopes.map(scopeText).sort(compareText);
    case 'never':
      return demand.except.map(formatHost).sort(compareText);
    case 'expect':
      return Object.entries(demand.verdicts)
        .map(([target, verdict]) => `${target}: ${verdict}`)
        .sort(compareText);
  }
}

/** The services that a demand lists. No service has a variable, so they are the same at each site. */
function serviceTexts(demand: Demand): string[] {
  const scopes = demand.kind === 'only' ? demand.scopes : [];
  return scopes.filter(isService).map(scopeText).sort(compareText);
}

function isService({ written }: Scope): boolean {
  return !written.includes(':');
}

/** The name of a service with its ports, which may change while the name does not. */
function scopeText(scope: Scope): string {
  const { written, ports } = scope;
  return !isService(scope) ? written : `${written} (${ports.map(formatPortRange).join(', ')})`;
}

function boxesOf({ destination, path, ports }: Scope): Box[] {
  return ports.map((range) => ({ clients: everyClient, destination, path, ports: range }));
}

/** Does the new test certainly demand all that the old one did? False if that is not certain. */
function demandAsMuch(before: readonly SpecTest[], after: readonly SpecTest[] = []): boolean {
  // A test with variables is one for each site. A value of today does not tell what another text means tomorrow.
  if (before[0]?.written !== after[0]?.written) return false;
  const bySite = grouped(after, siteKey);
  return before.every((was) => {
    const twins = was.written === undefined ? after : bySite.get(siteKey(was));
    return twins?.some((is) => demandsAsMuch(was, is)) === true;
  });
}

function siteKey({ sites = [] }: SpecTest): string {
  return sites.join(' ');
}

function demandsAsMuch(was: SpecTest, is: SpecTest): boolean {
  if (!holdsWhere(was.sites, is.sites)) return false;
  const [old, now] = [was.demand, is.demand];
  if (old.kind === 'never' && now.kind === 'never')
    return subtractPorts(old.ports, now.ports).length === 0 && isWithin(now, old);
  if (old.kind === 'only' && now.kind === 'only')
    return subtractBoxes(now.scopes.flatMap(boxesOf), old.scopes.flatMap(boxesOf)).length === 0;
  if (old.kind === 'expect' && now.kind === 'expect')
    return old.flow.text === now.flow.text && isWithin(old, now);
  return old.kind === now.kind && isWithin(old, now);
}

function isWithin(inner: Demand, outer: Demand): boolean {
  const items = new Set(itemsOf(outer));
  return itemsOf(inner).every((item) => items.has(item));
}

/** No sites at all means every site. */
function holdsWhere(
  was: readonly string[] | undefined,
  is: readonly string[] | undefined,
): boolean {
  return is === undefined || was?.every((site) => is.includes(site)) === true;
}
