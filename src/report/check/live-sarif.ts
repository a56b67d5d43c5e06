import { commandPage } from '../../page/addresses.ts';
import { type SarifRule, sarifLog } from '../page/sarif.ts';
import type { LiveAnswer } from './answer.ts';
import { liveEntries } from './live-entries.ts';

const drift: SarifRule = {
  id: 'device-drift',
  severity: null,
  title: 'a device differs from its files',
  why: 'The device allows or denies something that its reviewed files do not.',
  remedy: 'apply the files again, or move the change of the device into the spec',
  page: commandPage('check'),
};

/** Each difference as a result, at the line of the dump or file. */
export function liveSarif(report: LiveAnswer): string {
  const { site, target, dumps, version } = report;
  return sarifLog(
    { analysis: 'portolan-check-live', spec: `${site}/${target}`, version },
    liveEntries(report).map(({ title, text, at }) => ({
      rule: drift,
      level: 'error',
      message: text,
      at: { file: at?.file ?? dumps[0]?.name ?? site, line: at?.line ?? 1, column: 1, length: 1 },
      subject: `${title} ${text}`,
      related: [],
      accepted: null,
    })),
  );
}
