import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { Dump, LiveReading, LiveStatement, LiveTarget } from '../../targets/device.ts';
import type { TargetFiles } from '../../targets/reading.ts';
import type { Target } from '../../targets/target.ts';
import type { SiteChange } from '../diff/change.ts';
import { changedAccess } from '../diff/output-access.ts';

export type { Dump, DumpFacts, LiveStatement } from '../../targets/device.ts';
export type { OutputPlace } from '../../targets/reading.ts';

/** What a device has, compared with the files of a site. */
export type LiveReport = Pick<LiveReading, 'dumps' | 'lineAt'> &
  Pick<LiveTarget, 'notJudged'> & {
    readonly site: string;
    readonly target: string;
    /** Access that the device allows and the files do not. */
    readonly gained: SiteChange['gained'];
    /** Access that the files allow and the device does not. */
    readonly lost: SiteChange['lost'];
    readonly differences: readonly LiveStatement[];
    readonly notes: readonly LiveStatement[];
  };

/** A target, and what reads dumps of its devices. */
export type WithLive = { readonly target: Target; readonly live: LiveTarget };

/** Compares dumps of a device with the files of a site, which are the base: `gained` is what the device has too much. */
export function compareLive(
  site: string,
  { target, live }: WithLive,
  dumps: readonly Dump[],
  files: TargetFiles,
): Result<LiveReport, Refusal> {
  const wanted = target.read(files);
  if (!wanted.ok) {
    const { file, line, message } = wanted.error;
    return failure(
      refuse(
        'live-files',
        `cannot read ${site}/${file}:${line}: ${message}`,
        'run "portolan generate"',
      ),
    );
  }
  const device = live.read(dumps, files);
  if (!device.ok) return device;
  const { differences, notes, lineAt, access } = device.value;
  const { gained, lost } = changedAccess(target, wanted.value.access, access);
  return success({
    site,
    target: target.name,
    dumps: device.value.dumps,
    gained,
    lost,
    differences,
    notes,
    lineAt,
    notJudged: live.notJudged,
  });
}

/** Does the device differ from the files? */
export function isDrift({ gained, lost, differences }: LiveReport): boolean {
  return gained.length + lost.length + differences.length > 0;
}
