import type { Protocol } from './transport.ts';

/** The protocols by their words and by the numbers of IP, as vendors write them. */
const spellings: Readonly<Record<Protocol, RegExp>> = {
  'icmp-echo':
    /^(?:(?:icmp|ipv6-icmp)(?:v?[46])?(?:[ /:-]{0,3}(?:type )?(?:8|128|echo|ping)(?:[ -]?req(?:uest)?)?)?|ping6?|echo(?:[ -]?req(?:uest)?)?|echoreq|1|58)$/,
  esp: /^(?:(?:ipsec[ /-]?)?esp|encapsulating security payload|50)$/,
  ah: /^(?:(?:ipsec[ /-]?)?ah|authentication header|51)$/,
  gre: /^(?:gre|generic routing encapsulation|pptp[ /-]gre|47)$/,
};

const numbered = /^(?:ip[ /-]?)?(?:protocol|proto|ip)?(?: number| no\.?)?[ /:#]{0,3}([0-9]{1,3})$/;

/**
 * The protocol that a text of at most 40 characters probably means: `ICMP`, `ping`, `protocol 50`, `ip/47`, `ESP (50)`.
 * Undefined if it is not such a spelling. A number alone is not: it may be a port.
 */
export function protocolMeant(text: string): Protocol | undefined {
  const plain = text.toLowerCase().trim();
  if (/^[0-9]*$/.test(plain)) return undefined;
  const [, number] = numbered.exec(plain) ?? [];
  // The number of the protocol often follows its name: "GRE (47)", "esp/50".
  const word =
    number ??
    plain.replace(/(?<=[a-z])[ /]?\(?(?:ip |protocol |ip protocol )?(?:1|47|50|51|58)\)?$/, '');
  return protocolsByWord(word.replace(/ protocol$/, ''));
}

function protocolsByWord(word: string): Protocol | undefined {
  const names = Object.keys(spellings) as Protocol[];
  return names.find((name) => spellings[name].test(word));
}
