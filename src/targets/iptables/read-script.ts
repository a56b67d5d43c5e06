import { createHash } from 'node:crypto';
import { cidrsOf, mergeNetworks, type Network } from '../../net/network.ts';
import { Cursor } from './read-cursor.ts';
import { parseBlock } from './read-values.ts';

/** What apply.sh carries of the site. */
export type ScriptFile = {
  readonly file: string;
  readonly spec: string;
  readonly prefix: string;
  readonly chain: string;
  /** IPv4 before IPv6, as blocks, merged. */
  readonly clients: readonly Network[];
  readonly hook: string;
  /** Its line. */
  readonly hookAt: number;
};

/**
 * SHA-256 of the script without what it carries of a site. A script of another digest does something else.
 * The test of this file prints the new one when the template changes.
 */
export const scriptDigest = '4aca5e2b92afe325335d994870c4fee5caa93d1f7d6963ca902ca63d9b077d8c';

/** Reads apply.sh; throws a Mismatch where it carries something odd, or is another script. */
export function readScript(file: string, text: string): ScriptFile {
  const cursor = new Cursor(file, text);
  cursor.expect('#!/bin/sh');
  const [spec = ''] = cursor.match(
    /^# ([a-z][a-z0-9-]*): written by "portolan generate"; a change here is lost\.$/,
    'the header',
  );
  cursor.while(/^(#.*)$|^$/, () => cursor.line);
  const dataLine = cursor.line;
  const [prefix = ''] = cursor.match(
    /^set_prefix='([a-z][a-z0-9]{1,7})'$/,
    'the prefix of the sets',
  );
  const [chain = ''] = cursor.match(
    /^chain_prefix='([A-Z][A-Z0-9]{1,7})'$/,
    'the prefix of the chains',
  );
  const clients4 = readClients(cursor, 4);
  const clients6 = readClients(cursor, 6);
  const [hook = ''] = cursor.match(
    /^default_hook='([A-Za-z0-9_][A-Za-z0-9_-]{0,27})'$/,
    'the hook',
  );
  if (isBlind(hook, chain)) cursor.refuse('names a chain that sees no forwarded packet');
  refuseOtherScript(cursor, text, dataLine);
  const clients = [...clients4, ...clients6];
  return { file, spec, prefix, chain, clients, hook, hookAt: dataLine + 5 };
}

function isBlind(hook: string, chain: string): boolean {
  const own = ['END', 'IN', 'OPTIONAL', 'OUT', 'RECOMMENDED', 'REQUIRED', 'SELF'];
  const builtIn = ['INPUT', 'OUTPUT', 'PREROUTING', 'POSTROUTING'];
  return [...builtIn, ...own.map((ending) => `${chain}-${ending}`)].includes(hook);
}

/** The digest of a script whose data begins after this line. */
export function digestOf(text: string, dataLine: number): string {
  const fixed = text
    .split('\n')
    .filter((_line, index) => index !== 1 && (index < dataLine || index >= dataLine + 5));
  return createHash('sha256').update(fixed.join('\n'), 'utf8').digest('hex');
}

function readClients(cursor: Cursor, family: 4 | 6): Network[] {
  const [text = ''] = cursor.match(
    new RegExp(`^clients_v${family}='([0-9a-f:./ ]*)'$`),
    `the IPv${family} clients`,
  );
  const blocks = text === '' ? [] : text.split(' ').map((word) => parseBlock(word));
  const clients = blocks.filter((block) => block !== undefined);
  const foreign =
    clients.length < blocks.length || clients.some((client) => client.family !== family);
  if (foreign || !isCanonical(clients)) cursor.refuse('holds no canonical list of client networks');
  return clients;
}

// Blocks that could be one are not what the tool writes.
function isCanonical(clients: readonly Network[]): boolean {
  return isAscending(clients) && mergeNetworks(clients).flatMap(cidrsOf).length === clients.length;
}

function isAscending(clients: readonly Network[]): boolean {
  return clients.every((client, index) => {
    const before = clients[index - 1];
    return before === undefined || before.last < client.first;
  });
}

function refuseOtherScript(cursor: Cursor, text: string, dataLine: number): void {
  if (digestOf(text, dataLine) !== scriptDigest)
    cursor.refuseAt(1, 'begins a script that is not the one of this version');
}
