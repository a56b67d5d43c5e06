import { literal, prose } from '../../markdown.ts';
import type { AccessChange } from '../../review/diff/change.ts';
import type { LiveReport, LiveStatement } from '../../review/live/compare.ts';
import { accessText, clientsText } from '../diff/words.ts';
import { fitted, longestPage, type Section } from '../page/markdown.ts';
import { dumpText, liveHeadline, notJudgedText, placeOf } from './live-words.ts';

const command = 'portolan check --live FILE... --format json';

/** The device compared with the files, as Markdown. Items that do not fit in a comment are counted. */
export function liveMarkdown(report: LiveReport): string {
  const { dumps, gained, lost, differences, notes } = report;
  const head = [`**${prose(liveHeadline(report))}**`, dumps.map(dumpItem).join('\n')];
  const tail = prose(notJudgedText(report));
  const sections: Section[] = [
    sectionOf(
      'Access added on the device',
      gained.map((gain) => accessItem(report, gain)),
      'addition',
    ),
    sectionOf(
      'Access removed on the device',
      lost.map((loss) => accessItem(report, loss)),
      'removal',
    ),
    sectionOf('Differences', differences.map(statementItem), 'difference'),
    sectionOf('Notes', notes.map(statementItem), 'note'),
  ];
  const room = longestPage - [...head, tail].join('\n\n').length;
  return `${[...head, ...fitted(sections, room, command), tail].join('\n\n')}\n`;
}

function dumpItem(dump: LiveReport['dumps'][number]): string {
  return `- ${literal(dumpText(dump))}`;
}

function sectionOf(heading: string, items: readonly string[], noun: string): Section {
  return { heading, intro: [], items, noun };
}

function accessItem({ lineAt }: LiveReport, change: AccessChange<string>): string {
  const { at, witness } = change;
  const line = at === null ? null : lineAt(at);
  return [
    `- ${literal(accessText(change))}`,
    ...(witness === null ? [] : [`example ${literal(witness)}`]),
    `clients ${literal(clientsText(change))}`,
    ...(at === null ? [] : [literal(placeOf(at))]),
    ...(line === null ? [] : [literal(line)]),
  ].join('; ');
}

function statementItem({ message, at, text }: LiveStatement): string {
  const place = at === null ? '' : `${literal(placeOf(at))}: `;
  return `- ${place}${prose(message)}${text === null ? '' : `; ${literal(text)}`}`;
}
