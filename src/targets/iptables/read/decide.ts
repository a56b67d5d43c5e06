import { getOrAdd } from '../../../maps.ts';
import type { Family } from '../../../net/address.ts';
import type { Destination } from '../../../net/destination.ts';
import { wholeHost } from '../../../net/path.ts';
import { everyPort } from '../../../net/port.ts';
import { isOfClients } from '../../kit/reading/decisions.ts';
import { FirstMatch, type Found, firstOf, type Match } from '../../kit/reading/first-match.ts';
import type { Decision, OutputPlace, Reading } from '../../reading.ts';
import type { Files } from './files.ts';
import { type NameLine, NameLines } from './names-and-sets.ts';
import type { RulesFile, Step } from './rules.ts';
import type { Accept } from './values.ts';

/** What a chain does with a packet that opens a connection; for a name in a set, its own line decides. */
type Fate = { readonly verdict: 'allow' | 'deny'; readonly at: OutputPlace | null };

/** The verdict of the chains of one family. */
type Chains = {
  /** Lines that match an address or any destination. */
  readonly places: FirstMatch<Fate>;
  /** Lines that match a set of names, by that set. */
  readonly sets: ReadonlyMap<string, readonly Match<Fate>[]>;
  /** Lines that match one of some sets, by these sets. Thousands of names may be in the same ones. */
  readonly ofSets: Map<string, FirstMatch<Fate>>;
  /** The same by the line of a name, which many flows ask for. */
  readonly ofLines: Map<NameLine, FirstMatch<Fate>>;
};

/** Decides flows by the first line that matches, in the order in which a packet passes the chains. */
export function decider(files: Files): Reading['decide'] {
  const names = new NameLines(files.names.names);
  const chains = new Map<Family, Chains>();
  return (flow, client) => {
    if (!isOfClients(flow, client, files.script.clients))
      return { verdict: 'not-applicable', at: null };
    const own = getOrAdd(chains, client.family, () => chainsOf(files, client.family));
    const place = own.places.find(flow);
    const line = flow.peer.kind === 'name' ? names.lineFor(flow.peer.name) : undefined;
    if (line === undefined) return decisionOf(place);
    const named = setsOf(own, line).find(flow);
    return named !== undefined && firstOf([named, place]) === named
      ? { verdict: 'allow', at: { file: files.names.file, line: line.line } }
      : decisionOf(place);
  };
}

function decisionOf(found: Found<Fate> | undefined): Decision {
  return found?.value ?? { verdict: 'deny', at: null };
}

function setsOf({ sets, ofSets, ofLines }: Chains, line: NameLine): FirstMatch<Fate> {
  return getOrAdd(ofLines, line, () =>
    getOrAdd(
      ofSets,
      line.sets.join(),
      () => new FirstMatch(line.sets.flatMap((name) => sets.get(name) ?? [])),
    ),
  );
}

function chainsOf(files: Files, family: Family): Chains {
  const rules = files.rules[family];
  const places: Match<Fate>[] = [];
  const sets = new Map<string, Match<Fate>[]>();
  let rank = 0;
  for (const step of stepsOf(rules, 'OUT')) {
    for (const match of matchesOf(files, rules, step)) {
      const set = step.kind === 'accept' ? step.accept.set : undefined;
      const own = set === undefined ? places : getOrAdd(sets, set, () => []);
      own.push({ ...match, rank });
      rank += 1;
    }
  }
  return { places: new FirstMatch(places), sets, ofSets: new Map(), ofLines: new Map() };
}

/** The lines of a chain and of those that it jumps to, in the order of a packet. */
function stepsOf(rules: RulesFile, chain: string): Exclude<Step, { kind: 'jump' }>[] {
  return (rules.chains.get(chain) ?? []).flatMap((step) =>
    step.kind === 'jump' ? stepsOf(rules, step.chain) : [step],
  );
}

function matchesOf(
  files: Files,
  rules: RulesFile,
  step: Exclude<Step, { kind: 'jump' }>,
): Omit<Match<Fate>, 'rank'>[] {
  if (step.kind === 'accept')
    return placesOf(files, rules, step.accept).map(({ destination, at }) => ({
      destination,
      ports: [step.accept.ports],
      path: wholeHost,
      value: { verdict: 'allow', at },
    }));
  const { block, line } = step;
  const destination: Destination =
    block === undefined ? { kind: 'any' } : { kind: 'network', network: block };
  // An allow-only site returns the packet: no line of these files denies it.
  const at = rules.closed ? { file: rules.file, line } : null;
  return [{ destination, ports: everyPort, path: wholeHost, value: { verdict: 'deny', at } }];
}

type Allowed = { readonly destination: Destination; readonly at: OutputPlace };

/** What a line accepts. A name in its set has a public address that no line lists. */
function placesOf(files: Files, rules: RulesFile, { block, networks, line }: Accept): Allowed[] {
  if (networks !== undefined)
    return networks.members.map(({ network, line: own }) => ({
      destination: { kind: 'network', network },
      at: { file: files.sets.file, line: own },
    }));
  const destination: Destination =
    block === undefined ? { kind: 'any' } : { kind: 'network', network: block };
  return [{ destination, at: { file: rules.file, line } }];
}
