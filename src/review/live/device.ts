import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { Dump } from '../../targets/device.ts';
import { targets } from '../../targets/list.ts';
import type { Target } from '../../targets/target.ts';
import type { WithLive } from './compare.ts';

/** The target of whose devices all files are dumps, told by their content. Beside others, some dumps may be empty. */
export async function deviceOf(dumps: readonly Dump[]): Promise<Result<WithLive, Refusal>> {
  const readers = await readersOf(targets);
  const [empty] = dumps.filter(({ text }) => text.trim() === '');
  let first: WithLive | undefined;
  for (const dump of dumps) {
    if (dump.text.trim() === '') continue;
    const target = recognized(dump, readers);
    if (!target.ok) return target;
    first ??= target.value;
    if (first !== target.value) return failure(mixed(first, target.value));
  }
  if (empty !== undefined && first?.live.canBeEmpty !== true) return failure(showsNothing(empty));
  return first === undefined
    ? failure(refuse('live-dump', '--live requires a file', 'pass a dump of the device'))
    : success(first);
}

function showsNothing({ name }: Dump): Refusal {
  return refuse(
    'live-dump',
    `${name} is empty`,
    'take the dump again as root; if it stays empty, nothing of the site is loaded',
  );
}

async function readersOf(all: readonly Target[]): Promise<WithLive[]> {
  const loaded = await Promise.all(
    all.map(async (target) => ({ target, live: await target.live?.() })),
  );
  return loaded.flatMap(({ target, live }) => (live === undefined ? [] : [{ target, live }]));
}

function mixed({ target: first }: WithLive, { target: other }: WithLive): Refusal {
  const message = `the files are dumps of different devices: ${first.name} and ${other.name}`;
  return refuse('live-dump', message, 'pass the dumps of one device');
}

function recognized(dump: Dump, readers: readonly WithLive[]): Result<WithLive, Refusal> {
  for (const reader of readers) {
    const kind = reader.live.recognize(dump);
    if (kind?.ok === true) return success(reader);
    if (kind !== undefined) return kind;
  }
  return failure(
    refuse(
      'live-dump',
      `${dump.name} is not a known dump`,
      `pass ${readers.map(({ live }) => live.takes).join('; or ')}`,
    ),
  );
}
