import { quote } from '../characters.ts';
import { failure, type Refusal, type Result, success } from '../problem.ts';

/** Reads a date such as `2026-12-31`; refuses (`date-invalid`) other forms and days that do not exist. */
export function parseDate(date: string): Result<string, Refusal> {
  const refusal = (message: string, help: string) =>
    failure({ rule: 'date-invalid', message, help });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    return refusal(`invalid date ${quote(date)}`, 'write year-month-day, as in 2026-12-31');
  }
  const time = Date.parse(`${date}T00:00:00Z`);
  // JavaScript engines read the 31st of a short month as a day of the next month.
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
  return exists
    ? success(date)
    : refusal(`the date ${quote(date)} does not exist`, 'correct the month or the day');
}

/** The same day of the next year. As texts, dates sort in calendar order. */
export function yearAfter(date: string): string {
  return String(Number(date.slice(0, 4)) + 1).padStart(4, '0') + date.slice(4);
}
