import { failure, type Refusal, type Result } from '../../problem.ts';
import { parseXml } from '../../xml.ts';
import type { DocumentReading } from '../document.ts';
import type { KindReader } from './kind.ts';
import { panosElements } from './paloalto/elements.ts';
import { readPanos } from './paloalto/index.ts';
import { pfsenseElements } from './pfsense/elements.ts';
import { readPfsense } from './pfsense/index.ts';
import { refuseOtherXml } from './refusals.ts';
import { isGenerated } from './rules/generated.ts';
import { isDnsmasq, readDnsmasq } from './sets/dnsmasq.ts';
import { isIpset, readIpset } from './sets/ipset.ts';
import { isSquidConfig, readSquidConfig } from './squid/config.ts';
import { isSquidList, readSquidList } from './squid/list.ts';

type Kind = {
  readonly name: string;
  is(text: string): boolean;
  readonly read: KindReader;
};

/** The kinds of configurations. The first one that a text is, counts. */
export const kinds: readonly Kind[] = [
  { name: 'xml', is: (text) => /^\s*</.test(text), read: readXml },
  { name: 'ipset', is: isIpset, read: readIpset },
  { name: 'dnsmasq', is: isDnsmasq, read: readDnsmasq },
  { name: 'squid.conf', is: isSquidConfig, read: readSquidConfig },
  { name: 'dstdomain', is: isSquidList, read: readSquidList },
];

/** The root of the document tells whose configuration it is. */
function readXml(text: string): Result<DocumentReading, Refusal> {
  const root = parseXml(text, { pfsense: pfsenseElements, ...panosElements });
  if (!root.ok) return root;
  if (root.value.name === 'pfsense') return readPfsense(root.value, isGenerated(text));
  if (Object.hasOwn(panosElements, root.value.name))
    return readPanos(root.value, isGenerated(text));
  return failure(refuseOtherXml(root.value.name));
}
