import { literal, prose } from '../../markdown.ts';
import type { DiffReport } from '../../review/diff/change.ts';
import { fitted, longestPage, marker } from '../page/markdown.ts';
import { count } from '../page/words.ts';
import type { DiffAnswer, DiffPage } from './answer.ts';
import { gainsText } from './markdown-gains.ts';
import { diffSections } from './markdown-sections.ts';
import { diffSentence } from './words.ts';

const command = 'portolan diff --format json';

/**
 * The change as a comment on GitHub: a hidden marker, so that one comment of this spec is updated in place, the sentence, all gains,
 * and of the rest as much as fits. Gains are never cut: where they are many, each is told in one line.
 */
export function diffMarkdown({ report, spec }: DiffAnswer): DiffPage {
  const head = [marker('diff', spec), `**${prose(diffSentence(report))}**`];
  const tail = [tailText(report)];
  const room = longestPage - [...head, ...tail].join('\n\n').length - separators;
  const gains = gainsText(report, room - kept);
  const shown = gains ?? [tooMany(report)];
  const rest = fitted(diffSections(report), room - shown.join('\n\n').length, command);
  return {
    text: `${[...head, ...shown, ...rest, ...tail].join('\n\n')}\n`,
    unshown: gains === undefined ? gainCount(report) : 0,
  };
}

function tailText({ verified, reviewId }: DiffReport): string {
  const tests =
    verified === null
      ? ''
      : `Outputs read back: ${verified.failures.length} checks failed, ${verified.checked - verified.failures.length} passed. `;
  return `${tests}Review id: ${literal(reviewId)}`;
}

/** Empty lines between the blocks. */
const separators = 100;
/** What the rest of the page has at least, to say what is left out. */
const kept = 4_000;

function gainCount({ sites }: DiffReport): number {
  return [...sites.values()].reduce((sum, { gained }) => sum + gained.length, 0);
}

function tooMany(report: DiffReport): string {
  const gains = count(gainCount(report), 'gain');
  return `### Gained\n\n**${gains}: more than a comment can hold, so that none is shown here.** \`${command}\` prints all of them. Review the change in parts.`;
}
