import { compareText } from '../../../net/order.ts';
import { comparePortRanges, type PortRange } from '../../../net/port.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected } from '../../kit/reading/not-canonical.ts';
import { parsePorts, requireAscending } from '../../kit/reading/values.ts';
import type { Member } from './model.ts';
import { protocolPorts } from './protocols.ts';
import { begin, type Context, name } from './set-line.ts';

const typed = new RegExp(`^${name} type "URL List"$`);
const emptiedStatic = new RegExp(`^${name} static$`);
const address = new RegExp(`^${name} (fqdn|ip-netmask|ip-range) (\\S+)$`);
const service = new RegExp(`^${name} protocol (tcp|udp) port ([0-9-]+)$`);
const application = /^((?!any$)[A-Za-z0-9][A-Za-z0-9._-]{0,62})$/;
const emptiedMembers = new RegExp(`^${name} members$`);
const anyWord = /^(\S+)$/;
const nothing = /^$/;

/** Takes the URL category of a rule, if it has one: sets its type, empties it and fills it. */
export function takeCategory(context: Context): string | undefined {
  const { cursor, draft } = context;
  const start = begin(context, 'set', 'profiles custom-url-category ');
  if (!cursor.seesAfter(start, typed)) return undefined;
  const [own = ''] = cursor.takeAfter(start, typed, 'a URL category');
  cursor.takeExactly(begin(context, 'delete', `profiles custom-url-category ${own} list`));
  const members = takeMembers(cursor, `${start}${own} list `, anyWord);
  draft.categories.push({ name: own, members });
  return own;
}

/** Takes the address group of a rule, if it allows addresses. */
export function takeDestination(context: Context): string | undefined {
  const start = begin(context, 'delete', 'address-group ');
  if (!context.cursor.seesAfter(start, emptiedStatic)) return undefined;
  const [own = ''] = context.cursor.takeAfter(start, emptiedStatic, 'an address group');
  takeAddresses(context, own);
  return own;
}

/** Takes the group of the clients. */
export function takeClients(context: Context): void {
  const own = `${context.tag}-clients`;
  context.cursor.takeExactly(begin(context, 'delete', `address-group ${own} static`));
  takeAddresses(context, own);
}

/** Takes the group of the inner networks; returns its name, which is also the name of the rule. */
export function takeInner(context: Context): string {
  const own = `${context.tag}-inner`;
  context.cursor.takeExactly(begin(context, 'delete', `address-group ${own} static`));
  takeAddresses(context, own);
  return own;
}

/** Takes all services, each once. */
export function takeServices(context: Context): void {
  const { cursor, draft } = context;
  const start = begin(context, 'set', 'service ');
  const ports: PortRange[] = [];
  while (cursor.seesAfter(start, service)) {
    const [own = '', transport = '', port = ''] = cursor.takeAfter(start, service, 'a service');
    const range =
      parsePorts(`${transport}/${port}`) ??
      cursor.refuse(expected('ports in their shortest form', `"${port}"`));
    if (draft.services.has(own)) cursor.refuse(expected('each service once', `"${own}" twice`));
    ports.push(range);
    draft.services.set(own, `${transport} ${port}`);
  }
  requireAscending(ports, comparePortRanges, () => cursor.at);
}

/** Takes the service group of a rule, if it has ports: empties it and fills it. Returns its name. */
export function takeServiceGroup(context: Context): string | undefined {
  const { cursor, draft } = context;
  const emptied = begin(context, 'delete', 'service-group ');
  // A rule without ports begins with its one App-ID.
  if (cursor.seesAfter(begin(context, 'delete', 'application-group '), emptiedMembers))
    return undefined;
  const [own = ''] = cursor.takeAfter(emptied, emptiedMembers, 'the services of a rule');
  const start = begin(context, 'set', `service-group ${own} members `);
  const members: Member[] = [];
  do {
    const [text = ''] = cursor.takeAfter(start, anyWord, 'a service of the rule');
    members.push({ text, line: cursor.line });
  } while (cursor.seesAfter(start, anyWord));
  draft.serviceGroups.push({ name: own, members });
  return own;
}

/** Takes the App-ID of a rule for a protocol without ports, whose group has the name of the rule. Returns the name. */
export function takeProtocol(context: Context): string {
  const { cursor, draft } = context;
  const emptied = begin(context, 'delete', 'application-group ');
  const [own = ''] = cursor.takeAfter(emptied, emptiedMembers, 'the App-ID of a protocol');
  const start = begin(context, 'set', `application-group ${own} members `);
  const members = takeMembers(cursor, start, application);
  if (protocolPorts(members.map(({ text }) => text)) === undefined)
    cursor.refuse(expected('the App-ID of one protocol without ports', 'other App-IDs'));
  draft.applicationGroups.push({ name: own, members });
  return own;
}

/** Takes the App-IDs of a rule, if it lists any. */
export function takeApplications(context: Context, own: string): boolean {
  const { cursor, draft } = context;
  const group = `application-group ${own} members`;
  const emptied = begin(context, 'delete', group);
  if (!cursor.seesAfter(emptied, nothing)) return false;
  cursor.takeExactly(emptied);
  const members = takeMembers(cursor, begin(context, 'set', `${group} `), application);
  draft.applicationGroups.push({ name: own, members });
  return true;
}

function takeMembers(cursor: Cursor, start: string, shape: RegExp): Member[] {
  const members: Member[] = [];
  do {
    const [text = ''] = cursor.takeAfter(start, shape, 'a member of the list');
    members.push({ text, line: cursor.line });
  } while (cursor.seesAfter(start, shape));
  requireAscending(
    members,
    (a, b) => compareText(a.text, b.text),
    () => cursor.at,
  );
  return members;
}

/** Takes the members of a static group. An address object comes before its first use. */
function takeAddresses(context: Context, own: string): void {
  const { cursor, draft } = context;
  const start = begin(context, 'set', `address-group ${own} static `);
  const members: Member[] = [];
  const values: string[] = [];
  do {
    const defined = takeAddress(context);
    const line = cursor.line + 1;
    const [text = ''] = cursor.takeAfter(start, anyWord, 'an address of the group');
    const value = draft.addresses.get(text);
    if ((defined ?? text) !== text)
      cursor.refuse(expected(`the address "${defined}"`, `"${text}"`));
    if (value === undefined) cursor.refuse(expected('the name of an address', `"${text}"`));
    members.push({ text, line: defined === undefined ? line : line - 1 });
    values.push(value ?? '');
  } while (sees(context, start));
  requireAscending(values, compareText, () => cursor.at);
  draft.addressGroups.push({ name: own, members });
}

function sees(context: Context, start: string): boolean {
  const { cursor } = context;
  return (
    cursor.seesAfter(start, anyWord) || cursor.seesAfter(begin(context, 'set', 'address '), address)
  );
}

/** Takes an address object, if the next line defines one; returns its name. */
function takeAddress(context: Context): string | undefined {
  const { cursor, draft } = context;
  const start = begin(context, 'set', 'address ');
  if (!cursor.seesAfter(start, address)) return undefined;
  const [own = '', kind = '', value = ''] = cursor.takeAfter(start, address, 'an address');
  if (draft.addresses.has(own)) cursor.refuse(expected('each address once', `"${own}" twice`));
  draft.addresses.set(own, `${kind} ${value}`);
  return own;
}
