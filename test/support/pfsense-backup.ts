import type { TargetFiles } from '../../src/targets/reading.ts';

/** What other people have on a firewall. */
export type Others = {
  readonly aliases?: readonly string[];
  /** Rules of the interface before and after the site's own. */
  readonly above?: readonly string[];
  readonly below?: readonly string[];
  readonly forwards?: readonly string[];
  readonly groups?: readonly string[];
  readonly system?: string;
  /** Whether port forwards are reflected. */
  readonly reflection?: string;
};

/** A rule of another person, as a configuration has it. */
export function otherRule(fields: Readonly<Record<string, string>>, more = ''): string {
  const {
    source = '<any></any>',
    destination = '<any></any>',
    descr = 'by hand',
    ...rest
  } = fields;
  const given = { type: 'pass', interface: 'lan', ipprotocol: 'inet', ...rest };
  const lines = Object.entries(given).map(([name, text]) => `\t\t\t<${name}>${text}</${name}>`);
  return [
    '\t\t<rule>',
    '\t\t\t<id></id>',
    '\t\t\t<tracker>1764185400</tracker>',
    ...lines,
    `\t\t\t<source>${source}</source>`,
    `\t\t\t<destination>${destination}</destination>`,
    '\t\t\t<statetype><![CDATA[keep state]]></statetype>',
    more,
    `\t\t\t<descr><![CDATA[${descr}]]></descr>`,
    '\t\t\t<created><time>1764185400</time><username><![CDATA[admin@192.0.2.9 (Local Database)]]></username></created>',
    '\t\t</rule>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** An alias of another person. */
export function otherAlias(name: string, type: string, address: string): string {
  return `\t\t<alias><name>${name}</name><type>${type}</type><address>${address}</address><descr></descr><detail></detail></alias>`;
}

/** The backup of a firewall into which the files were merged, with secrets where a firewall has them. */
export function backupOf(files: TargetFiles, others: Others = {}): string {
  const config = files.get('pfsense/config.xml') ?? '';
  const part = (name: string) =>
    new RegExp(`\\t<${name}>\\n([\\s\\S]*)\\t</${name}>\\n`).exec(config)?.[1] ?? '';
  const { aliases = [], above = [], below = [], forwards = [], groups = [], system = '' } = others;
  // As a new firewall has it.
  const reflection = others.reflection ?? '<disablenatreflection>yes</disablenatreflection>';
  return `<?xml version="1.0"?>
<pfsense>
\t<version>23.3</version>
\t<lastchange></lastchange>
\t<system>
\t\t<optimization>normal</optimization>
\t\t<hostname>fw1</hostname>
\t\t<domain>example.com</domain>
\t\t<user>
\t\t\t<name>admin</name>
\t\t\t<bcrypt-hash>$2y$10$SecretOfTheAdministrator</bcrypt-hash>
\t\t</user>
\t\t${reflection}
${system}\t</system>
\t<interfaces><lan><if>igb1</if></lan><wan><if>igb0</if></wan></interfaces>
\t<nat>
${forwards.join('\n')}
\t</nat>
\t<aliases>
${[...aliases, part('aliases').trimEnd()].join('\n')}
\t</aliases>
\t<filter>
${[...above, part('filter').trimEnd(), ...below].join('\n')}
\t\t<separator><lan></lan></separator>
\t</filter>
\t<ifgroups>
${groups.join('\n')}
\t</ifgroups>
\t<openvpn><openvpn-server><shared_key>SecretOfTheTunnel</shared_key></openvpn-server></openvpn>
\t<revision>
\t\t<time>1764185400.1234</time>
\t\t<description><![CDATA[admin@192.0.2.9: saved]]></description>
\t</revision>
</pfsense>
`;
}
