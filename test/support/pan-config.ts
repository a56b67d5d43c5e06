import type { TargetFiles } from '../../src/targets/reading.ts';

/** What other people have on a device, as lines of XML. */
export type Others = {
  readonly objects?: readonly string[];
  /** Security rules before and after the site's own. */
  readonly above?: readonly string[];
  readonly below?: readonly string[];
  readonly decryption?: readonly string[];
  readonly nat?: readonly string[];
  /** What Panorama pushed: objects, and rules before and after those of the firewall. */
  readonly pushed?: string;
  readonly shared?: string;
};

/** A security rule of another person. */
export function otherRule(fields: Readonly<Record<string, string>> = {}, name = 'by-hand'): string {
  const given = {
    to: 'untrust',
    from: 'trust',
    source: 'any',
    destination: 'any',
    'source-user': 'any',
    category: 'any',
    application: 'any',
    service: 'any',
    action: 'allow',
    ...fields,
  };
  const single = new Set([
    'action',
    'disabled',
    'negate-source',
    'negate-destination',
    'schedule',
    'rule-type',
  ]);
  const lines = Object.entries(given).map(([field, text]) => {
    const members = text.split(' ').map((each) => `<member>${each}</member>`);
    return `<${field}>${single.has(field) ? text : members.join('')}</${field}>`;
  });
  return `<entry name="${name}" uuid="0b7c3f43-7b8f-4d4e-9d57-9f1c8a1f2a10" loc="vsys1">${lines.join('')}</entry>`;
}

/** A NAT rule of another person, with what it translates to. */
export function natRule(
  translation: string,
  fields: Readonly<Record<string, string>> = {},
  name = 'forward',
): string {
  const given = {
    to: 'untrust',
    from: 'trust',
    source: 'any',
    destination: '203.0.113.9',
    ...fields,
  };
  const lines = Object.entries(given).map(([field, text]) =>
    ['disabled', 'nat-type', 'service'].includes(field)
      ? `<${field}>${text}</${field}>`
      : `<${field}><member>${text}</member></${field}>`,
  );
  return `<entry name="${name}">${lines.join('')}<service>any</service>${translation}</entry>`;
}

/** An address object, with whatever an element needs. */
export function otherObject(kind: string, name: string, content: string): string {
  return `${kind}>${`<entry name="${name}">${content}</entry>`}`;
}

/** The running configuration of a device into which the files were loaded, with secrets where a device has them. */
export function configOf(files: TargetFiles, others: Others = {}): string {
  const text = files.get('paloalto/rules.xml') ?? '';
  const config = text.slice(text.indexOf('<config>')).trimEnd();
  const {
    objects = [],
    above = [],
    below = [],
    decryption = [],
    nat = [],
    pushed = '',
    shared = '',
  } = others;
  const withRules = config
    .replace('<security>\n              <rules>\n', (start) => `${start}${above.join('\n')}\n`)
    .replace('</rules>\n            </security>', (end) => `${below.join('\n')}\n${end}`)
    .replace(
      '<decryption>\n              <rules>\n',
      (start) => `${start}${decryption.join('\n')}\n`,
    )
    .replace('<security>\n', (start) =>
      nat.length === 0 ? start : `<nat><rules>${nat.join('\n')}</rules></nat>\n${start}`,
    );
  const withObjects = objects.reduce((whole, object) => {
    const [kind = '', entry = ''] = object.split(/>(.*)/s);
    return whole.replace(`<${kind}>\n`, (start) => `${start}${entry}\n`);
  }, withRules);
  return `<?xml version="1.0"?>\n${withObjects
    .replace(
      '<config>',
      '<config version="11.1.0" urldb="paloaltonetworks" detail-version="11.1.2">',
    )
    .replace(
      /<entry name="([a-z0-9]+-[^"]*)">(?=\n\s*<from>)/g,
      '<entry name="$1" uuid="5f0c1a52-0f19-4c5c-b3a5-3a6d5b1d9e11">',
    )
    .replace(
      '<entry name="localhost.localdomain">',
      (start) =>
        `${start}\n<deviceconfig><system><hostname>pa1</hostname><snmp-setting><access-setting><version><v3><users><entry name="s"><authpwd>SecretOfSnmp</authpwd></entry></users></v3></version></access-setting></snmp-setting></system></deviceconfig>`,
    )
    .replace(
      '</config>',
      `${shared}${pushed}<mgt-config><users><entry name="admin"><phash>$5$SecretOfTheAdministrator</phash></entry></users></mgt-config>\n</config>`,
    )}\n`;
}
