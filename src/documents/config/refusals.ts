import { type Refusal, refuse } from '../../problem.ts';

type Refused = { readonly is: RegExp; readonly refusal: Refusal };

/** Configurations that are recognized and not read. */
const refusedKinds: readonly Refused[] = [
  {
    is: /^\s*-{4,5} ?BEGIN /,
    refusal: refuse(
      'import-encrypted',
      'the file is encrypted',
      'export it again without encryption, and delete the copy afterwards: it contains passwords',
    ),
  },
  {
    is: /^\*(?:filter|nat|mangle|raw|security)[ \t]*$|^(?:-A|-P|-N) [\w-]+ |^:[\w-]+ (?:ACCEPT|DROP|-)/m,
    refusal: refuse(
      'import-iptables',
      'the file contains rules of iptables, whose names are lost and whose order decides',
      'import what fills their sets: the ipset= lines of dnsmasq, or the output of "ipset save"',
    ),
  },
  {
    is: /^[ \t]*table (?:inet|ip|ip6) [\w-]+ \{/m,
    refusal: refuse(
      'import-nftables',
      'the file contains rules of nftables, whose names are lost and whose order decides',
      'import what fills their sets: the nftset= lines of dnsmasq',
    ),
  },
  {
    is: /\bfunction\s+FindProxyForURL\b/,
    refusal: refuse(
      'import-pac',
      'the file is a PAC file: a program, which Portolan never runs, and DIRECT is not a permission',
      'write the names that it sends DIRECT into a list, and use "import list"',
    ),
  },
  {
    is: /^(?:set|delete) (?:rulebase|address|address-group|service|service-group|profiles|shared|device-group|tag|deviceconfig|mgt-config|network) /m,
    refusal: refuse(
      'import-set-commands',
      'the file contains set commands of PAN-OS',
      'export the running configuration as XML instead',
    ),
  },
];

/** The refusal of a configuration that is recognized and not read. No message quotes it: it may contain passwords. */
export function refuseKind(text: string): Refusal | undefined {
  return refusedKinds.find(({ is }) => is.test(text))?.refusal;
}

/** The refusal of what is not recognized. */
export function refuseUnknown(): Refusal {
  return refuse(
    'import-unknown-configuration',
    'the file is not a configuration that Portolan reads',
    'give a dstdomain list or squid.conf, ipset= lines of dnsmasq, "ipset save", or the XML of pfSense or PAN-OS',
  );
}

/** The refusal of XML of another product. */
export function refuseOtherXml(root: string): Refusal {
  const isOpnsense = root === 'opnsense';
  return refuse(
    'import-unknown-configuration',
    isOpnsense
      ? 'the file is a configuration of OPNsense, whose aliases and rules have another model'
      : 'the XML is neither a config.xml of pfSense nor a configuration of PAN-OS',
    isOpnsense
      ? 'export its aliases as text, and use "import list"'
      : 'export the running configuration again',
  );
}

/** Why a rule with two elements of one name is not read. */
export const repeatedElement = 'the rule has an element twice';
