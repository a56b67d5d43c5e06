import { intersectNetworks, type Network } from '../../../net/network.ts';
import type { LiveStatement } from '../../device.ts';
import type { LiveEntry } from '../read/config/entries.ts';
import type { Contents } from './contents.ts';
import { type Frame, isAsked } from './meaning.ts';
import { rulesOf, type Surroundings } from './places.ts';

/** The clients of a site, and its zones. */
type Asked = Frame & { readonly clients: readonly Network[] };

/**
 * NAT rules that may send packets of the clients to another address. A firewall compares the address before NAT, so a
 * rule that allows one address opens another one, and the zone after NAT, so it may not match at all. A translation of
 * the source alone changes neither.
 */
export function translationNotes(
  around: Surroundings,
  contents: Contents,
  site: Asked,
): LiveStatement[] {
  return rulesOf(around, 'nat')
    .filter((rule) => isForClients(rule, contents, site))
    .map((rule) => ({
      message:
        'this NAT rule may change the destination of packets: the rules compare the address before it, and the zone after it',
      at: rule.at,
      text: translationText(rule),
    }));
}

function isForClients(rule: LiveEntry, contents: Contents, site: Asked): boolean {
  // In the opposite direction, the rule translates packets of any zone and source.
  if (isReversed(rule)) return rule.fields.get('disabled')?.[0] !== 'yes';
  if (!changesDestination(rule) || !isAsked(rule, site)) return false;
  const { items, isKnown } = contents.networksOf(rule.fields.get('source') ?? ['any']);
  return !isKnown || intersectNetworks(items, site.clients).length > 0;
}

function isReversed({ fields }: LiveEntry): boolean {
  return fields.get('source-translation/static-ip/bi-directional')?.[0] === 'yes';
}

/** NAT64 reads the new destination from the old one. */
function changesDestination({ fields }: LiveEntry): boolean {
  const isTranslated = [...fields.keys()].some((field) =>
    /^(?:dynamic-)?destination-translation\//.test(field),
  );
  return isTranslated || fields.get('nat-type')?.[0] === 'nat64';
}

/** A NAT rule in one line: `nat rule dns: from trust, destination any, to 192.0.2.7`. */
export function translationText(rule: LiveEntry): string {
  const { name, fields } = rule;
  const list = (field: string) => (fields.get(field) ?? []).join(' ');
  const target =
    list('destination-translation/translated-address') ||
    list('dynamic-destination-translation/translated-address');
  const off = list('disabled') === 'yes' ? 'disabled ' : '';
  const parts = [
    `from ${list('from') || 'any'}`,
    `destination ${list('destination') || 'any'}`,
    ...(target === '' ? [] : [`translated to ${target}`]),
    ...(isReversed(rule) ? ['in both directions'] : []),
  ];
  return `${off}nat rule ${name}: ${parts.join(', ')}`;
}
