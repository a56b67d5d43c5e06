import { commandPage } from '../../page/addresses.ts';
import { type SarifResult, type SarifRule, sarifLog } from '../page/sarif.ts';
import type { CheckAnswer, CheckedFile } from './answer.ts';
import { stateWords } from './text.ts';

const notUpToDate: SarifRule = {
  id: 'generated-files',
  severity: null,
  title: 'a generated file is not up to date',
  why: 'A device that loads this file does not enforce what the spec says.',
  remedy: 'run "portolan generate", and commit its files',
  page: commandPage('check'),
};

/** Each file that is not up to date as a result. */
export function checkSarif({ files, spec, version }: CheckAnswer): string {
  return sarifLog(
    { analysis: 'portolan-check', spec, version },
    files.filter(({ state }) => state !== 'current').map(fileResult),
  );
}

function fileResult({ path, state, command }: CheckedFile): SarifResult {
  return {
    rule: notUpToDate,
    level: 'error',
    message: `${path} is ${stateWords[state]}${command === null ? '' : `; help: ${command}`}`,
    at: { file: path, line: 1, column: 1, length: 1 },
    subject: path,
    related: [],
    accepted: null,
  };
}
