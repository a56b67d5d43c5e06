import type { Checks } from '../../page/data.ts';
import type { VerifyReport } from '../../review/verify/report.ts';
import type { WithSites } from '../html/answer.ts';
import { pageFailures } from '../html/checks.ts';
import { sitePart } from '../html/entries.ts';
import { pageFile } from '../html/file.ts';
import { pageLinks } from '../html/links.ts';
import { staleText } from '../page/words.ts';
import type { VerifyAnswer } from './answer.ts';
import { failuresOf, unknownWords, verifySentence } from './words.ts';

/** The checks as a page, with the endpoints of all sites and their outputs. */
export function verifyHtml(answer: WithSites<VerifyAnswer>): string {
  const { report, out, spec, version, sites, links } = answer;
  return pageFile({
    command: 'verify',
    spec,
    version,
    sentences: [`${verifySentence(report)}.`],
    facts: [],
    links: pageLinks(links, links.commit, undefined),
    gains: [],
    losses: [],
    changes: [],
    findings: [],
    checks: checksOf(report, out),
    ...sitePart(sites(), []),
  });
}

function checksOf(report: VerifyReport, out: string): Checks {
  const { checked, failed, sites, folder } = report;
  const outputs = [...sites].flatMap(([site, targets]) =>
    [...targets].map(([target, each]) => ({
      site,
      target,
      checked: each.checked,
      deviations: each.byCoverage,
      failed: each.failed.length,
    })),
  );
  return {
    checked,
    failed,
    outputs,
    failures: pageFailures(
      failuresOf(report).map(({ site, target, failure }) => ({ ...failure, site, target })),
      out,
    ),
    notes: [
      ...folder.stale.map(staleText),
      ...folder.unknown.map(({ path, command }) => `${path}: ${unknownWords}. Help: ${command}`),
    ],
  };
}
