import type { Family } from '../../../net/address.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { parsePorts, requireAscending } from '../../kit/reading/values.ts';
import { type Accept, compareAccepts, parseSavedBlock } from './values.ts';

const rulePattern =
  /^-A (\S+) (?:-d (\S+) )?-p (tcp|udp) -m (tcp|udp) --dport ([0-9:]+) (?:-m set --match-set (\S+) dst )?-m comment --comment "([a-z0-9-]+(?:\/[a-z0-9+-]+)+)" -j ACCEPT$/;

/** The lines of a chain that accept, by the end of its name; in their order. */
export function readAccepts(cursor: Cursor, chain: string, name: string, family: Family): Accept[] {
  const ofChain = new RegExp(rulePattern.source.replace('(\\S+)', `(${chain}-${name})`));
  const accepts = cursor.takeWhile(ofChain, (groups) => acceptOf(cursor, groups, family));
  requireAscending(accepts, compareAccepts, ({ line }) => ({ file: cursor.file, line }));
  return accepts;
}

function acceptOf(cursor: Cursor, groups: readonly (string | undefined)[], family: Family): Accept {
  const [, blockText, transport, match, portsText = '', set, id = ''] = groups;
  const block = blockText === undefined ? undefined : parseSavedBlock(blockText);
  const ports = parsePorts(`${transport}/${portsText.replace(':', '-')}`);
  if (blockText !== undefined && block?.family !== family)
    return cursor.refuse('the line has no canonical block');
  if (transport !== match || ports === undefined)
    return cursor.refuse('the line has no canonical port');
  if (block !== undefined && set !== undefined)
    return cursor.refuse('the line has both a block and a set');
  return { line: cursor.line, id, block, set, ports };
}
