import type { Problem } from '../../problem.ts';
import { type SarifResult, type SarifRule, sarifLog } from '../page/sarif.ts';
import { type ProblemsAnswer, shownOf } from './answer.ts';

/** Problems as a SARIF log, in the analysis of the command that could not answer: its next answer replaces them. */
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
    title: `the spec is not valid (${id})`,
    why: 'Portolan generates and judges nothing from a spec that is not valid',
    remedy: 'correct what the message names, and validate the spec again',
  };
}
