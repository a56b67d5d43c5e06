import { once } from '../../../maps.ts';
import { bitsOf, type Family, parseAddress } from '../../../net/address.ts';
import { cidrsOf, mergeNetworks, type Network } from '../../../net/network.ts';
import { parseBlock } from '../../kit/reading/values.ts';

/** Are the blocks sorted and merged? The tool does not write two blocks that could be one. */
export function isCanonical(blocks: readonly Network[]): boolean {
  return isAscending(blocks) && mergeNetworks(blocks).flatMap(cidrsOf).length === blocks.length;
}

/** One block with its length, as iptables-save prints it; undefined for any other spelling. */
export function parseSavedBlock(text: string): Network | undefined {
  const slash = text.indexOf('/');
  if (!text.startsWith('::') || slash < 0) return parseBlock(text);
  const mapped = parseMapped(text);
  if (mapped !== undefined) return mapped;
  const plain = withoutQuad(text.slice(0, slash));
  return plain === undefined ? undefined : parseBlock(plain + text.slice(slash));
}

/** One block as "ipset save" prints it: like `parseSavedBlock`, but a single address has no length. */
export function parseMember(text: string): Network | undefined {
  if (text.includes('/')) return isSingle(text) ? undefined : parseSavedBlock(text);
  return parseSavedBlock(`${text}/${bitsOf(text.includes(':') ? 6 : 4)}`);
}

function isSingle(text: string): boolean {
  return text.endsWith(text.includes(':') ? '/128' : '/32');
}

/** The blocks that no name may allow, in the order and the spelling of the files. */
export function reservedBlocks(
  family: Family,
): readonly { readonly text: string; readonly network: Network }[] {
  return family === 4 ? reserved4() : reserved6();
}

function isAscending(blocks: readonly Network[]): boolean {
  return blocks.every((block, index) => {
    const before = blocks[index - 1];
    return before === undefined || before.last < block.first;
  });
}

// No spec can list an IPv4-mapped address, but a range of addresses around them can contain such a block.
function parseMapped(text: string): Network | undefined {
  const [, quad = '', bits] = /^::ffff:([0-9.]+)\/(9[6-9]|1[01][0-9]|12[0-8])$/.exec(text) ?? [];
  const address = parseAddress(quad);
  if (!address.ok) return undefined;
  const rest = (1n << BigInt(128 - Number(bits))) - 1n;
  const first = mappedStart | address.value.value;
  return (first & rest) === 0n ? { family: 6, first, last: first | rest } : undefined;
}

const mappedStart = 0xffff00000000n;

// iptables-save writes ::5.6.7.8 where the spec writes ::506:708, except for the lowest addresses.
function withoutQuad(text: string): string | undefined {
  const quad = /^::([0-9.]+)$/.exec(text)?.[1];
  if (quad?.includes('.') !== true)
    return /^::[0-9a-f]{1,4}:[0-9a-f]{1,4}$/.test(text) ? undefined : text;
  const address = parseAddress(quad);
  if (!address.ok || address.value.value <= 0xffffn) return undefined;
  const { value } = address.value;
  return `::${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

const reserved4 = once(() =>
  [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ].map((text) => ({ text, network: known(parseSavedBlock(text)) })),
);

const reserved6 = once(() => [
  ...['::/128', '::1/128'].map((text) => ({ text, network: known(parseSavedBlock(text)) })),
  {
    text: '::ffff:0.0.0.0/96',
    network: { family: 6 as const, first: 0xffff00000000n, last: 0xffffffffffffn },
  },
  ...[
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '5f00::/16',
    'fc00::/7',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
    // The IPv4 blocks, as NAT64 and 6to4 spell each of them.
    '64:ff9b::/104',
    '2002::/24',
    '64:ff9b::a00:0/104',
    '2002:a00::/24',
    '64:ff9b::6440:0/106',
    '2002:6440::/26',
    '64:ff9b::7f00:0/104',
    '2002:7f00::/24',
    '64:ff9b::a9fe:0/112',
    '2002:a9fe::/32',
    '64:ff9b::ac10:0/108',
    '2002:ac10::/28',
    '64:ff9b::c000:0/120',
    '2002:c000::/40',
    '64:ff9b::c058:6300/120',
    '2002:c058:6300::/40',
    '64:ff9b::c0a8:0/112',
    '2002:c0a8::/32',
    '64:ff9b::c612:0/111',
    '2002:c612::/31',
    '64:ff9b::e000:0/100',
    '2002:e000::/20',
    '64:ff9b::f000:0/100',
    '2002:f000::/20',
  ].map((text) => ({
    text,
    network: known(parseSavedBlock(text)),
  })),
]);

function known(network: Network | undefined): Network {
  if (network === undefined) throw new Error('a reserved block is misspelt');
  return network;
}
