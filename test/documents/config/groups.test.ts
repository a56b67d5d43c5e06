import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readConfig } from '../../../src/documents/config/index.ts';
import { entryXml, membersXml, panosRule, panosXml } from '../../support/config/panos.ts';
import { aliasXml, configXml, ruleXml } from '../../support/config/pfsense.ts';
import { rowsIn } from '../../support/document-rows.ts';
import { must } from '../../support/policy.ts';
import { runs } from '../../support/runs.ts';

const empty = 'unresolved, it names a group that has no members';

describe('a rule whose group has no members is unresolved', () => {
  test('in pfSense, for destinations and for ports', () => {
    const aliases = [
      aliasXml('loop1', 'host', 'loop2'),
      aliasXml('loop2', 'host', 'loop1'),
      aliasXml('ports', 'port', 'ports'),
      aliasXml('web', 'host', 'www.example.com'),
    ];
    const rules = [{ to: '<address>loop1</address>' }, { port: 'ports' }].map(ruleXml);
    const rows = rowsIn(readConfig, configXml(aliases, rules));
    expect(rows.map((row) => row.replace(/^[^:]*: /, ''))).toEqual([empty, empty]);
  });

  test('in PAN-OS, for destinations, services and applications', () => {
    const group = (name: string, members: string[]) =>
      entryXml(name, `<static>${membersXml(members)}</static>`);
    const members = (name: string, all: string[]) =>
      entryXml(name, `<members>${membersXml(all)}</members>`);
    const objects = `<address>${entryXml('web', '<fqdn>www.example.com</fqdn>')}</address>
<address-group>${group('loop1', ['loop2'])}${group('loop2', ['loop1'])}${group('none', [])}</address-group>
<service>${entryXml('https', '<protocol><tcp><port>443</port></tcp></protocol>')}</service>
<service-group>${members('nothing', [])}${members('s1', ['s2'])}${members('s2', ['s1'])}</service-group>
<application-group>${members('no-apps', [])}</application-group>`;
    const rules = [
      { destination: ['loop1'] },
      { destination: ['none'] },
      { service: ['nothing'] },
      { service: ['s1'] },
      { application: ['no-apps'] },
    ].map((fields, index) => panosRule(`r${index}`, fields));
    const rows = rowsIn(readConfig, panosXml(objects, rules));
    expect(rows.map((row) => row.replace(/^[^:]*: /, ''))).toEqual(rules.map(() => empty));
  });
});

describe('each rule that allows gives a row', () => {
  const names = ['g0', 'g1', 'g2', 'g3'];
  const member = fc.constantFrom(...names, 'web');
  const graph = fc.array(fc.array(member, { maxLength: 3 }), { minLength: 4, maxLength: 4 });
  const rules = fc.array(fc.record({ to: member, service: member }), {
    minLength: 1,
    maxLength: 4,
  });

  test('in pfSense', () => {
    fc.assert(
      fc.property(graph, rules, (groups, all) => {
        const aliases = groups.flatMap((members, index) => [
          aliasXml(`g${index}`, 'host', members.join(' ')),
          aliasXml(`p${index}`, 'port', members.map(portOf).join(' ')),
        ]);
        aliases.push(aliasXml('web', 'host', 'www.example.com'));
        const xml = all.map(({ to, service }) =>
          ruleXml({ to: `<address>${to}</address>`, port: portOf(service) }),
        );
        const document = { name: 'document', text: configXml(aliases, xml) };
        const { rows } = must(readConfig(document, {}));
        const lines = rows.filter(({ words }) => words.startsWith('pass')).map(({ line }) => line);
        expect(new Set(lines).size).toBe(all.length);
      }),
      { numRuns: runs(500) },
    );
  });

  test('in PAN-OS', () => {
    fc.assert(
      fc.property(graph, rules, (groups, all) => {
        const objects = `<address>${entryXml('web', '<fqdn>www.example.com</fqdn>')}</address>
<address-group>${groups.map((members, index) => entryXml(`g${index}`, `<static>${membersXml(members)}</static>`)).join('')}</address-group>
<service>${entryXml('web', '<protocol><tcp><port>443</port></tcp></protocol>')}</service>
<service-group>${groups.map((members, index) => entryXml(`g${index}`, `<members>${membersXml(members)}</members>`)).join('')}</service-group>`;
        const xml = all.map(({ to, service }, index) =>
          panosRule(`r${index}`, { destination: [to], service: [service] }),
        );
        const document = { name: 'document', text: panosXml(objects, xml) };
        const { rows } = must(readConfig(document, {}));
        expect(new Set(rows.map(({ labels }) => labels.get('rule')?.[0])).size).toBe(all.length);
        // Without a known service a rule gives no fact, so that no option can choose one.
        const facts = rows.flatMap(({ verdict }) =>
          verdict.kind === 'facts' ? verdict.facts : [],
        );
        expect(facts.filter(({ ports }) => ports.length === 0)).toEqual([]);
      }),
      { numRuns: runs(500) },
    );
  });
});

function portOf(name: string): string {
  return name === 'web' ? '443' : name.replace('g', 'p');
}
