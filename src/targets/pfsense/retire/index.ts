import { failure, type Refusal, type Result, refuse, success } from '../../../problem.ts';
import type { Dump, Former, Retired, RetireTarget } from '../../device.ts';
import { Cursor } from '../../kit/reading/cursor.ts';
import { type Notes, readOwn, textOf, withoutSite } from '../../kit/reading/retire.ts';
import type { TargetFiles } from '../../reading.ts';
import { type LiveConfig, prefixesOf, readLiveConfig } from '../read/backup/config.ts';
import { recognize } from '../read/backup/kind.ts';
import { prefixIn, readConfig } from '../read/config.ts';
import { ansibleTasks } from './ansible.ts';
import { deletions } from './deletions.ts';
import { type FoundState, type State, stateIn } from './state.ts';

const configFile = 'pfsense/config.xml';

/** What left the files of a firewall, as tasks of Ansible. apply.php deletes it itself. */
export const retire: RetireTarget = {
  formats: ['ansible'],
  prefixesIn: (dump) => {
    const config = readBackup(dump);
    return config.ok ? success(prefixesOf(config.value)) : config;
  },
  namesIn: (files) => {
    const key = prefixIn(files.get(configFile) ?? '');
    return key === undefined ? undefined : { key, unnamedDevice: 'own' };
  },
  retire: (former, files) => {
    const newer = files === undefined ? success(undefined) : stateOfFiles(files, 'own');
    if (!newer.ok) return newer;
    const older = olderOf(former, newer.value);
    return older.ok ? success(printed(older.value, newer.value)) : older;
  },
};

function printed(older: FoundState | undefined, newer: State | undefined): Retired {
  if (older === undefined) return { text: '', notes: [] };
  const gone = deletions(older.state, newer);
  return { text: ansibleTasks(gone), notes: [...older.notes, ...gone.notes] };
}

function olderOf(
  former: Former,
  newer: State | undefined,
): Result<FoundState | undefined, Refusal> {
  switch (former.kind) {
    case 'nothing':
      return success(undefined);
    case 'files': {
      const state = stateOfFiles(former.files, 'any');
      return state.ok ? success({ state: state.value, notes: [] }) : state;
    }
    case 'dump': {
      const config = readBackup(former.dump);
      if (!config.ok) return config;
      if (newer === undefined) return failure(withoutSite('backup'));
      return success(stateIn(config.value, newer.prefix));
    }
  }
}

function readBackup(dump: Dump): Result<LiveConfig, Refusal> {
  const known = recognize(dump);
  if (known?.ok === false) return known;
  return known === undefined ? failure(notBackup(dump)) : readLiveConfig(dump);
}

function notBackup({ name }: Dump): Refusal {
  return refuse(
    'live-dump',
    `${name} is not a backup of pfSense`,
    'save a backup: Diagnostics, Backup & Restore',
  );
}

/** The state after the files of a site were merged into a firewall that had nothing of it. */
function stateOfFiles(files: TargetFiles, notes: Notes): Result<State, Refusal> {
  const text = files.get(configFile) ?? '';
  const cursor = () => new Cursor(configFile, textOf(files, configFile), 'tabs');
  const own = readOwn(() => readConfig(cursor(), notes), 'backup');
  if (!own.ok) return own;
  const config = readLiveConfig({ name: configFile, text });
  return config.ok ? success(stateIn(config.value, own.value.prefix).state) : config;
}
