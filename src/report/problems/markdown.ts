import { prose } from '../../markdown.ts';
import type { Problem } from '../../problem.ts';
import { fitted, longestPage, marker, placeCode } from '../page/markdown.ts';
import { type SarifResult, type SarifRule, type SarifRun, sarifLog } from '../page/sarif.ts';
import { count } from '../page/words.ts';
import { moreText, shownOf } from './text.ts';

/** Problems as a SARIF log, in the analysis of the command that could not answer: its next answer replaces them. */
export function problemsSarif(problems: readonly Problem[], run: SarifRun): string {
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

/** Problems as a comment of the command that could not answer. */
export function problemsMarkdown(
  problems: readonly Problem[],
  command: string,
  spec: string,
): string {
  const { shown, more } = shownOf(problems);
  const total = more > 0 ? moreText : count(problems.length, 'problem');
  const head = [marker(command, spec), `**The spec is not valid: ${total}**`];
  const items = shown.map(({ rule, message, help, at }) => {
    return `- ${placeCode(at)} ${rule}: ${prose(message)}; help: ${prose(help)}`;
  });
  const section = { heading: 'Problems', intro: [], items, noun: 'problem' };
  const room = longestPage - head.join('\n\n').length;
  return `${[...head, ...fitted([section], room, 'portolan validate')].join('\n\n')}\n`;
}
