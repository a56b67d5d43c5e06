import { quote } from '../characters.ts';
import { formatPortRange, mergePorts, type PortRange } from '../net/port.ts';
import { formatPlace } from '../problem.ts';
import type { NamedDestination } from './named.ts';
import type { Opened } from './opened.ts';
import type { SpecSide } from './report.ts';

/** Ports as the spec writes them. */
export function portsText(ports: readonly PortRange[]): string {
  return ports.map(formatPortRange).join(', ');
}

/** The ports of several endpoints together. */
export function portsOf(all: readonly Opened[]): PortRange[] {
  return mergePorts(all.flatMap(({ ports }) => ports));
}

/** An endpoint with its location, in a sentence. */
export function sideText({ written, at }: SpecSide): string {
  return `${quote(written)} (${formatPlace(at)})`;
}

/** The fix for something that no endpoint allows. */
export function addOrDecline({
  destination,
  subject,
}: Pick<NamedDestination, 'destination' | 'subject'>): string {
  const how = 'list it under "unresolved" with kind "declined"';
  return destination.kind === 'host'
    ? `add an endpoint, or ${how} and its name in "names"`
    : `add an endpoint, or ${how} and the text ${quote(subject)}`;
}
