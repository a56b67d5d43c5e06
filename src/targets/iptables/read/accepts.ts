import type { Family } from '../../../net/address.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { expected } from '../../kit/reading/not-canonical.ts';
import { parsePorts, requireAscending } from '../../kit/reading/values.ts';
import { type Accept, compareAccepts, parseSavedBlock } from './values.ts';

const rulePattern =
  /^-A (\S+) (?:-d (\S+) )?-p (tcp|udp) -m (tcp|udp) --dport ([0-9:]+) (?:-m set --match-set (\S+) dst )?-m comment --comment "([a-z0-9-]+(?:\/[a-z0-9+-]+)+)" -j ACCEPT$/;

/** The accepting lines of a chain, in order; `name` is the end of the chain's name. */
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
    return cursor.refuse(expected(`an IPv${family} block in its shortest form`, `"${blockText}"`));
  if (transport !== match || ports === undefined)
    return cursor.refuse(
      expected(
        `a port of -m ${match} in its shortest form`,
        `"-p ${transport} --dport ${portsText}"`,
      ),
    );
  if (block !== undefined && set !== undefined)
    return cursor.refuse(expected('a block or a set', 'both'));
  return { line: cursor.line, id, block, set, ports };
}
