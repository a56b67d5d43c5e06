import { createHash } from 'node:crypto';
import type { Family } from '../../../net/address.ts';
import type { Network } from '../../../net/network.ts';
import { compareText } from '../../../net/order.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { requireAscending } from '../../kit/reading/values.ts';
import { isCanonical, parseSavedBlock } from './values.ts';

/** What apply.sh carries of the site. */
export type ScriptFile = {
  readonly file: string;
  readonly spec: string;
  readonly prefix: string;
  /** The line number, from 1, of the prefix. */
  readonly prefixAt: number;
  readonly chain: string;
  /** IPv4 before IPv6, as blocks, merged. */
  readonly clients: readonly Network[];
  /** The chain of the jumps in each family. */
  readonly hooks: Readonly<Record<Family, string>>;
  /** Where packets from link-local addresses are of clients; sorted. */
  readonly interfaces: readonly string[];
  /** The line number, from 1, of the first hook; the second and the interfaces follow. */
  readonly hookAt: number;
};

/**
 * SHA-256 of the script without what it carries of a site. A script of another digest does something else.
 * The test of this file prints the new one when the template changes.
 */
export const scriptDigest = '07db193cc26f0f03baccb294bc53983818ad44932a747ee4959cfb7adb823b8d';

/** Reads apply.sh; throws a NotCanonicalError where it carries what no site has, or is another script. */
export function readScript(cursor: Cursor): ScriptFile {
  const text = `${cursor.left.join('\n')}\n`;
  cursor.takeExactly('#!/bin/sh');
  const spec = cursor.take(
    /^# ([a-z][a-z0-9-]*): written by "portolan generate"; a change here is lost\.$/,
    'the header',
  );
  cursor.takeWhile(/^(#.*)$|^$/, () => cursor.line);
  const dataLine = cursor.line;
  const prefix = cursor.take(/^set_prefix='([a-z][a-z0-9]{1,7})'$/, 'the prefix of the sets');
  const chain = cursor.take(/^chain_prefix='([A-Z][A-Z0-9]{1,7})'$/, 'the prefix of the chains');
  const clients4 = readClients(cursor, 4);
  const clients6 = readClients(cursor, 6);
  const hooks = {
    4: readHook(cursor, 'default_hook', chain),
    6: readHook(cursor, 'default_hook6', chain),
  };
  const hookAt = cursor.line - 1;
  const interfaces = readInterfaces(cursor);
  requireThisScript(cursor, text, dataLine);
  const clients = [...clients4, ...clients6];
  return {
    file: cursor.file,
    spec,
    prefix,
    prefixAt: dataLine,
    chain,
    clients,
    hooks,
    interfaces,
    hookAt,
  };
}

function readHook(cursor: Cursor, name: string, chain: string): string {
  const hook = cursor.take(new RegExp(`^${name}='([A-Za-z0-9_][A-Za-z0-9_-]{0,27})'$`), 'the hook');
  if (isBlind(hook, chain)) cursor.refuse('the line names a chain that sees no forwarded packet');
  return hook;
}

function readInterfaces(cursor: Cursor): readonly string[] {
  const name = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}';
  const text = cursor.take(
    new RegExp(`^self_interfaces='((?:${name}(?: ${name}){0,99})?)'$`),
    'the interfaces of the clients',
  );
  const interfaces = text === '' ? [] : text.split(' ');
  requireAscending(interfaces, compareText, () => cursor.at);
  return interfaces;
}

function isBlind(hook: string, chain: string): boolean {
  const own = ['END', 'IN', 'OPTIONAL', 'OUT', 'OWNER', 'RECOMMENDED', 'REQUIRED', 'SELF'];
  const builtIn = ['INPUT', 'OUTPUT', 'PREROUTING', 'POSTROUTING'];
  return [...builtIn, ...own.map((ending) => `${chain}-${ending}`)].includes(hook);
}

// Prefixes, clients of both families, hooks of both, interfaces.
const dataLines = 7;

/** The digest of a script whose data begins after this line, a number from 1. */
export function digestOf(text: string, dataLine: number): string {
  const fixed = text
    .split('\n')
    .filter((_line, index) => index !== 1 && (index < dataLine || index >= dataLine + dataLines));
  return createHash('sha256').update(fixed.join('\n'), 'utf8').digest('hex');
}

function readClients(cursor: Cursor, family: Family): Network[] {
  const text = cursor.take(
    new RegExp(`^clients_v${family}='([0-9a-f:./ ]*)'$`),
    `the IPv${family} clients`,
  );
  const blocks = text === '' ? [] : text.split(' ').map((word) => parseSavedBlock(word));
  const clients = blocks.filter((block) => block !== undefined);
  const foreign =
    clients.length < blocks.length || clients.some((client) => client.family !== family);
  if (foreign || !isCanonical(clients))
    cursor.refuse('the line holds no canonical list of client networks');
  return clients;
}

function requireThisScript(cursor: Cursor, text: string, dataLine: number): void {
  if (digestOf(text, dataLine) !== scriptDigest)
    cursor.refuse('the line begins a script that is not the one of this version', 1);
}
