import { formatYaml } from './format-yaml.ts';

type Schema = { readonly [keyword: string]: unknown };

/**
 * The text of a starter spec: valid as it is, with every target of this version. The options of a target are the
 * example in its own schema, so a new target needs no change here. If the list is absent, the endpoint that names it is a
 * comment.
 */
export function firstSpec(
  targets: readonly string[],
  schema: { readonly $defs: Readonly<Record<string, Schema>> },
  schemaPath: string,
  list: 'beside' | 'absent',
): string {
  const lines = targets.flatMap((name) => {
    const { description, examples } = schema.$defs[`${name}Options`] ?? {};
    const example = Array.isArray(examples) ? examples[0] : {};
    return [`      # ${description}`, `      ${name}: ${formatYaml(example)}`];
  });
  return template
    .replaceAll('SCHEMA', schemaPath)
    .replace('      LIST', listLines[list].join('\n'))
    .replace('      TARGETS', lines.join('\n'));
}

/** The list that the starter spec names: its path from the spec, and its text. */
export const firstList = {
  path: 'pictures.txt',
  text: `# The picture servers: one host or network on each line. Documentation names and addresses.
img1.example.com
img2.example.com
198.51.100.64/28
`,
} as const;

const listEndpoint = [`- list: ${firstList.path}`, '  service: https'];
const listLines = {
  beside: listEndpoint.map((line) => `      ${line}`),
  absent: listEndpoint.map((line) => `      # ${line}`),
} as const;

const template = `# yaml-language-server: $schema=SCHEMA
#
# The network access that a product needs: which hosts, on which ports, and why.
# The first line lets an editor explain and complete every key. To update it: portolan schema > SCHEMA
#
#   portolan validate    check this file for errors
#   portolan generate    write the files of every site below generated/
#   portolan check       check that those files are up to date
#
# With Git, add this line to .gitattributes. Otherwise a checkout may convert line endings to CRLF:
#   generated/** text eol=lf
#
# Replace the example below step by step. Its hosts and addresses are reserved for documentation.
version: 1
name: time-clock
# The names of all generated objects begin with this prefix.
prefix: tcl
title: Time clock terminals
# bypass: allow without decryption, filtering or caching. allow: allow, and let the device inspect the traffic.
inspection: bypass

# Where the facts come from. Findings mention hosts outside these domains.
documents:
  guide:
    title: Network requirements of the time clock
    publisher: Example Clocks
    domains: [example.com]

# Named ports. A URL uses the service that has the name of its scheme.
services:
  dns:
    ports: [udp/53, tcp/53]
    application: dns
  # Cleartext: the only application where a path can be enforced.
  http:
    ports: [tcp/80]
    application: http
  https:
    ports: [tcp/443]
    application: tls
  ntp:
    ports: [udp/123]
    application: other

# A group is one purpose, which a reviewer approves or rejects as a whole.
groups:
  - id: booking
    title: Booking
    tier: required # or recommended, or optional: each site lists the tiers that it allows
    purpose: the terminal sends each clocking to the vendor's service
    source:
      document: guide
      section: Cloud service
    endpoints:
      - url: https://api.example.com
      # An address, a network or a range.
      - network: 198.51.100.7
        service: https

  - id: firmware
    title: Firmware
    tier: recommended
    source:
      document: guide
      section: Updates
    endpoints:
      # A path means this path and everything below it.
      - url: http://firmware.example.com/clock

  - id: pictures
    title: Pictures
    tier: recommended
    purpose: the terminal shows a photo next to each name
    source:
      document: guide
      section: Photos
    endpoints:
      # All subdomains of cdn.example.com at any depth, but not cdn.example.com itself. pfSense does not support them.
      - host: "*.cdn.example.com"
        service: https
      # A text file with one host or network on each line: the form for thousands of them.
      LIST

  - id: clock
    title: Time of day
    tier: required
    inspection: allow
    source:
      document: guide
      section: Time
    endpoints:
      - host: time.example.com
        service: ntp

  - id: name-lookup
    title: DNS
    tier: required
    inspection: allow
    endpoints:
      - to: resolvers
        service: dns

# What a document demands without an address, or what is deliberately not opened. Nothing is allowed for it.
unresolved:
  - id: remote-support
    kind: demanded
    text: The vendor connects for remote support, from addresses that the guide omits
    source:
      document: guide
      section: Support

# The networks that enforce the rules, with the settings of each one.
sites:
  head-office:
    # The networks of the clients that get this access.
    clients: [192.0.2.0/24]
    # The DNS servers of the clients: self (the device that enforces the rules), and addresses of other servers.
    resolvers: [self]
    # closed: default deny for these clients. additive: allow only; other rules of the device decide the rest.
    enforce: closed
    tiers: [required, recommended]
    # Portolan generates files for the targets listed here. Keep the ones you use, and set their options.
    targets:
      TARGETS

# Flows that every output must allow or deny.
tests:
  - name: clockings are allowed
    allow: ["https://api.example.com/"]
  - name: look-alike hosts are denied
    deny: ["https://api.example.com.evil.example/"]
`;
