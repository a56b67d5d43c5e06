import { formatYaml } from './format-yaml.ts';

type Schema = { readonly [keyword: string]: unknown };

/**
 * The text of a spec to start from: valid as it is, with every target that this version renders. The options of a
 * target are the example of its own schema, so that a new target needs nothing here.
 */
export function firstSpec(
  targets: readonly string[],
  schema: { readonly $defs: Readonly<Record<string, Schema>> },
  schemaPath: string,
): string {
  const lines = targets.flatMap((name) => {
    const { description, examples } = schema.$defs[`${name}Options`] ?? {};
    const example = Array.isArray(examples) ? examples[0] : {};
    return [`      # ${description}`, `      ${name}: ${formatYaml(example)}`];
  });
  return template.replaceAll('SCHEMA', schemaPath).replace('      TARGETS', lines.join('\n'));
}

const template = `# yaml-language-server: $schema=SCHEMA
#
# What a product needs from the network: which hosts, on which ports, and why.
# The first line lets an editor explain and complete every key ("portolan schema > SCHEMA" renews it).
#
#   portolan validate    is this file in order?
#   portolan generate    write the files of every site below generated/
#   portolan check       are those files still what this file says?
#
# In git, put this line into .gitattributes, or a checkout may end the lines of those files in CRLF:
#   generated/** text eol=lf
#
# Replace the example below piece by piece; "example" hosts and addresses lead nowhere.
version: 1
name: time-clock
# What the name of every generated object begins with.
prefix: tcl
title: Time clock terminals
# bypass: allowed, and never decrypted, filtered or cached. allow: permission only.
inspection: bypass

# Named ports. A URL uses the service that is named like its scheme.
services:
  dns: { ports: [udp/53, tcp/53], application: dns }
  https: { ports: [tcp/443], application: tls }

# A group is a purpose, which a reviewer accepts or refuses as a whole.
groups:
  - id: booking
    title: Booking
    tier: required # or recommended, or optional: each site chooses the tiers that it opens
    purpose: every clocking is sent to the vendor's service
    endpoints:
      - url: https://api.example.com
      # An address, a network or a range.
      - { network: 198.51.100.7, service: https }

  - id: pictures
    title: Pictures
    tier: recommended
    purpose: the terminal shows faces beside names
    endpoints:
      # Every name below cdn.example.com, at any depth; not cdn.example.com itself. pfSense cannot hold such a name.
      - { host: "*.cdn.example.com", service: https }

  - id: name-lookup
    title: DNS
    tier: required
    inspection: allow
    endpoints:
      - { to: resolvers, service: dns }

# Where the rules go: everything that differs from one place to another.
sites:
  head-office:
    # Who may reach all this.
    clients: [192.0.2.0/24]
    # Who answers their DNS questions: self, the device that enforces the rules, and addresses of others.
    resolvers: [self]
    # closed: whatever is not allowed here is refused for these clients. additive: this file only opens.
    enforce: closed
    tiers: [required, recommended]
    # A target is generated when it is named. Keep those that you have, and set their options to your own.
    targets:
      TARGETS

# What must hold in every output.
tests:
  - { name: clockings arrive, allow: ["https://api.example.com/"] }
  - { name: no look-alikes, deny: ["https://api.example.com.evil.example/"] }
`;
