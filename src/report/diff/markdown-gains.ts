import { literal, prose } from '../../markdown.ts';
import type { AccessChange, Gain } from '../../review/diff/change.ts';
import type { AtSite } from '../../review/diff/order.ts';
import { givenText } from '../page/given.ts';
import { placeCode } from '../page/markdown.ts';
import { accessText, clientsText, outputsText, reasonsOf, relatedText } from './words.ts';

/** What the row of an addition does not say: its example flow, what was allowed before, and where it comes from. */
export function gainDetail({ site, change }: AtSite<Gain>): string {
  const was = relatedText(change);
  return [
    `- ${literal(accessText(change))} at ${literal(site)}: ${literal(change.witness ?? accessText(change))} was denied, is now allowed`,
    ...(was === null ? [] : [`was ${literal(was)}`]),
    ...findingTexts(change),
    ...detailTexts(change),
  ].join('; ');
}

/** Rules and severities; the page says once what they mean. */
function findingTexts({ findings }: Gain): string[] {
  const words = findings.map(
    ({ rule, severity, exception }) =>
      `${severity.toFixed(1)} ${rule}${exception === null ? '' : ' (accepted by exception)'}`,
  );
  return words.length === 0 ? [] : [[...new Set(words)].join(', ')];
}

/** What added and removed access have in common: clients, reasons and locations. */
export function detailTexts(change: AccessChange<string>): string[] {
  const outputs = outputsText(change);
  return [
    `clients ${literal(clientsText(change))}`,
    ...(outputs === null ? [] : [`outputs: ${outputs}`]),
    ...reasonsOf(change)
      .filter(([label]) => label !== 'purpose')
      .map(([label, text]) => `${label}: ${prose(text)}`),
    ...change.origins.map(
      ({ endpoint }) => `spec ${placeCode(endpoint.place)} ${literal(givenText(endpoint))}`,
    ),
    ...outputTexts(change),
  ];
}

function outputTexts({ output, at }: AccessChange<string>): string[] {
  if (output === null) return [];
  return [`output ${output}${at === null ? '' : ` ${literal(`${at.file}:${at.line}`)}`}`];
}
