import { literal } from '../../markdown.ts';
import { formatPlace, type Place } from '../../problem.ts';
import { count, fileUri } from './words.ts';

/** A comment on GitHub holds 65,536 characters; the rest is for whoever puts more into it. */
export const longestPage = 60_000;

/** A first line that does not show: by it a job finds the comment that it has to update, one for each spec. */
export function marker(verb: string, spec: string): string {
  // Two hyphens could end what does not show.
  const path = fileUri(spec).replaceAll('--', '-%2D');
  return `<!-- portolan:${verb} ${path} -->`;
}

/** A part of a page whose items may be left out where the page grows too long. */
export type Section = {
  readonly heading: string;
  /** What stands below the heading once, such as the head of a table; may be empty. */
  readonly intro: readonly string[];
  /** Whole lines of Markdown; no item is ever cut in the middle. */
  readonly items: readonly string[];
  readonly noun: string;
  /** Is it folded until somebody opens it? */
  readonly folded?: true;
};

/** What a section needs besides its items and its intro: its heading, and the sentence that counts what is left out. */
const reserve = 300;

/**
 * Sections one below the other, of at most so many characters: what does not fit is counted, with the command that
 * prints it.
 */
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

/** How long lines are, their ends counted. */
function sizeOf(lines: readonly string[]): number {
  return lines.reduce((size, line) => size + line.length + 1, 0);
}

function sectionText(section: Section, shown: readonly string[], command: string): string {
  const { heading, intro, items, noun, folded } = section;
  const more = items.length - shown.length;
  const rest =
    more > 0 ? ['', `${count(more, noun)} more, left out for length: \`${command}\``] : [];
  const inner = [...intro, ...shown, ...rest];
  return folded === true
    ? [`<details><summary>${heading}</summary>`, '', ...inner, '', '</details>'].join('\n')
    : [`### ${heading}`, '', ...inner].join('\n');
}

/** A place in a spec, as code. */
export function placeCode(place: Place): string {
  return literal(formatPlace(place));
}
