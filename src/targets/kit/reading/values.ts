import { bitsOf } from '../../../net/address.ts';
import { formatNetwork, type Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import type { PortRange } from '../../../net/port.ts';
import { parsePortRange } from '../../../net/port-text.ts';
import { parseProtocol } from '../../../net/protocol.ts';
import { readQuadNetwork } from '../../../net/quad-network.ts';
import type { Refusal, Result } from '../../../problem.ts';
import type { OutputPlace } from '../../reading.ts';
import { expected, refuseAt, unexpected } from './not-canonical.ts';

/** The value that a parser returned. If the parser refused, its message is refused at this location. */
export function valueAt<Value>(result: Result<Value, Refusal>, at: OutputPlace): Value {
  return result.ok ? result.value : refuseAt(at, unexpected(`value: ${result.error.message}`));
}

/** A network in its shortest form, where a single address has no prefix length; any other form is refused. */
export function networkAt(text: string, at: OutputPlace): Network {
  const network = valueAt(parseNetwork(text), at);
  const shortest = formatNetwork(network);
  return shortest === text ? network : refuseAt(at, expected(`"${shortest}"`, `"${text}"`));
}

const block = /^([0-9a-f:.]+)\/([1-9][0-9]{0,2})$/;

/** A block that always has its prefix length, even for a single address; undefined for any other spelling. */
export function parseBlock(text: string): Network | undefined {
  const quads = text.includes('/') ? readQuadNetwork(text) : undefined;
  return quads ?? parseAnyBlock(text);
}

function parseAnyBlock(text: string): Network | undefined {
  const [, address = '', length] = block.exec(text) ?? [];
  const isSingle = length === String(bitsOf(address.includes(':') ? 6 : 4));
  const network = parseNetwork(isSingle ? address : text);
  return address !== '' && network.ok ? network.value : undefined;
}

/** `tcp/443`, `udp/3478-3481` or a protocol without ports, such as `esp`; undefined for any other spelling. */
export function parsePorts(text: string): PortRange | undefined {
  const range = text.includes('/') ? parsePortRange(text) : parseProtocol(text);
  return range.ok ? range.value : undefined;
}

/** Refuses a list in which an item does not sort after the previous one. `at` is the location of an item. */
export function requireAscending<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
  at: (item: Item) => OutputPlace,
): void {
  let before: Item | undefined;
  for (const item of items) {
    const order = before === undefined ? -1 : compare(before, item);
    before = item;
    if (order === 0) refuseAt(at(item), unexpected('duplicate of the previous entry'));
    if (order > 0)
      refuseAt(
        at(item),
        expected('ascending order', 'an entry that sorts before the previous one'),
      );
  }
}
