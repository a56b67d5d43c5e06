import { join } from 'node:path';
import { type Command, measureInTurn, run } from '../measure.ts';
import { nodeStart } from '../peers.ts';
import { type Row, rowOf } from '../table.ts';
import { portolan, root, type Workspace } from '../workspace.ts';
import type { Part } from './part.ts';

const rounds = 15;
const spec = join(root, 'spec.yaml');

/** Each command on spec.yaml, beside the start of Node. */
export const start: Part = { rows };

// At most so many times the start of Node; the other commands only inform.
const goals = new Map([
  ['generate spec.yaml', 4.5],
  ['validate spec.yaml', 4],
  ['check spec.yaml', 4],
  ['schema', 2],
  ['--version', 2],
  ['--help', 2],
]);

const floor = 'node -e 0';

function* rows(workspace: Workspace): Generator<Row> {
  const commands = commandsIn(workspace.path);
  const outcomeOf = measureInTurn(new Map([[floor, nodeStart(root)], ...commands]), rounds);
  yield rowOf(floor, outcomeOf(floor));
  for (const what of commands.keys()) {
    const most = goals.get(what);
    const peer = { name: floor, outcome: outcomeOf(floor) };
    yield rowOf(what, outcomeOf(what), most === undefined ? peer : { ...peer, most });
  }
}

function commandsIn(path: string): Map<string, Command> {
  const fresh = join(path, 'fresh');
  const kept = join(path, 'kept');
  run(portolan(root, 'generate', spec, '--out', kept));
  return new Map([
    ['generate spec.yaml', { ...portolan(root, 'generate', spec, '--out', fresh), fresh }],
    ['generate spec.yaml, unchanged', portolan(root, 'generate', spec, '--out', kept)],
    ['validate spec.yaml', portolan(root, 'validate', spec)],
    ['check spec.yaml', portolan(root, 'check', spec, '--out', kept)],
    ['schema', portolan(root, 'schema')],
    ['--version', portolan(root, '--version')],
    ['--help', portolan(root, '--help')],
    ['verify spec.yaml', portolan(root, 'verify', spec, '--out', kept)],
    ['lint spec.yaml', portolan(root, 'lint', spec)],
    ['explain URL', portolan(root, 'explain', 'https://api.pitneybowes.com/')],
  ]);
}
