import { literal, prose } from '../../markdown.ts';
import { gainsOf } from '../../review/diff/order.ts';
import { fitted, longestPage, marker } from '../page/markdown.ts';
import { count } from '../page/words.ts';
import type { ComparedRevision, DiffAnswer } from './answer.ts';
import { headSentences } from './headline.ts';
import { headLines } from './markdown-head.ts';
import { diffSections } from './markdown-sections.ts';
import { gainTable } from './markdown-table.ts';
import { revisionWords } from './words.ts';

const command = 'portolan diff --format json';

/**
 * The change as a comment on GitHub: a hidden marker by which a job finds the comment of this spec, the headline, failed
 * checks, added access with one row each, and folded details. Added access that does not fit is counted in the head.
 */
export function diffMarkdown(answer: DiffAnswer): string {
  const { report, spec } = answer;
  const [worst = '', ...others] = headSentences(report);
  const sentences = [`**${prose(worst)}**`, ...others.map(prose)].join(' ');
  const first = [marker('diff', spec), sentences];
  const notes = headLines(answer);
  const tail = footOf(answer);
  const used = [...first, ...notes, tail].join('\n\n').length + separators;
  const table = gainTable(answer, longestPage - used - kept);
  const cut = table.unshown === 0 ? [] : [unshownText(answer, table.unshown)];
  const shown = [...first, ...cut, ...notes, ...table.blocks];
  const room = longestPage - [...shown, tail].join('\n\n').length - separators;
  return `${[...shown, ...fitted(diffSections(answer), room, command), tail].join('\n\n')}\n`;
}

/** Empty lines between the blocks. */
const separators = 100;
/** Characters reserved for the rest of the page, at least for the counts of what is left out. */
const kept = 6_000;

/** Where the additions are that the comment has no room for. */
function unshownText({ report, links }: DiffAnswer, unshown: number): string {
  const all = gainsOf(report).length;
  const run =
    links.run === undefined ? '' : `They are in the artifacts of [this run](${links.run}). `;
  return `**${count(unshown, 'addition')} of ${all} ${unshown === 1 ? 'does' : 'do'} not fit in this comment, the least severe ones.** ${run}\`${command}\` lists all.`;
}

/** Both sides, how the outputs verify, and the review id. */
function footOf({ report, base, head }: DiffAnswer): string {
  const { verified, reviewId } = report;
  const checks =
    verified === null
      ? []
      : [
          `outputs verified: ${verified.failures.length} checks failed, ${verified.checked - verified.failures.length} passed`,
        ];
  const parts = [
    `${revisionText(base)}..${revisionText(head)}`,
    ...checks,
    `review id ${literal(reviewId)}`,
  ];
  return `<sub>${parts.join(' · ')}</sub>`;
}

function revisionText(revision: ComparedRevision): string {
  return revisionWords(revision).map(literal).join(' ');
}
