import { describe, expect, test } from '@jest/globals';
import { policyOf, type SpecWords } from '../../support/policy.ts';
import { render } from '../../targets/pfsense/support.ts';
import type { XmlElement } from '../xml.ts';
import {
  type Box,
  boxOf,
  copiedByGui,
  disabledByGui,
  merged,
  ownIn,
  renumbered,
  savedByGui,
  textAt,
} from './box.ts';

const group = (id: string) => ({
  id,
  to: { https: [`${id}.example.com`], http: ['203.0.113.0/24'] },
});
const filesOf = (...ids: readonly string[]) =>
  render(
    policyOf({
      groups: ids.map(group),
      site: { targets: { pfsense: { interface: 'lan' } } },
    } satisfies SpecWords),
  );
const files = filesOf('web', 'mail');
const given = boxOf(files.get('pfsense/config.xml') ?? '');

/** A rule of the site's own, as its configuration has it; an empty tracker is left out. */
function siteRule(descr: string, tracker: string, source = '<network>lan</network>'): string {
  return `<rule>${tracker === '' ? '' : `<tracker>${tracker}</tracker>`}<type>pass</type><interface>lan</interface>
<ipprotocol>inet</ipprotocol><source>${source}</source><destination><any></any></destination>
<descr><![CDATA[${descr}]]></descr></rule>`;
}

// What a site may well have: rules without a number, two with one number, and rules that look like ours by half.
const site = boxOf(`<?xml version="1.0"?>
<pfsense><aliases>
<alias><name>printers</name><type>host</type><address>192.0.2.9</address></alias>
<alias><name>sptold</name><type>host</type><address>192.0.2.8</address></alias>
</aliases><filter>
${siteRule('Default allow LAN to any rule', '0100000101')}
${siteRule('printers', '')}
${siteRule('scanners', '1600000000')}
${siteRule('scanners by night', '1600000000')}
${siteRule('spt: tablets on the guest net', '', '<network>opt1</network>')}
${siteRule('tablets to the intranet', '', '<address>spt_clients</address>')}
${siteRule('sptold: another product', '', '<address>sptold</address>')}
</filter></pfsense>
`);

const words = (rules: readonly XmlElement[]) => rules.map((rule) => textAt(rule, 'descr'));
const names = (aliases: readonly XmlElement[]) => aliases.map((alias) => textAt(alias, 'name'));
const trackersOf = (box: Box) => box.rules.map((rule) => Number(textAt(rule, 'tracker') ?? 0));

/** What a box has that is not in our files. */
function others(box: Box, own: Box): Box {
  return {
    aliases: box.aliases.filter((alias) => !own.aliases.includes(alias)),
    rules: box.rules.filter((rule) => !own.rules.includes(rule)),
  };
}

describe('a merge by description and source', () => {
  const first = merged(site, files);

  test('recognizes every generated rule, and no rule of the site', () => {
    expect(ownIn(given, 'spt')).toEqual(given);
    expect(ownIn(site, 'spt')).toEqual({ aliases: [], rules: [] });
    expect(words(first.rules)).toEqual([...words(given.rules), ...words(site.rules)]);
  });

  test('a second time changes nothing', () => {
    const second = merged(first, files);
    expect(names(second.aliases)).toEqual(names(first.aliases));
    expect(second).toEqual(first);
  });

  test('a merge replaces the generated rules at their position, and keeps those of the site', () => {
    const below = {
      ...first,
      rules: [...site.rules.slice(0, 2), ...given.rules, ...site.rules.slice(2)],
    };
    const next = filesOf('mail', 'maps');
    const wanted = boxOf(next.get('pfsense/config.xml') ?? '');
    const after = merged(below, next);
    expect(words(after.rules)).toEqual([
      ...words(site.rules.slice(0, 2)),
      ...words(wanted.rules),
      ...words(site.rules.slice(2)),
    ]);
    expect(names(after.aliases)).toEqual([...names(site.aliases), ...names(wanted.aliases)]);
  });
});

describe('a firewall that has given its rules new numbers', () => {
  const upgraded = renumbered(merged(site, files));

  test('has rules of the site among our numbers, so that a number claims nothing', () => {
    const own = new Set(trackersOf(given));
    const numbers = trackersOf(others(upgraded, ownIn(upgraded, 'spt')));
    const among = numbers.filter((number) => number >= Math.min(...own) && number < 4_200_000_000);
    expect(among.length).toBe(5);
    expect(among.every((number) => !own.has(number))).toBe(true);
    expect(new Set(trackersOf(upgraded)).size).toBe(upgraded.rules.length);
  });

  test('keeps every rule of the site at the next merge, and replaces the generated ones', () => {
    const after = merged(upgraded, filesOf('mail'));
    const wanted = boxOf(filesOf('mail').get('pfsense/config.xml') ?? '');
    expect(others(after, ownIn(after, 'spt')).rules).toEqual(
      upgraded.rules.slice(given.rules.length),
    );
    expect(ownIn(after, 'spt').rules).toEqual(wanted.rules);
  });

  test('keeps them too when all tracking IDs are new', () => {
    const full = {
      ...site,
      rules: [...site.rules, ...boxOf(boxText(siteRule('last', '4294967000'))).rules],
    };
    const anew = renumbered(merged(full, files));
    const own = new Set(trackersOf(given));
    expect(trackersOf(anew).filter((number) => own.has(number))).toEqual([]);
    const after = merged(anew, files);
    expect(words(after.rules)).toEqual([...words(given.rules), ...words(full.rules)]);
    expect(ownIn(after, 'spt').rules).toEqual(given.rules);
  });

  test('renumbers only near the highest tracking ID, which generated rules alone do not reach', () => {
    const alone = renumbered(given);
    expect(alone).toEqual(given);
    expect(Math.max(...trackersOf(given))).toBeLessThan(4_200_000_000);
  });
});

function boxText(rule: string): string {
  return `<?xml version="1.0"?>\n<pfsense><aliases></aliases><filter>${rule}</filter></pfsense>\n`;
}

describe('a person at the GUI', () => {
  const box = merged(site, files);
  const at = (index: number, make: (rule: XmlElement) => readonly XmlElement[]): Box => ({
    ...box,
    rules: box.rules.flatMap((rule, each) => (each === index ? make(rule) : [rule])),
  });

  test.each<[string, Box]>([
    ['saves a rule of ours', at(1, (rule) => [savedByGui(rule)])],
    ['switches it off', at(1, (rule) => [savedByGui(disabledByGui(rule))])],
    ['copies it', at(1, (rule) => [rule, copiedByGui(rule)])],
    ['saves a rule of the site', at(given.rules.length, (rule) => [savedByGui(rule)])],
  ])(
    '%s, and the next merge has ours as the files say, and the rest as it was',
    (_what, changed) => {
      const rest = others(changed, ownIn(changed, 'spt'));
      const after = merged(changed, files);
      expect(ownIn(after, 'spt').rules).toEqual(given.rules);
      expect(others(after, ownIn(after, 'spt'))).toEqual(rest);
    },
  );

  test('loses no copy that was made a rule of the site: by its description, or by its source', () => {
    const [, rule] = given.rules;
    if (rule === undefined) throw new Error('the files have two rules');
    const own = copiedByGui({
      ...rule,
      children: rule.children.map((each) =>
        each.name === 'descr' ? { ...each, text: 'mine' } : each,
      ),
    });
    const after = merged({ ...box, rules: [...box.rules, own] }, files);
    expect(after.rules.at(-1)).toEqual(own);
  });
});
