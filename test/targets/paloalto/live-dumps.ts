import { configOf, type Others, otherObject, otherRule } from '../../support/pan-config.ts';
import { setDumpOf } from '../../support/pan-set.ts';
import { policyFor, render } from './support.ts';

export const words = {
  name: 'demo',
  groups: [
    {
      id: 'web',
      to: { https: ['www.example.com', '198.51.100.0/25'], http: ['http://www.example.com/help'] },
    },
  ],
  site: { inner: ['10.0.0.0/8'] },
};
/** The files of the site. */
export const files = render(policyFor(words));

/** Replaces a text that must be there. */
export const swap = (from: string | RegExp, to: string) => (text: string) => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`the configuration does not hold ${from}`);
  return changed;
};

const same = (text: string) => text;
const rule = /(<entry name="spt-web-https" uuid[^>]*>)/;
const adds = (text: string) => swap(rule, `$1${text}`);
/** Changes of a configuration as XML that are no drift. */
export const harmless: readonly (readonly [string, (text: string) => string, Others?])[] = [
  [
    'attributes of a push',
    swap(/uuid="[^"]*"/g, 'uuid="x" loc="Branches" admin="bo" time="2026/11/26 10:00:00"'),
  ],
  ['the default type of a rule', adds('<rule-type>universal</rule-type>')],
  ['the default that a rule is enabled', swap(/<disabled>no<\/disabled>/g, '')],
  [
    'the default that nothing is negated',
    adds('<negate-source>no</negate-source><negate-destination>no</negate-destination>'),
  ],
  ['the default that the end of a session is logged', adds('<log-end>yes</log-end>')],
  ['the default that its start is not', adds('<log-start>no</log-start>')],
  ['any user', adds('<source-user><member>any</member></source-user>')],
  ['any host profile, old', adds('<hip-profiles><member>any</member></hip-profiles>')],
  [
    'any host profile',
    adds(
      '<source-hip><member>any</member></source-hip><destination-hip><member>any</member></destination-hip>',
    ),
  ],
  [
    'any category',
    swap(
      /(<entry name="spt-web-https-ip" uuid[^>]*>)/,
      '$1<category><member>any</member></category>',
    ),
  ],
  [
    'another order of members',
    swap(/(<member>spt-192\.0\.2\.0-24<\/member>)(\s*)(<member>\S*<\/member>)/, '$3$2$1'),
  ],
  [
    'the answer of the API',
    (text) =>
      `<response status="success"><result>${text.replace(/<\?xml.*\?>\n/, '')}</result></response>`,
  ],
  ['rules of other zones', same, { above: [otherRule({ from: 'dmz' })] }],
  ['rules after ours', same, { below: [otherRule()] }],
  ['rules for other clients', same, { above: [otherRule({ source: '10.9.0.0/16' })] }],
  ['a disabled rule', same, { above: [otherRule({ disabled: 'yes' })] }],
  ['denials before ours', same, { above: [otherRule({ action: 'deny' }), otherRule({}, 'after')] }],
  [
    'objects of others',
    same,
    { objects: [otherObject('address', 'sptserver', '<fqdn>a.example.com</fqdn>')] },
  ],
  [
    'access that the files allow too',
    same,
    { above: [otherRule({ destination: '198.51.100.7', service: 'service-https' })] },
  ],
];

/** The set commands of a device with the files. */
export const dump = setDumpOf(configOf(files));

/** Changes of a dump in set commands that are no drift. */
export const harmlessSets: readonly (readonly [string, (text: string) => string])[] = [
  ['as they are', same],
  ['line ends of Windows', swap(/\n/g, '\r\n')],
  ['a byte order mark', (text) => `\uFEFF${text}`],
  ['empty lines', swap(/\n/g, '\n\n')],
  ['members on lines of their own', membersApart],
  ['one member in brackets', swap(/ from trust$/gm, ' from [ trust ]')],
  ['names in quotes', swap(/rules (spt-[^ ]*)/g, 'rules "$1"')],
  ['the name of the virtual system', swap(/^set (?!deviceconfig|mgt-config)/gm, 'set vsys vsys1 ')],
  [
    'identifiers of rules',
    (text) => `set rulebase security rules spt-web-https uuid 5f0c1a52-0f19\n${text}`,
  ],
  ['other parts of the configuration', (text) => `${other}${text}${other}`],
  ['the session of a terminal', (text) => session(text)],
  ['no line end after the last prompt', (text) => session(text).trimEnd()],
];

/** A list as a line for each member. */
function membersApart(text: string): string {
  return text.replace(/^(.*) \[ (.*) \]$/gm, (_line, start: string, members: string) =>
    members
      .split(' ')
      .map((member) => `${start} ${member}`)
      .join('\n'),
  );
}

/** Lines that begin with the same words, and a certificate with line ends. */
const other = `set network interface ethernet ethernet1/1 layer3 ip 192.0.2.1/24
set zone trust network layer3 ethernet1/1
set rulebase nat rules spt-web-https from trust
set rulebase default-security-rules rules interzone-default action deny
set address-groups spt-x static y
set services spt-x protocol tcp port 1
set profiles custom-url-categories spt-x list a
set rulebases security rules spt-x action allow
set shared certificate web public-key "-----BEGIN CERTIFICATE-----
MIIBszCCAVmgAwIBAgIUdGVzdA==
-----END CERTIFICATE-----
"
set deviceconfig system login-banner "Say \\"hello\\"
 and go [ away ]"
set import network interface [ ethernet1/1 ethernet1/2 ]
`;

/** A dump within the session in which it was taken. */
export function session(text: string, command = 'show'): string {
  return `admin@pa1> set cli config-output-format set
admin@pa1> set cli pager off
admin@pa1> configure
Entering configuration mode
[edit]
admin@pa1(active)# ${command}
${text}[edit]
admin@pa1(active)# exit
Exiting configuration mode
admin@pa1>
`;
}
