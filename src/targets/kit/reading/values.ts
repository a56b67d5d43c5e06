import { bitsOf } from '../../../net/address.ts';
import { formatNetwork, type Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { type PortRange, parsePortRange } from '../../../net/port.ts';
import type { Refusal, Result } from '../../../problem.ts';
import type { OutputPlace } from '../../target.ts';
import { refuseAt } from './not-canonical.ts';

/** What a parser gave; what it refused is refused at this place, in its words. */
export function valueAt<Value>(result: Result<Value, Refusal>, at: OutputPlace): Value {
  return result.ok ? result.value : refuseAt(at, result.error.message);
}

/** A network in its one shortest form, where a single address has no length; refused at this place in any other. */
export function networkAt(text: string, at: OutputPlace): Network {
  const network = valueAt(parseNetwork(text), at);
  return formatNetwork(network) === text
    ? network
    : refuseAt(at, `"${text}" is not the shortest form`);
}

/** A block that always has its length, a single address too; undefined for any other spelling. */
export function parseBlock(text: string): Network | undefined {
  const [, address = '', length] = /^([0-9a-f:.]+)\/([1-9][0-9]{0,2})$/.exec(text) ?? [];
  const isSingle = length === String(bitsOf(address.includes(':') ? 6 : 4));
  const network = parseNetwork(isSingle ? address : text);
  return address !== '' && network.ok ? network.value : undefined;
}

/** `tcp/443` or `udp/3478-3481`; undefined for any other spelling. */
export function parsePorts(text: string): PortRange | undefined {
  const range = parsePortRange(text);
  return range.ok ? range.value : undefined;
}

/** Refuses a list in which an item does not come after the one before it. `at` is the place of an item. */
export function requireAscending<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
  at: (item: Item) => OutputPlace,
): void {
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    if (index > 0 && before !== undefined && compare(before, item) >= 0)
      refuseAt(at(item), 'the order is not ascending, or something stands twice');
  }
}
