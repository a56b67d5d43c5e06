import { visible, withoutCommands } from '../../characters.ts';
import { count } from '../page/words.ts';
import type { ValidAnswer } from './answer.ts';

/** One sentence for a valid spec. */
export function validateText({ file, spec }: ValidAnswer): string {
  const endpoints = spec.groups.flatMap((group) => [...group.endpoints, ...group.wanted]);
  const tests = new Set(spec.tests.map(({ name }) => name));
  const counts = [
    count(spec.groups.length, 'group'),
    count(endpoints.length, 'endpoint'),
    count(spec.sites.length, 'site'),
    ...(tests.size > 0 ? [count(tests.size, 'test')] : []),
  ];
  return `${withoutCommands(visible(file))} is valid: ${counts.join(', ')}\n`;
}
