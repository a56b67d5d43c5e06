import { quote } from '../characters.ts';
import { formatDestination } from '../net/destination.ts';
import type { PortRange } from '../net/port.ts';
import { base, type Case } from './case.ts';
import { opensSome } from './relations.ts';
import type { MissingFinding } from './report.ts';
import { addOrDecline, portsText, sideText } from './words.ts';

/** The finding for ports of a destination that no endpoint allows: what comes nearest decides its words. */
export function missingOf(one: Case, left: readonly PortRange[]): MissingFinding {
  const { named, request, judging } = one;
  const start = { ...base(one, left), near: undefined };
  const foreign = judging.explanations.foreign(named, request);
  if (foreign !== undefined) {
    const message = `${sideText(foreign.side)} is written for it, but is of another registrable domain`;
    return { ...start, kind: 'absent', message, help: addOrDecline(named), near: foreign.side };
  }
  return (
    otherUrl(one, left) ??
    otherPorts(one, left) ??
    onlyPart(one, left) ?? {
      ...start,
      kind: 'absent',
      message: 'no endpoint allows it',
      help: addOrDecline(named),
    }
  );
}

function otherUrl(one: Case, left: readonly PortRange[]): MissingFinding | undefined {
  const above = one.relations.above.find((opened) => opensSome(opened, left));
  if (above === undefined) return undefined;
  return {
    ...base(one, left),
    kind: 'url',
    message: `no endpoint writes this URL: ${sideText(above.side)} allows more than it`,
    help: `add ${quote(one.named.subject)}, or write it as "printed" of the endpoint that is for it`,
    near: above.side,
  };
}

function otherPorts(one: Case, left: readonly PortRange[]): MissingFinding | undefined {
  const { exact, above, wider } = one.relations;
  const [same] = [...exact, ...above, ...wider];
  if (same === undefined || left.length === 0) return undefined;
  return {
    ...base(one, left),
    kind: 'ports',
    message: `${sideText(same.side)} allows it on other ports: ${portsText(same.ports)}`,
    help: `allow ${portsText(left)}, or correct the ports of the endpoint`,
    near: same.side,
  };
}

function onlyPart(one: Case, left: readonly PortRange[]): MissingFinding | undefined {
  const { named, relations } = one;
  const part = relations.within().find((each) => left.length === 0 || opensSome(each, left));
  if (part === undefined) return undefined;
  return {
    ...base(one, left),
    kind: 'part',
    message: `the spec allows only a part of it, as ${sideText(part.side)}`,
    help: `allow ${quote(formatDestination(named.destination))}, or write it as "printed" of the part that is needed`,
    near: part.side,
  };
}
