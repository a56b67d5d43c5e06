import { literal } from '../../markdown.ts';
import { formatPlace, type Place } from '../../problem.ts';
import type { Links } from './links.ts';
import { fileUri } from './words.ts';

/** A comment on GitHub can have 65,536 characters; the difference is left for text that a job adds. */
export const longestPage = 60_000;

/** A hidden first line by which a job finds the comment to update, one for each spec. */
export function marker(command: string, spec: string): string {
  // Two hyphens could end an HTML comment.
  const path = fileUri(spec).replaceAll('--', '-%2D');
  return `<!-- portolan:${command} ${path} -->`;
}

/** A part of a page; its last items are left out if the page is too long. */
export type Section = {
  readonly heading: string;
  /** Lines below the heading, such as the head of a table; may be empty. */
  readonly intro: readonly string[];
  /** Whole lines of Markdown; no item is ever cut in the middle. */
  readonly items: readonly string[];
  readonly noun: string;
  /** Is it folded until the reader opens it? */
  readonly folded?: true;
};

/** Characters for the heading of a section and the sentence that counts omitted items. */
const reserve = 300;

/** Sections with at most `room` characters. Items that do not fit are counted, with the command that prints them. */
export function fitted(sections: readonly Section[], room: number, command: string): string[] {
  const wanted = sections.filter(({ items }) => items.length > 0);
  let left = wanted.reduce((rest, { intro }) => rest - sizeOf(intro) - reserve, room);
  return wanted.map((section) => {
    const shown = fittingItems(section.items, left);
    left -= sizeOf(shown);
    return sectionText(section, shown, command);
  });
}

function fittingItems(items: readonly string[], room: number): readonly string[] {
  let size = 0;
  const end = items.findIndex((item) => {
    size += item.length + 1;
    return size > room;
  });
  return end < 0 ? items : items.slice(0, end);
}

/** The length of lines with their line ends. */
function sizeOf(lines: readonly string[]): number {
  return lines.reduce((size, line) => size + line.length + 1, 0);
}

function sectionText(section: Section, shown: readonly string[], command: string): string {
  const { heading, intro, items, noun, folded } = section;
  const more = items.length - shown.length;
  const rest =
    more > 0
      ? [
          '',
          `${more} more ${more === 1 ? noun : `${noun}s`} omitted for length: run \`${command}\``,
        ]
      : [];
  const inner = [...intro, ...shown, ...rest];
  return folded === true
    ? [`<details><summary>${heading}</summary>`, '', ...inner, '', '</details>'].join('\n')
    : [`### ${heading}`, '', ...inner].join('\n');
}

/** A folded part of a page, or none without lines. */
export function folded(summary: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [[`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>'].join('\n')];
}

/** The id of a rule, as a link to its page where that has an address. */
export function ruleLink(links: Links, id: string): string {
  const address = links.rule(id);
  return address === undefined ? id : `[${id}](${address})`;
}

/** A location in a spec, as code. */
export function placeCode(place: Place): string {
  return literal(formatPlace(place));
}

/** The same as a link to the line in the commit of the pipeline, where that has an address. */
export function placeLink(links: Links, place: Place): string {
  const address = links.line(place.file, place.line, links.commit);
  return address === undefined ? placeCode(place) : `[${placeCode(place)}](${address})`;
}
