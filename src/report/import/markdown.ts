import { literal, prose } from '../../markdown.ts';
import { fitted, longestPage, marker, type Section } from '../page/markdown.ts';
import type { ImportAnswer } from './answer.ts';
import {
  accessText,
  headline,
  keptText,
  lostTexts,
  movedText,
  movesOf,
  recordedTexts,
  rowsText,
  rowText,
} from './words.ts';

const command = 'portolan import --format json';

/** The change as the body of a pull request: the headline, all access that changes, and as much of the rest as fits. */
export function importMarkdown(answer: ImportAnswer): string {
  const head = [
    marker('import', answer.part),
    `**${prose(headline(answer))}**`,
    prose(rowsText(answer)),
    ...recordedTexts(answer).map(prose),
  ];
  // However long it gets, no line of access is left out: what adds the page to another one must cut it.
  const access = fitted(accessSections(answer), Number.POSITIVE_INFINITY, command);
  const room = longestPage - [...head, ...access].join('\n\n').length;
  const rest = fitted(sectionsOf(answer), room, command);
  return `${[...head, ...access, ...rest].join('\n\n')}\n`;
}

/** What a person must see: never left out. */
function accessSections(answer: ImportAnswer): Section[] {
  const { added, removed } = answer.access;
  const warnings = answer.warnings.map((text) => `**warning** ${prose(text)}`);
  return [
    section('Before you use it', 'warning', warnings),
    section('Access added', 'line', added.map(accessText).map(literal)),
    section('Access removed', 'line', removed.map(accessText).map(literal)),
    section('Tier', 'line', movesOf(answer, 'tier').map(movedText).map(literal)),
    section('Inspection', 'line', movesOf(answer, 'inspection').map(movedText).map(literal)),
  ];
}

function sectionsOf(answer: ImportAnswer): Section[] {
  const { kept, lost, files, unresolved, declined, refused } = answer;
  return [
    section('Stays as you wrote it', 'line', kept.map(keptText).map(prose)),
    section('Lost with what is gone', 'line', lost.flatMap(lostTexts).map(prose)),
    { ...section('Unresolved', 'row', unresolved.map(rowText).map(prose)), folded: true },
    { ...section('Declined', 'row', declined.map(rowText).map(prose)), folded: true },
    { ...section('Refused', 'row', refused.map(rowText).map(prose)), folded: true },
    {
      ...section(
        'Files',
        'file',
        files.map(({ path, change }) => `${change} ${literal(path)}`),
      ),
      folded: true,
    },
  ];
}

function section(heading: string, noun: string, items: readonly string[]): Section {
  return { heading, intro: [], items: items.map((item) => `- ${item}`), noun };
}
