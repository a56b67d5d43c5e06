import { grouped } from '../../maps.ts';
import { formatPortRange } from '../../net/port.ts';
import type { ChangeArea, OtherChange } from '../../page/data.ts';
import { formatPlace } from '../../problem.ts';
import type {
  DiffReport,
  EnforcedRow,
  FileChange,
  SiteChange,
  StatementChange,
  TierMove,
} from '../../review/diff/change.ts';
import { count } from '../page/words.ts';
import { isUnprotecting, worstFirst } from './setting-words.ts';

/** Everything that changed except access, findings and checks; what needs approval comes first. */
export function otherChanges(report: DiffReport): OtherChange[] {
  const sites = [...report.sites];
  return [
    ...worstFirst(report.settings).map((change) =>
      stated('Settings', change, change.needsApproval),
    ),
    ...report.tests.map((change) => stated('Tests', change, change.needsApproval)),
    ...report.exceptions.map((change) => stated('Exceptions', change, change.needsApproval)),
    ...report.unknown.map(unknownFile),
    ...sites.flatMap(([site, { moved }]) => moved.map((move) => movedTier(site, move))),
    ...sites.flatMap(([site, change]) => enforced(site, change)),
    ...report.wording.map((change) => stated('Wording', change, false)),
    ...report.outputs.map(changedFile),
  ];
}

function stated(area: ChangeArea, change: StatementChange, needsApproval: boolean): OtherChange {
  const { what, before, after, at } = change;
  const places = at === null ? [] : [formatPlace(at)];
  return {
    area,
    what,
    values: [before, after],
    text: '',
    places,
    needsApproval,
    isUnprotecting: isUnprotecting(change),
  };
}

function unknownFile(path: string): OtherChange {
  const text = 'not in the directory of a site';
  const area = 'Unknown files';
  return {
    area,
    what: path,
    values: null,
    text,
    places: [],
    needsApproval: true,
    isUnprotecting: false,
  };
}

function movedTier(site: string, { destination, ports, from, to, at }: TierMove): OtherChange {
  return {
    area: 'Tiers',
    what: `${site}: ${destination} on ${ports.map(formatPortRange).join(', ')}`,
    values: [from, to],
    text: '',
    places: [formatPlace(at)],
    needsApproval: false,
    isUnprotecting: false,
  };
}

/** The endpoints that an output enforces differently for the same reason are one change. */
function enforced(site: string, { enforcement }: SiteChange): OtherChange[] {
  const keyOf = ({ target, kind, reason }: EnforcedRow) => JSON.stringify([target, kind, reason]);
  return [...grouped(enforcement, keyOf).values()].flatMap((rows) => {
    const [first] = rows;
    return first === undefined ? [] : [enforcedBy(site, first, rows)];
  });
}

function enforcedBy(
  site: string,
  { target, kind, reason }: EnforcedRow,
  rows: readonly EnforcedRow[],
): OtherChange {
  return {
    area: 'Enforcement',
    what: `${site}: ${target} is ${kind}`,
    values: null,
    text: `${reason === '' ? '' : `${reason}: `}${rows.map(endpointText).join(', ')}`,
    places: [],
    needsApproval: false,
    isUnprotecting: false,
  };
}

function endpointText({ endpoint, service }: EnforcedRow): string {
  return `${endpoint} (${service})`;
}

function changedFile({ path, state, added, removed }: FileChange): OtherChange {
  const text = `${state}, ${count(added, 'line')} added, ${removed} removed`;
  return {
    area: 'Files',
    what: path,
    values: null,
    text,
    places: [],
    needsApproval: false,
    isUnprotecting: false,
  };
}
