import { compareText } from '../../../net/order.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { requireAscending } from '../../kit/reading/values.ts';
import type { List, Member, Model } from './model.ts';
import { takeXmlRules } from './xml-rules.ts';

const name = /^([a-z][A-Za-z0-9._-]{0,62})">$/;
const siteName = /^([A-Za-z0-9_][A-Za-z0-9 ._-]{0,62})">$/;
const member = /^([^<>&" ]+)<\/member>$/;

const nothing = /^$/;

/** Reads rules.xml; throws a NotCanonicalError at the first line that the tool would not write so. */
export function readXml(cursor: Cursor): Model {
  const spec = takeHead(cursor);
  const { place, ends } = takeLocation(cursor);
  const { tag, comments } = takeTag(cursor);
  const addresses = takeAddresses(cursor);
  const addressGroups = takeGroups(cursor, 'address-group', 'static');
  const applicationGroups = cursor.sees(/^ {10}<application-group>$/)
    ? takeGroups(cursor, 'application-group', 'members')
    : [];
  const services = takeServices(cursor);
  const serviceGroups = takeGroups(cursor, 'service-group', 'members');
  const categories = cursor.sees(/^ {10}<profiles>$/) ? takeCategories(cursor) : [];
  const rulebase = cursor.take(/^ {10}<((?:pre-|post-)?rulebase)>$/, 'the rulebase');
  const rules = takeXmlRules(cursor);
  cursor.takeExactly(`          </${rulebase}>`, ...ends, '</config>');
  cursor.end();
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

function takeHead(cursor: Cursor): string {
  cursor.takeExactly('<?xml version="1.0" encoding="utf-8"?>');
  const spec = cursor.take(
    /^<!-- ([a-z](?:[a-z0-9 ]|-(?!-))*): objects and rules for PAN-OS, written by "portolan generate"; a change here is lost\. -->$/,
    'the header with the name of the spec',
  );
  cursor.takeExactly(
    "<!-- Replace one entry at a time: a whole container replaced wipes the site's own. Entries say nothing of the order of rules: rules.set does. -->",
    '<config>',
  );
  return spec;
}

/** Takes the way down to the location; gives the lines that lead out of it again. */
function takeLocation(cursor: Cursor): { place: string; ends: string[] } {
  if (cursor.sees(/^ {2}<shared>$/)) {
    cursor.takeExactly('  <shared>');
    return { place: 'shared', ends: ['  </shared>'] };
  }
  cursor.takeExactly('  <devices>', '    <entry name="localhost.localdomain">');
  const container = cursor.take(/^ {6}<(vsys|device-group)>$/, 'the kind of location');
  const [own = ''] = cursor.takeAfter('        <entry name="', siteName, 'the location');
  return {
    place: `${container} ${own}`,
    ends: ['        </entry>', `      </${container}>`, '    </entry>', '  </devices>'],
  };
}

function takeTag(cursor: Cursor): { tag: string; comments: string } {
  cursor.takeExactly('          <tag>');
  const tag = cursor.take(/^ {12}<entry name="([a-z][a-z0-9]{1,7})">$/, 'the tag');
  const comments = cursor.take(
    /^ {14}<comments>([A-Za-z0-9 ._:/@+,()=-]+)<\/comments>$/,
    'the comments of the tag',
  );
  cursor.takeExactly('            </entry>', '          </tag>');
  return { tag, comments };
}

function takeEntryName(cursor: Cursor, indent: string): string {
  const [own = ''] = cursor.takeAfter(`${indent}<entry name="`, name, 'an entry');
  return own;
}

function takeAddresses(cursor: Cursor): Map<string, string> {
  const addresses = new Map<string, string>();
  cursor.takeExactly('          <address>');
  let before = '';
  do {
    const own = takeEntryName(cursor, ' '.repeat(12));
    requireAscending([before, own], compareText, () => cursor.at);
    const [kind = '', value = ''] = cursor.takeGroups(
      /^ {14}<(fqdn|ip-netmask|ip-range)>([^<>&]+)<\/\1>$/,
      'what the address holds',
    );
    addresses.set(own, `${kind} ${value}`);
    cursor.takeExactly('            </entry>');
    before = own;
  } while (!cursor.sees(/^ {10}<\/address>$/));
  cursor.takeExactly('          </address>');
  return addresses;
}

function takeServices(cursor: Cursor): Map<string, string> {
  const services = new Map<string, string>();
  cursor.takeExactly('          <service>');
  do {
    const own = takeEntryName(cursor, ' '.repeat(12));
    if (services.has(own)) cursor.refuse('a service stands twice');
    cursor.takeExactly('              <protocol>');
    const transport = cursor.take(/^ {16}<(tcp|udp)>$/, 'the transport');
    const port = cursor.take(/^ {18}<port>([0-9-]+)<\/port>$/, 'the port');
    cursor.takeExactly(
      `                </${transport}>`,
      '              </protocol>',
      '            </entry>',
    );
    services.set(own, `${transport} ${port}`);
  } while (!cursor.sees(/^ {10}<\/service>$/));
  cursor.takeExactly('          </service>');
  return services;
}

function takeGroups(cursor: Cursor, container: string, list: string): List[] {
  cursor.takeExactly(`          <${container}>`);
  const groups: List[] = [];
  do groups.push(takeList(cursor, 12, list));
  while (!cursor.seesAfter(`          </${container}>`, nothing));
  cursor.takeExactly(`          </${container}>`);
  return groups;
}

function takeCategories(cursor: Cursor): List[] {
  cursor.takeExactly('          <profiles>', '            <custom-url-category>');
  const categories: List[] = [];
  do categories.push(takeList(cursor, 14, 'list', ['                <type>URL List</type>']));
  while (!cursor.sees(/^ {12}<\/custom-url-category>$/));
  cursor.takeExactly('            </custom-url-category>', '          </profiles>');
  return categories;
}

/** Takes an entry with a list of members, and the lines that stand before the list. */
function takeList(
  cursor: Cursor,
  depth: number,
  list: string,
  before: readonly string[] = [],
): List {
  const indent = ' '.repeat(depth);
  const own = takeEntryName(cursor, indent);
  cursor.takeExactly(...before, `${indent}  <${list}>`);
  const members: Member[] = [];
  const start = `${indent}    <member>`;
  do {
    const [text = ''] = cursor.takeAfter(
      start,
      member,
      'a member of the list, which is never empty',
    );
    members.push({ text, line: cursor.line });
  } while (cursor.seesAfter(start, member));
  cursor.takeExactly(`${indent}  </${list}>`, `${indent}</entry>`);
  return { name: own, members };
}
