import { coveredIn, type RowSide, type SpecSide } from '../../audit/report.ts';
import { commandPage } from '../../page/addresses.ts';
import { type SarifRelated, type SarifResult, type SarifRule, sarifLog } from '../page/sarif.ts';
import type { AuditAnswer } from './answer.ts';
import {
  anchorOf,
  coveredHelp,
  digestHelp,
  digestText,
  rowPlace,
  rowsOfExtra,
  subjectText,
} from './words.ts';

const rules = {
  missing: {
    id: 'audit-missing',
    severity: null,
    title: 'a destination of the document is missing in the spec',
    why: 'the document names it, and no endpoint allows it',
    remedy: 'add an endpoint, or list it under "unresolved" with kind "declined"',
  },
  covered: {
    id: 'audit-covered',
    severity: null,
    title: 'only a wider entry of the spec covers a destination of the document',
    why: 'the spec allows more than the document asks for',
    remedy: coveredHelp,
  },
  tier: {
    id: 'audit-tier',
    severity: null,
    title: 'a destination is in another tier than in the document',
    why: 'sites select tiers, so a destination in the wrong one is allowed too often or too rarely',
    remedy: 'move the endpoint to a group of the tier that the document says',
  },
  digest: {
    id: 'audit-digest',
    severity: null,
    title: 'the file is not the one that the spec lists',
    why: 'the spec was compared with another revision of the document',
    remedy: 'settle what is missing and extra, then write the new sha256',
  },
  wider: {
    id: 'audit-wider',
    severity: null,
    title: 'an endpoint is wider than what the document names',
    why: 'access that no document asks for is allowed',
    remedy:
      'write the destinations of the document in its place, or say with "printed" what the document prints',
  },
  extra: {
    id: 'audit-extra',
    severity: null,
    title: 'no row of the document names an endpoint',
    why: 'access that no document asks for remains allowed',
    remedy: 'remove the endpoint, or say with "printed" what the document prints',
  },
} as const satisfies Readonly<Record<string, Omit<SarifRule, 'page'>>>;

/** What differs as a SARIF log: errors for what fails the run, warnings for what else is extra. */
export function auditSarif(answer: AuditAnswer): string {
  const { spec, version } = answer;
  const results = [
    ...missingResults(answer),
    ...coveredResults(answer),
    ...tierResults(answer),
    ...digestResults(answer),
    ...extraResults(answer),
  ];
  return sarifLog({ analysis: 'portolan-audit', spec, version }, results);
}

function missingResults(answer: AuditAnswer): SarifResult[] {
  return answer.report.missing.map(({ subject, ports, message, rows, near }) => {
    const text = subjectText(subject, ports);
    return {
      ...result('missing', `${rowsText(answer, rows)}${text} is missing: ${message}`, text),
      at: anchor(answer, rows),
      related: near === undefined ? [] : [relatedSide(near)],
    };
  });
}

function coveredResults(answer: AuditAnswer): SarifResult[] {
  return coveredIn(answer.report).map(({ subject, ports, message, rows, spec }) => {
    const text = subjectText(subject, ports);
    return {
      ...result('covered', `${rowsText(answer, rows)}${text} is only ${message}`, text),
      at: anchor(answer, rows),
      related: spec === undefined ? [] : [relatedSide(spec)],
    };
  });
}

function tierResults(answer: AuditAnswer): SarifResult[] {
  return answer.report.tiers.map(({ subject, ports, message, rows, endpoint, documentTier }) => {
    const text = subjectText(subject, ports);
    return {
      ...result('tier', `${rowsText(answer, rows)}${text}: ${message}`, `${text} ${documentTier}`),
      at: endpoint.at,
      related: relatedRows(answer, rows),
    };
  });
}

function digestResults(answer: AuditAnswer): SarifResult[] {
  const { report, document } = answer;
  const { digest } = report;
  if (digest === undefined) return [];
  const message = `${digestText(digest, document)}; help: ${digestHelp(digest, answer)}`;
  return [{ ...result('digest', message, document), at: digest.at, related: [] }];
}

function extraResults(answer: AuditAnswer): SarifResult[] {
  return answer.report.extra.map((extra) => {
    const { kind, endpoint, ports, message } = extra;
    const text = subjectText(endpoint.written, ports);
    const isWider = kind === 'wider';
    return {
      ...result(isWider ? 'wider' : 'extra', `${text} is extra: ${message}`, text),
      level: isWider ? 'error' : 'warning',
      at: endpoint.at,
      related: relatedRows(answer, rowsOfExtra(extra)),
    };
  });
}

function result(rule: keyof typeof rules, message: string, subject: string) {
  const page = commandPage('audit');
  return {
    rule: { ...rules[rule], page },
    level: 'error',
    message,
    subject,
    accepted: null,
  } as const;
}

function anchor(answer: AuditAnswer, [row]: readonly RowSide[]) {
  return row === undefined ? answer.listedAt : anchorOf(answer, row);
}

/** The line of the document, for a message at another location. */
function rowsText({ document }: AuditAnswer, [row]: readonly RowSide[]): string {
  return row === undefined ? '' : `${rowPlace(document, row)}: `;
}

function relatedRows({ document }: AuditAnswer, rows: readonly RowSide[]): SarifRelated[] {
  return rows
    .slice(0, 1)
    .map(({ line, words }) => ({ file: document, line, message: `the row: ${words}` }));
}

function relatedSide({ at: { file, line }, written }: SpecSide): SarifRelated {
  return { file, line, message: `the nearest endpoint: ${written}` };
}
