import { getOrAdd } from '../../maps.ts';
import { compareNumber, sortedUnique } from '../../net/order.ts';
import { type PortRange, sharedPorts } from '../../net/port.ts';
import { PortIndex } from '../../net/port-index.ts';
import type { Access } from '../../targets/reading.ts';
import type { Box } from '../access/box.ts';
import { BoxIndex } from '../access/box-index.ts';
import { type EnforcedBox, isAddition, isElsewhere } from '../access/enforced-boxes.ts';
import type { Judge } from './judge.ts';
import type { Part } from './part.ts';

/** The access that a test about a whole set compares. */
export type TestedAccess = {
  /** What the files allow; for a part, only the boxes that the whole spec does not explain. */
  readonly open: readonly Access[];
  /** What the spec requires and the output allows, without the extra access of the output. */
  readonly own: readonly EnforcedBox[];
  /** The extra access, which coverage states. */
  readonly extra: readonly EnforcedBox[];
  /** Of a part only: what the groups that the test does not judge, and their extra access, may allow of `open`. */
  readonly others: readonly EnforcedBox[] | undefined;
};

// A spec may have thousands of tests, and include a thousand specs with tests of their own.
const known = new WeakMap<Judge, Map<Part | undefined, TestedAccess>>();

/**
 * The access of an output, or of a part of it. The files are compared with the whole spec elsewhere, so a part may
 * assume that other groups explain other access.
 */
export function accessOf(judge: Judge, part: Part | undefined): TestedAccess {
  const ofJudge = getOrAdd(known, judge, () => new Map<Part | undefined, TestedAccess>());
  return getOrAdd(ofJudge, part, () => {
    const judged = part?.wanted ?? judge.expectation.wanted;
    const { open, others } =
      part === undefined ? { open: judge.opened, others: undefined } : unexplained(judge);
    return {
      open,
      others,
      own: judged
        .filter((box) => !isElsewhere(box))
        .map((box) => ({ ...box, path: box.covered.to.path })),
      extra: judged.filter(isAddition),
    };
  });
}

type Unexplained = {
  readonly open: readonly Access[];
  readonly others: readonly EnforcedBox[];
};

const unexplainedOf = new WeakMap<Judge, Unexplained>();

/**
 * The boxes of the files that the whole spec does not explain, which are none in files without a mistake; and the boxes
 * that explain parts of them.
 */
function unexplained(judge: Judge): Unexplained {
  return getOrAdd(unexplainedOf, judge, () => {
    const open = [...new Set(judge.loose.map(({ of }) => of))];
    if (open.length === 0) return { open, others: [] };
    const index = new BoxIndex(judge.expectation.wanted);
    const near = new Set(open.flatMap((box) => index.near(box)));
    return { open, others: judge.expectation.wanted.filter((box) => near.has(box)) };
  });
}

/** The part of the access on some ports. */
export function accessOn(
  { open, own, extra, others }: TestedAccess,
  ports: readonly PortRange[],
): TestedAccess {
  return {
    open: boxesOn(open, ports),
    own: boxesOn(own, ports),
    extra: boxesOn(extra, ports),
    others: others && boxesOn(others, ports),
  };
}

const indexes = new WeakMap<readonly Box[], PortIndex<number>>();

/** The parts of the boxes on some ports, in the order of the boxes. */
function boxesOn<Of extends Box>(boxes: readonly Of[], ports: readonly PortRange[]): Of[] {
  const index = getOrAdd(
    indexes,
    boxes,
    () =>
      new PortIndex([...boxes.keys()], (position) =>
        boxes.slice(position, position + 1).map(portsOf),
      ),
  );
  const positions = ports.flatMap((range) => index.meeting(range));
  return sortedUnique(positions, compareNumber).flatMap((position) =>
    boxes.slice(position, position + 1).flatMap((box) => onPorts(box, ports)),
  );
}

function portsOf({ ports }: Box): PortRange {
  return ports;
}

function onPorts<Of extends Box>(box: Of, ports: readonly PortRange[]): Of[] {
  return sharedPorts(ports, [box.ports]).map((range) => ({ ...box, ports: range }));
}
