import { quote } from '../characters.ts';
import { failure, type Refusal, type Result, success } from '../problem.ts';

/** Reads a day of the calendar, as `2026-12-31`; refuses (`date-invalid`) other forms, and days that do not exist. */
export function parseDate(date: string): Result<string, Refusal> {
  const refusal = (message: string, help: string) =>
    failure({ rule: 'date-invalid', message, help });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    return refusal(`${quote(date)} is not a date`, 'write year-month-day, as in 2026-12-31');
  }
  const time = Date.parse(`${date}T00:00:00Z`);
  // Engines roll the 31st of a short month over to the next.
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
  return exists
    ? success(date)
    : refusal(`there is no day ${quote(date)}`, 'correct the month or the day');
}

/** The same day of the next year; days as texts compare as they follow one another. */
export function yearAfter(date: string): string {
  return String(Number(date.slice(0, 4)) + 1).padStart(4, '0') + date.slice(4);
}
