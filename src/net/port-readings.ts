import { portsMeant } from './port-spelling.ts';

const maxPort = 65535;

/**
 * Whether a text of ports has several readings: a comma or a blank can separate thousands (`1,433`, `5 671`), and a
 * blank can also stand for the dash of a range (`8000 8010`).
 */
export function hasSeveralReadings(text: string): boolean {
  return /[0-9] +[0-9]/.test(text) || withoutThousands(text) !== text;
}

/**
 * What such a text can mean, each in the items of a spec: one port for what can be a number with a separator of
 * thousands, a range, and a port each. The caller validates each item.
 */
export function readingsOf(text: string): readonly (readonly string[])[] {
  const isPair = text.match(/[0-9] (?=[0-9])/g)?.length === 1;
  const texts = [
    withoutThousands(text),
    ...(isPair ? [text.replace(/([0-9]) (?=[0-9])/, '$1-')] : []),
    text,
  ];
  return [...new Set(texts)].map(portsMeant);
}

/** The number that a comma between two texts of ports can be in: 1433 for `1` and `433/tcp`; undefined if it cannot. */
export function numberAcross(before: string, after: string): string | undefined {
  const [thousands] = /(?<![0-9])[0-9]{1,2}$/.exec(before) ?? [];
  const [rest] = /^[0-9]{3}(?![0-9])/.exec(after) ?? [];
  if (thousands === undefined || rest === undefined) return undefined;
  return isPort(thousands + rest) ? thousands + rest : undefined;
}

function withoutThousands(text: string): string {
  return text.replace(
    /(?<![0-9])([0-9]{1,2})[, ]([0-9]{3})(?![0-9])/g,
    (written, thousands: string, rest: string) =>
      isPort(thousands + rest) ? thousands + rest : written,
  );
}

function isPort(number: string): boolean {
  return !number.startsWith('0') && Number(number) <= maxPort;
}
