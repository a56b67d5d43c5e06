import { literal, prose } from '../../markdown.ts';
import type { DiffReport } from '../../review/diff/change.ts';
import { fitted, longestPage, marker } from '../page/markdown.ts';
import type { DiffAnswer, DiffPage } from './answer.ts';
import { headline } from './headline.ts';
import { gainsText } from './markdown-gains.ts';
import { diffSections } from './markdown-sections.ts';

const command = 'portolan diff --format json';

/**
 * The change as a comment on GitHub: a hidden marker by which a job finds the comment of this spec, the headline, all
 * added access, and as much of the rest as fits. Added access is never cut: with many additions, each gets one line.
 */
export function diffMarkdown({ report, spec }: DiffAnswer): DiffPage {
  const head = [marker('diff', spec), `**${prose(headline(report))}**`];
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
      : `Outputs verified: ${verified.failures.length} checks failed, ${verified.checked - verified.failures.length} passed. `;
  return `${tests}Review id: ${literal(reviewId)}`;
}

/** Empty lines between the blocks. */
const separators = 100;
/** Characters reserved for the rest of the page, at least for the counts of what is left out. */
const kept = 4_000;

function gainCount({ sites }: DiffReport): number {
  return [...sites.values()].reduce((sum, { gained }) => sum + gained.length, 0);
}

function tooMany(report: DiffReport): string {
  const added = gainCount(report);
  return `### Access added\n\n**${added} additions do not fit in a comment; none is shown.** Run \`${command}\` to list them. Review the change in parts.`;
}
