import { decidingPlace } from '../../policy/written.ts';
import { exceeds } from '../../review/diff/approvals.ts';
import type { Gain, RuledChange } from '../../review/diff/change.ts';
import { needsApproval } from '../../review/diff/gate.ts';
import { gainsOf } from '../../review/diff/order.ts';
import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import { findingAnnotation } from '../lint/github.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import type { DiffAnswer } from './answer.ts';
import { headline } from './headline.ts';
import { isUnprotecting, ruledText, worstFirst } from './setting-words.ts';
import {
  accessText,
  addedFlowText,
  clientsText,
  openOf,
  outputsText,
  reasonsOf,
  relatedText,
  ruledOf,
} from './words.ts';

/**
 * The change as annotations, in the order of the headline: what needs approval as errors, then other added access and
 * findings.
 */
export function diffGithub({ report, out }: DiffAnswer): string {
  const open = joinFindings(openOf(report));
  const ruled = worstFirst(ruledOf(report));
  const gains = gainsOf(report).map(({ site, change }) =>
    gainAnnotation(site, change, out, needsApproval(report, change) ? 'error' : 'warning'),
  );
  const total: Annotation = {
    level: 'notice',
    at: null,
    title: 'diff',
    lines: [headline(report)],
  };
  return annotationsText([
    ...open.filter(exceeds).map(thresholdAnnotation),
    ...ruled.filter(isUnprotecting).map(ruledAnnotation),
    ...gains.filter(({ level }) => level === 'error'),
    ...ruled.filter((change) => !isUnprotecting(change)).map(ruledAnnotation),
    ...gains.filter(({ level }) => level === 'warning'),
    ...open.filter((finding) => !exceeds(finding)).map(findingAnnotation),
    ...(open.length + gains.length + report.approvals.length === 0 ? [] : [total]),
  ]);
}

function thresholdAnnotation(finding: JoinedFinding): Annotation {
  return { ...findingAnnotation(finding), level: 'error' };
}

function ruledAnnotation(change: RuledChange): Annotation {
  return {
    level: 'error',
    at: change.at,
    title: 'needs approval',
    lines: [ruledText(change)],
  };
}

function gainAnnotation(
  site: string,
  gain: Gain,
  out: string,
  level: Annotation['level'],
): Annotation {
  const { kind, origins, at } = gain;
  const [was, outputs] = [relatedText(gain), outputsText(gain)];
  const [first] = origins;
  const outputLine = at === null ? null : { file: `${out}/${site}/${at.file}`, line: at.line };
  return {
    level,
    at: first === undefined ? outputLine : decidingPlace(first.endpoint),
    title: `${kind} access at ${site}`,
    lines: [
      accessText(gain),
      ...(was === null ? [] : [`was: ${was}`]),
      addedFlowText(gain),
      `clients: ${clientsText(gain)}`,
      ...(outputs === null ? [] : [`outputs: ${outputs}`]),
      ...reasonsOf(gain).map(([label, text]) => `${label}: ${text}`),
    ],
  };
}
