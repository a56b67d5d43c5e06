import { commandPage } from '../../page/addresses.ts';
import type { Problem } from '../../problem.ts';
import { type SarifResult, type SarifRule, sarifLog } from '../page/sarif.ts';
import { type ProblemsAnswer, shownOf } from './answer.ts';

/** Problems as a SARIF log, in the analysis of the command that failed, so that its next report replaces them. */
export function problemsSarif({ problems, command, spec, version }: ProblemsAnswer): string {
  const run = { analysis: `portolan-${command}`, spec, version };
  return sarifLog(run, shownOf(problems).shown.map(problemResult));
}

function problemResult({ rule, message, help, at }: Problem): SarifResult {
  return {
    rule: ruleOf(rule),
    level: 'error',
    message: `${message}; help: ${help}`,
    at,
    subject: message,
    related: [],
    accepted: null,
  };
}

function ruleOf(id: string): SarifRule {
  return {
    id,
    severity: null,
    title: `invalid spec (${id})`,
    why: 'Portolan does not generate or review anything from an invalid spec',
    remedy: 'fix the problem, then run "portolan validate"',
    page: commandPage('validate'),
  };
}
