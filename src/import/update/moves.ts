import type { Inspection, Tier } from '../../language/types.ts';
import { mergePorts, type PortRange, sharedPorts, subtractPorts } from '../../net/port.ts';
import { parsePortRange } from '../../net/port-text.ts';
import { parseProtocol } from '../../net/protocol.ts';
import type { ImportedGroup } from '../part.ts';
import { placesOf } from '../places.ts';
import type { ImportRecord } from '../record/record.ts';
import { type ExistingEndpoint, type ExistingPart, keyOf, textAt } from './existing-part.ts';
import type { Asked, Kept } from './former.ts';
import type { FormerPlaces, Standing } from './standing.ts';
import { inspectionAfter, isBypass, isStronger, tierAfter } from './wider.ts';

/** What an update does with a destination that the document has in a group where the part does not have it. */
export type Move = {
  readonly key: string;
  /** The group in which the document has it now. */
  readonly to: string;
} & (
  | {
      /** `held`: it stays in the group `from`. `left`: it stays where else it is. `removed`: a person removed it. */
      readonly kind: 'held' | 'left' | 'removed';
      readonly from: string;
      readonly kept: Kept;
    }
  | {
      /** It goes where the document has it, with what people wrote. */
      readonly kind: 'followed';
      readonly item: ExistingEndpoint;
    }
);

/** What the moves of an update depend on. */
export type MoveContext = {
  readonly existing: ExistingPart;
  readonly former: ImportRecord;
  readonly places: FormerPlaces;
  /** What the document has now. */
  readonly next: ImportRecord;
  readonly asked: Asked;
};

/** The moves of a group of the document. A group that a person removed gets nothing. */
export function movesTo(group: ImportedGroup, context: MoveContext): Move[] {
  const { former, existing, places } = context;
  const known = former.groups.get(group.id);
  if (known !== undefined && !existing.groups.has(group.id)) return [];
  const present = places.present.get(group.id);
  return group.endpoints.flatMap((endpoint) =>
    placesOf(endpoint).flatMap((place): Move[] => {
      const key = keyOf(place);
      if (present?.has(key) === true || !places.recorded.has(key)) return [];
      // The update of the group itself reports what a person removed from it.
      if (known?.facts.has(key) === true) return [];
      return [moveOf(key, group, context)];
    }),
  );
}

function moveOf(key: string, group: ImportedGroup, context: MoveContext): Move {
  const { places, next } = context;
  const to = group.id;
  const standing = places.standing.get(key) ?? [];
  const [first] = standing;
  if (first === undefined) {
    const kept: Kept = { kind: 'removed', group: to, destination: key };
    return { key, to, kind: 'removed', from: to, kept };
  }
  const gone = standing.find((each) => next.groups.get(each.group)?.facts.has(key) !== true);
  const kept = keptOf(key, group, { standing, gone }, context);
  if (kept !== undefined)
    return { key, to, kind: gone === undefined ? 'left' : 'held', from: kept.group, kept };
  return { key, to, kind: 'followed', item: (gone ?? first).item };
}

type Stands = {
  readonly standing: readonly Standing[];
  /** Where the document no longer has it. */
  readonly gone: Standing | undefined;
};

/** Why a destination stays where it is: elsewhere it would get what a person did not ask for. */
function keptOf(
  key: string,
  group: ImportedGroup,
  { standing, gone }: Stands,
  { existing, former, next, asked }: MoveContext,
): Kept | undefined {
  const ports = next.groups.get(group.id)?.facts.get(key) ?? [];
  const same = standing.filter((each) => haveShared(each.ports, ports));
  const [source = gone] = gone !== undefined && same.includes(gone) ? [gone] : same;
  if (source === undefined || same.length === 0) return undefined;
  const { tier, inspection } = targetOf(group, { existing, former, asked });
  const place = { group: source.group, destination: key, target: group.id } as const;
  const isWider = !asked.tier && gains(ports, same, (each) => isStronger(tier, each.tier));
  const vendors = former.groups.get(source.group)?.tier;
  const isEdited = gone?.isTierEdited === true && vendors !== group.tier && tier !== source.tier;
  if (isWider || isEdited)
    return {
      ...place,
      kind: 'tier',
      yours: source.tier,
      document: group.tier,
      reason: isEdited ? 'edited' : 'wider',
    };
  const isOpen = asked.inspection || !isBypass(inspection) || gone?.hasOwnInspection === true;
  if (isOpen || !gains(ports, same, isInspected)) return undefined;
  return { ...place, kind: 'inspection', yours: 'allow', document: 'bypass', reason: 'wider' };
}

/** What the group of the document has in the part after the update. */
function targetOf(
  group: ImportedGroup,
  { existing, former, asked }: Pick<MoveContext, 'existing' | 'former' | 'asked'>,
): { readonly tier: Tier; readonly inspection: Inspection } {
  const known = existing.groups.get(group.id)?.node;
  const recorded = former.groups.get(group.id);
  const written = (key: string) => known && textAt(known, key);
  return {
    tier: tierAfter(written('tier'), recorded?.tier, group.tier, asked.tier),
    inspection: inspectionAfter(
      written('inspection'),
      recorded?.inspection,
      group.inspection,
      asked.inspection,
    ),
  };
}

/** Whether some of the ports stand only where they have less. */
function gains(
  ports: readonly string[],
  standing: readonly Standing[],
  isLess: (each: Standing) => boolean,
): boolean {
  const [less, others] = [standing.filter(isLess), standing.filter((each) => !isLess(each))];
  const rest = subtractPorts(rangesOf(ports), rangesOf(others.flatMap((each) => each.ports)));
  return sharedPorts(rest, rangesOf(less.flatMap((each) => each.ports))).length > 0;
}

function isInspected({ inspection }: Standing): boolean {
  return inspection === 'allow';
}

function haveShared(some: readonly string[], others: readonly string[]): boolean {
  return sharedPorts(rangesOf(some), rangesOf(others)).length > 0;
}

function rangesOf(ports: readonly string[]): PortRange[] {
  const ranges = ports.flatMap((port) => {
    const range = port.includes('/') ? parsePortRange(port) : parseProtocol(port);
    return range.ok ? [range.value] : [];
  });
  return mergePorts(ranges);
}
