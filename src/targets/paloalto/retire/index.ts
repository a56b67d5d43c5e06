import { failure, type Refusal, type Result, success } from '../../../problem.ts';
import type { Former, Retired, RetireFormat, RetireTarget } from '../../device.ts';
import { Cursor } from '../../kit/reading/cursor.ts';
import { type Notes, readOwn, textOf, withoutSite } from '../../kit/reading/retire.ts';
import type { TargetFiles } from '../../reading.ts';
import { headIn, readSet } from '../read/set.ts';
import { liveState, prefixesIn, readConfig } from './live.ts';
import { multiConfig, type Newer } from './multi-config.ts';
import { setCommands } from './set-commands.ts';
import { type State, stateOf } from './state.ts';

const setFile = 'paloalto/rules.set';
const xmlFile = 'paloalto/rules.xml';

/** What a device needs before newer files, as set commands or as one request to its API. */
export const retire: RetireTarget = {
  formats: ['set', 'multi-config'],
  prefixesIn: (dump) => {
    const config = readConfig(dump);
    return config.ok ? success(prefixesIn(config.value)) : config;
  },
  namesIn: (files) => {
    const head = headIn(files.get(setFile) ?? '');
    return head && { key: `${head.tag} ${head.place}`, unnamedDevice: 'any' };
  },
  retire: (former, files, format) => {
    const newer = newerOf(files);
    if (!newer.ok) return newer;
    const older = olderOf(former, newer.value);
    return older.ok ? success(printed(older.value, newer.value, format)) : older;
  },
};

/** The older state, and notes about it. */
type Older = Omit<Retired, 'text'> & { readonly state: State | undefined };

function printed({ state, notes }: Older, newer: Newer | undefined, format: RetireFormat): Retired {
  if (format === 'multi-config') return { text: multiConfig(state, newer), notes };
  return { text: state === undefined ? '' : setCommands(state, newer?.state), notes };
}

function newerOf(files: TargetFiles | undefined): Result<Newer | undefined, Refusal> {
  if (files === undefined) return success(undefined);
  const state = stateIn(files, 'own');
  if (!state.ok) return state;
  const [set = '', xml = ''] = [files.get(setFile), files.get(xmlFile)];
  return success({ state: state.value, set, xml });
}

function olderOf(former: Former, newer: Newer | undefined): Result<Older, Refusal> {
  switch (former.kind) {
    case 'nothing':
      return success({ state: undefined, notes: [] });
    case 'files': {
      const state = stateIn(former.files, 'any');
      return state.ok ? success({ state: state.value, notes: [] }) : state;
    }
    case 'dump': {
      const config = readConfig(former.dump);
      if (!config.ok) return config;
      if (newer === undefined) return failure(withoutSite('running configuration'));
      return success(liveState(config.value, newer.state));
    }
  }
}

function stateIn(files: TargetFiles, notes: Notes): Result<State, Refusal> {
  const read = () => stateOf(readSet(new Cursor(setFile, textOf(files, setFile)), notes));
  return readOwn(read, 'running configuration');
}
