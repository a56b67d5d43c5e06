/** The fields of a rule that a test states; the rest allows tcp/443 from any client to any destination. */
export type PanosRule = Readonly<Record<string, string | readonly string[]>>;

const usual: PanosRule = {
  from: ['trust'],
  to: ['untrust'],
  source: ['any'],
  destination: ['web'],
  application: ['any'],
  service: ['https'],
  action: 'allow',
};

/** A security rule as XML. A list becomes members, and an empty text leaves the field out. */
export function panosRule(name: string, fields: PanosRule): string {
  const all = Object.entries({ ...usual, ...fields }).filter(([, value]) => value !== '');
  const xml = all.map(([field, value]) => {
    const inner = typeof value === 'string' ? value : membersXml(value);
    return `<${field}>${inner}</${field}>`;
  });
  return `<entry name="${name}">${xml.join('')}</entry>`;
}

/** Members of a list. */
export function membersXml(names: readonly string[]): string {
  return names.map((name) => `<member>${name}</member>`).join('');
}

/** A list of rules, as a rulebase contains it. */
export function rulesXml(rules: readonly string[]): string {
  return `<security><rules>\n${rules.join('\n')}</rules></security>`;
}

/** An object with a name. */
export function entryXml(name: string, inner: string): string {
  return `<entry name="${name}">${inner}</entry>`;
}

/** A configuration with one virtual system. */
export function panosXml(objects: string, rules: readonly string[], more = ''): string {
  return `<config><devices><entry name="localhost.localdomain"><vsys><entry name="vsys1">${objects}
<rulebase>${rulesXml(rules)}</rulebase></entry></vsys></entry></devices>${more}</config>`;
}
