/** The parts of a rule that a test states; the rest is a pass rule on LAN for tcp/443. */
export type RuleParts = {
  readonly type?: string;
  readonly interface?: string;
  readonly families?: string;
  readonly protocol?: string;
  readonly source?: string;
  readonly to?: string;
  readonly port?: string;
  /** More elements of the rule. */
  readonly more?: string;
};

/** A rule as XML. */
export function ruleXml({
  type = 'pass',
  interface: on = 'lan',
  families = 'inet46',
  protocol = 'tcp',
  source = '<any></any>',
  to = '<address>web</address>',
  port = '443',
  more = '',
}: RuleParts): string {
  const protocolXml = protocol === '' ? '' : `<protocol>${protocol}</protocol>`;
  const portXml = port === '' ? '' : `<port>${port}</port>`;
  return `<rule><type>${type}</type><interface>${on}</interface><ipprotocol>${families}</ipprotocol>${protocolXml}
<source>${source}</source><destination>${to}${portXml}</destination>${more}</rule>`;
}

/** An alias as XML. */
export function aliasXml(name: string, type: string, address: string): string {
  return `<alias><name>${name}</name><type>${type}</type><address>${address}</address></alias>`;
}

/** A config.xml. */
export function configXml(aliases: readonly string[], rules: readonly string[], more = ''): string {
  return `<?xml version="1.0"?>
<pfsense>${more}
<aliases>${aliases.join('\n')}</aliases>
<filter>
${rules.join('\n')}
</filter></pfsense>`;
}
