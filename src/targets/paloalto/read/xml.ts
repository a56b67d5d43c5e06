import { Lines } from '../../kit/reading/cursor.ts';
import type { List, Member, Model } from './model.ts';
import { takeXmlRules } from './xml-rules.ts';

const name = /^([a-z][A-Za-z0-9._-]{0,62})">$/;
const siteName = /^([A-Za-z0-9_][A-Za-z0-9 ._-]{0,62})">$/;
const member = /^([^<>&" ]+)<\/member>$/;

const nothing = /^$/;

/** Reads rules.xml; throws a Deviation at the first line that the tool would not write so. */
export function readXml(file: string, content: string): Model {
  const lines = new Lines(file, content, 'spaces');
  const spec = takeHead(lines);
  const { place, ends } = takeLocation(lines);
  const { tag, comments } = takeTag(lines);
  const addresses = takeAddresses(lines);
  const addressGroups = takeGroups(lines, 'address-group', 'static');
  const applicationGroups = lines.sees(/^ {10}<application-group>$/)
    ? takeGroups(lines, 'application-group', 'members')
    : [];
  const services = takeServices(lines);
  const serviceGroups = takeGroups(lines, 'service-group', 'members');
  const categories = lines.sees(/^ {10}<profiles>$/) ? takeCategories(lines) : [];
  const [rulebase = ''] = lines.takeGroups(/^ {10}<((?:pre-|post-)?rulebase)>$/, 'the rulebase');
  const rules = takeXmlRules(lines);
  lines.takeExactly(`          </${rulebase}>`, ...ends, '</config>');
  lines.end();
  return {
    spec,
    place,
    rulebase,
    tag,
    comments,
    addresses,
    services,
    addressGroups,
    serviceGroups,
    applicationGroups,
    categories,
    ...rules,
  };
}

function takeHead(lines: Lines): string {
  lines.takeExactly('<?xml version="1.0" encoding="utf-8"?>');
  const [spec = ''] = lines.takeGroups(
    /^<!-- ([a-z](?:[a-z0-9 ]|-(?!-))*): objects and rules for PAN-OS, written by "portolan generate"; a change here is lost\. -->$/,
    'the header with the name of the spec',
  );
  lines.takeExactly(
    "<!-- Replace one entry at a time: a whole container replaced wipes the site's own. Entries say nothing of the order of rules: rules.set does. -->",
    '<config>',
  );
  return spec;
}

/** Takes the way down to the location; gives the lines that lead out of it again. */
function takeLocation(lines: Lines): { place: string; ends: string[] } {
  if (lines.sees(/^ {2}<shared>$/)) {
    lines.takeExactly('  <shared>');
    return { place: 'shared', ends: ['  </shared>'] };
  }
  lines.takeExactly('  <devices>', '    <entry name="localhost.localdomain">');
  const [container = ''] = lines.takeGroups(/^ {6}<(vsys|device-group)>$/, 'the kind of location');
  const [own = ''] = lines.takeAfter('        <entry name="', siteName, 'the location');
  return {
    place: `${container} ${own}`,
    ends: ['        </entry>', `      </${container}>`, '    </entry>', '  </devices>'],
  };
}

function takeTag(lines: Lines): { tag: string; comments: string } {
  lines.takeExactly('          <tag>');
  const [tag = ''] = lines.takeGroups(/^ {12}<entry name="([a-z][a-z0-9]{1,7})">$/, 'the tag');
  const [comments = ''] = lines.takeGroups(
    /^ {14}<comments>([A-Za-z0-9 ._:/@+,()=-]+)<\/comments>$/,
    'the comments of the tag',
  );
  lines.takeExactly('            </entry>', '          </tag>');
  return { tag, comments };
}

function takeEntryName(lines: Lines, indent: string): string {
  const [own = ''] = lines.takeAfter(`${indent}<entry name="`, name, 'an entry');
  return own;
}

function takeAddresses(lines: Lines): Map<string, string> {
  const addresses = new Map<string, string>();
  lines.takeExactly('          <address>');
  let before = '';
  do {
    const own = takeEntryName(lines, ' '.repeat(12));
    if (own <= before) lines.refuse('the order is not ascending, or something stands twice');
    const [kind = '', value = ''] = lines.takeGroups(
      /^ {14}<(fqdn|ip-netmask|ip-range)>([^<>&]+)<\/\1>$/,
      'what the address holds',
    );
    addresses.set(own, `${kind} ${value}`);
    lines.takeExactly('            </entry>');
    before = own;
  } while (!lines.sees(/^ {10}<\/address>$/));
  lines.takeExactly('          </address>');
  return addresses;
}

function takeServices(lines: Lines): Map<string, string> {
  const services = new Map<string, string>();
  lines.takeExactly('          <service>');
  do {
    const own = takeEntryName(lines, ' '.repeat(12));
    if (services.has(own)) lines.refuse('a service stands twice');
    lines.takeExactly('              <protocol>');
    const [transport = ''] = lines.takeGroups(/^ {16}<(tcp|udp)>$/, 'the transport');
    const [port = ''] = lines.takeGroups(/^ {18}<port>([0-9-]+)<\/port>$/, 'the port');
    lines.takeExactly(
      `                </${transport}>`,
      '              </protocol>',
      '            </entry>',
    );
    services.set(own, `${transport} ${port}`);
  } while (!lines.sees(/^ {10}<\/service>$/));
  lines.takeExactly('          </service>');
  return services;
}

function takeGroups(lines: Lines, container: string, list: string): List[] {
  lines.takeExactly(`          <${container}>`);
  const groups: List[] = [];
  do groups.push(takeList(lines, 12, list));
  while (!lines.seesAfter(`          </${container}>`, nothing));
  lines.takeExactly(`          </${container}>`);
  return groups;
}

function takeCategories(lines: Lines): List[] {
  lines.takeExactly('          <profiles>', '            <custom-url-category>');
  const categories: List[] = [];
  do categories.push(takeList(lines, 14, 'list', ['                <type>URL List</type>']));
  while (!lines.sees(/^ {12}<\/custom-url-category>$/));
  lines.takeExactly('            </custom-url-category>', '          </profiles>');
  return categories;
}

/** Takes an entry with a list of members, and the lines that stand before the list. */
function takeList(lines: Lines, depth: number, list: string, before: readonly string[] = []): List {
  const indent = ' '.repeat(depth);
  const own = takeEntryName(lines, indent);
  lines.takeExactly(...before, `${indent}  <${list}>`);
  const members: Member[] = [];
  const start = `${indent}    <member>`;
  do {
    const [text = ''] = lines.takeAfter(
      start,
      member,
      'a member of the list, which is never empty',
    );
    members.push({ text, line: lines.number });
  } while (lines.seesAfter(start, member));
  lines.takeExactly(`${indent}  </${list}>`, `${indent}</entry>`);
  return { name: own, members };
}
