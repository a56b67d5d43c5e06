import { literal, prose } from '../../markdown.ts';
import { decidingPlace } from '../../policy/written.ts';
import type { AccessChange, DiffReport, Gain } from '../../review/diff/change.ts';
import { ratingOf } from '../lint/words.ts';
import { givenText } from '../page/given.ts';
import { placeCode } from '../page/markdown.ts';
import {
  accessText,
  clientsText,
  findingText,
  mergedFindings,
  outputsText,
  reasonsOf,
  relatedText,
} from './words.ts';

/** All added access, in the longest form that fits into so many characters; undefined if no form fits. */
export function gainsText(report: DiffReport, room: number): readonly string[] | undefined {
  const gains = [...report.sites].flatMap(([site, { gained }]) =>
    gained.map((gain) => [site, gain] as const),
  );
  if (gains.length === 0) return [];
  for (const { form, join } of forms) {
    const text = `### Access added\n\n${gains.map(([site, gain]) => form(site, gain)).join(join)}`;
    if (text.length <= room) return [text];
  }
  return undefined;
}

const forms: readonly {
  readonly form: (site: string, gain: Gain) => string;
  readonly join: string;
}[] = [
  { form: wholeGain, join: '\n\n' },
  { form: gainLine, join: '\n' },
  { form: gainName, join: '\n' },
];

function wholeGain(site: string, gain: Gain): string {
  const { kind, witness } = gain;
  const was = relatedText(gain);
  const now = literal(accessText(gain));
  return [
    `#### ${kind} ${now} at ${literal(site)}`,
    '',
    ...(was === null ? [] : [`- was ${literal(was)}, is now ${now}`]),
    `- ${literal(witness)} was denied, is now allowed`,
    ...mergedFindings(gain.findings).map((merged) => {
      const rating = ratingOf(merged.finding.severity);
      return `- **${rating}** ${prose(findingText(merged))}`;
    }),
    ...detailLines(gain),
  ].join('\n');
}

/** What added and removed access have in common: clients, reasons and locations, as items of a list. */
export function detailLines(change: AccessChange<string>): string[] {
  const outputs = outputsText(change);
  return [
    `- clients: ${literal(clientsText(change))}`,
    ...(outputs === null ? [] : [`- outputs: ${outputs}`]),
    ...reasonsOf(change).map(([label, text]) => `- ${label}: ${prose(text)}`),
    ...change.origins.map(
      ({ endpoint }) => `- spec: ${placeCode(endpoint.place)} ${literal(givenText(endpoint))}`,
    ),
    ...outputLines(change),
  ];
}

function outputLines({ output, at }: AccessChange<string>): string[] {
  if (output === null) return [];
  return [`- output: ${output}${at === null ? '' : ` ${literal(`${at.file}:${at.line}`)}`}`];
}

/** Added access in one line, with its findings. */
function gainLine(site: string, gain: Gain): string {
  const found = mergedFindings(gain.findings).map(
    ({ finding: { rule, severity } }) => `${severity.toFixed(1)} ${rule}`,
  );
  return [
    `- **${gain.kind}** ${literal(accessText(gain))} at ${literal(site)}`,
    literal(gain.witness),
    ...found,
    ...placesOf(gain),
  ].join('; ');
}

/** Only the added access and its location. */
function gainName(site: string, gain: Gain): string {
  return `- ${[gain.kind, literal(accessText(gain)), literal(site), ...placesOf(gain)].join(' ')}`;
}

function placesOf({ origins, output, at }: Gain): string[] {
  const [first] = origins;
  if (first !== undefined) return [placeCode(decidingPlace(first.endpoint))];
  return at === null ? [] : [`${output} ${literal(`${at.file}:${at.line}`)}`];
}
