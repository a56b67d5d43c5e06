import type { Tier } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import { mergePorts, type PortRange } from '../../net/port.ts';
import { failure, type Result, success } from '../../problem.ts';
import { hasDenial } from '../kit/denial.ts';
import { tierIn } from '../kit/tier.ts';
import type { LineReading } from './lines.ts';
import type { Mention } from './mentions.ts';
import type { Context, Entry } from './parts.ts';
import { directionOf, listsPorts, namesRequirements, tierWordOf } from './phrases.ts';

/** The texts that say something about an entry and are not its own, the nearest first. */
export function sourcesOf(entry: Entry): readonly LineReading[] {
  const above: LineReading[] = [];
  const heads = new Set<Entry>();
  for (let at: Entry | undefined = entry; at !== undefined; at = at.parent) {
    if (at !== entry && at.reading.units.length === 0) above.push(at.reading);
    if (at.head !== undefined && !heads.has(at.head)) above.push(at.head.reading);
    if (at.head !== undefined) heads.add(at.head);
  }
  return [...above, ...contextOf(entry.context)];
}

/** The paragraph and the headings above a piece, the nearest first. */
export function contextOf({ headings, lead }: Context): readonly LineReading[] {
  return [
    ...(lead === undefined ? [] : [lead]),
    ...headings.map(({ reading }) => reading).reverse(),
  ];
}

type Ports = Result<readonly PortRange[], string>;

/** The ports that mentions name together, each with its own transport or the one of the line. */
export function portsOf(mentions: readonly Mention[], transport: string): Ports {
  const ranges: PortRange[] = [];
  for (const mention of mentions) {
    const ports = mention.read(transport);
    if (!ports.ok) return ports;
    for (const range of ports.value) ranges.push(range);
  }
  return success(mergePorts(ranges));
}

/** What a text says about all that stands below it. A heading is asked for each entry, so its answers are kept. */
type Said = {
  readonly tier: Tier | 'unclear' | undefined;
  readonly isAboutRequirements: boolean;
  readonly takesBack: boolean;
  readonly direction: 'inbound' | 'outbound' | undefined;
  /** Whether it lists ports and does not say whose: "the following ports are used: 80, 443". */
  readonly listsPorts: boolean;
  readonly ports: Map<string, Ports>;
};

const answers = new WeakMap<LineReading, Said>();

function saidBy(reading: LineReading): Said {
  const { text } = reading;
  return getOrAdd(answers, reading, () => ({
    tier: tierWordOf(text),
    isAboutRequirements: namesRequirements(text),
    takesBack: hasDenial(text),
    direction: directionOf(text),
    listsPorts: listsPorts(text),
    ports: new Map(),
  }));
}

/** What the nearest source says that names ports; none if no source does. */
export function portsAbove(sources: readonly LineReading[]): Ports {
  const source = sources.find((each) => each.mentions.length > 0 && !saidBy(each).listsPorts);
  if (source === undefined) return success([]);
  if (source.units.length > 0)
    return failure('the text above it names ports of another destination');
  const transport = source.transport || transportAbove(sources);
  return getOrAdd(saidBy(source).ports, transport, () => {
    const numbered = source.mentions.filter((each) => each.isNumbered);
    return portsOf(numbered.length > 0 ? numbered : source.mentions, transport);
  });
}

/** The transport that the nearest source names without numbers; empty without one. */
export function transportAbove(sources: readonly LineReading[]): string {
  return sources.find(({ transport }) => transport !== '')?.transport ?? '';
}

/** Why a person must decide about what stands below these texts; undefined if nothing speaks against it. */
export function doubtOf(own: string, sources: readonly LineReading[]): string | undefined {
  const above = sources.map(saidBy);
  if (hasDenial(own) || above.some((each) => each.takesBack)) return takenBack;
  const direction =
    directionOf(own) ?? above.find((each) => each.direction !== undefined)?.direction;
  return direction === 'inbound' ? 'the document calls it inbound' : undefined;
}

/** The reason of a destination that words beside or above it deny, remove or limit. */
export const takenBack = 'the text takes back or limits what it names';

/** Whether a text takes back what stands below it. */
export function takesBack(reading: LineReading): boolean {
  return saidBy(reading).takesBack;
}

/** The tier that the nearest text names; a heading about requirements counts last. */
export function tierOf(own: Tier | undefined, sources: readonly LineReading[]): Tier | undefined {
  if (own !== undefined) return own;
  const above = sources.map(saidBy);
  const named = above.find(({ tier }) => tier !== undefined)?.tier;
  if (named === 'unclear') return undefined;
  return named ?? (above.some((each) => each.isAboutRequirements) ? 'required' : undefined);
}

/** The tier that a line gives itself: in brackets, or as the label before its destination. */
export function ownTierOf(text: string): Tier | undefined {
  const notes = [...text.matchAll(/[([]([^()[\]]{1,40})[)\]]/g)].map(([, note = '']) => note);
  const label = /^([\p{L} ]{3,30}):/u.exec(text.replace(/^[*_\s]+/, ''))?.[1] ?? '';
  const tiers = [...notes, label]
    .filter((each) => each.split(/\s+/).length <= 3)
    .flatMap((each) => tierIn(each) ?? []);
  return new Set(tiers).size === 1 ? tiers[0] : undefined;
}
