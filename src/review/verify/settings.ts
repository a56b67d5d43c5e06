import { grouped } from '../../maps.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import type { Place } from '../../problem.ts';
import type { Setting } from '../../targets/reading.ts';
import type { Judge } from './judge.ts';
import { type Failure, settingsCheck } from './report.ts';

/** Checks that the files have the settings of the site: each that they should show, and no other one. */
export function verifySettings(judge: Judge): void {
  compare(judge, judge.output.target.stated(judge.output.policy), judge.settings);
}

/** Checks that each object in the files has its expected identifier. */
export function verifyIdentifiers(judge: Judge): void {
  const { target, policy } = judge.output;
  compare(judge, target.identifiers?.(policy) ?? {}, judge.identifiers);
}

function compare(
  judge: Judge,
  due: Readonly<Record<string, string>>,
  found: readonly Setting[],
): void {
  const wanted = new Map(Object.entries(due));
  const stated = grouped(found, ({ name }) => name);
  for (const name of sortedUnique([...wanted.keys(), ...stated.keys()], compareText))
    judge.noteSet(failuresOf(judge, name, wanted.get(name), stated.get(name) ?? []));
}

/** Every line with the setting must have the expected value. If a value is expected, one line must have it. */
function failuresOf(
  judge: Judge,
  name: string,
  wanted: string | undefined,
  stated: readonly Setting[],
): Failure[] {
  const shared = {
    flow: null,
    expected: wordsOf(name, wanted),
    origin: placeOf(judge, name),
    check: settingsCheck,
  };
  if (stated.length === 0) return [{ ...shared, got: wordsOf(name, undefined), decidedBy: null }];
  return stated
    .filter(({ value }) => value !== wanted)
    .map(({ value, at }) => ({ ...shared, got: wordsOf(name, value), decidedBy: at }));
}

function wordsOf(name: string, value: string | undefined): string {
  return value === undefined ? `no ${name}` : `${name} ${value}`;
}

/** The line of the option; if the site uses the default, the line of the target. */
function placeOf({ output: { target, policy } }: Judge, option: string): Place {
  const { targetPlaces, place } = policy.site;
  return targetPlaces.get(`${target.name}.${option}`) ?? targetPlaces.get(target.name) ?? place;
}
