import { formatPlace } from '../../problem.ts';
import { type Failure, failureSentence, type TargetReport } from '../../review/verify/report.ts';
import { type JunitSuite, junitText } from '../page/junit.ts';
import { count, staleText } from '../page/words.ts';
import type { VerifyAnswer } from './answer.ts';
import { unknownWords } from './words.ts';

/** One suite for each output: its failed checks, and one case for all that passed. */
export function verifyJunit({ report, out }: VerifyAnswer): string {
  const outputs = [...report.sites].flatMap(([site, targets]) =>
    [...targets].map(([target, each]) => outputSuite(site, target, each, out)),
  );
  const { stale, unknown } = report.folder;
  const files = [
    ...stale.map((each) => ({ name: `outputs of site ${each.site}`, failure: staleText(each) })),
    ...unknown.map(({ path, command }) => ({
      name: path,
      failure: `${unknownWords}\nhelp: ${command}`,
    })),
  ];
  return junitText([...outputs, ...(files.length === 0 ? [] : [{ name: 'files', cases: files }])]);
}

function outputSuite(site: string, target: string, report: TargetReport, out: string): JunitSuite {
  const { checked, failed } = report;
  const passed = checked - failed.length;
  return {
    name: `${site} ${target}`,
    cases: [
      ...failed.map((failure) => ({
        name: failure.flow === null ? failure.check : `${failure.check}: ${failure.flow}`,
        failure: failureText(failure, `${out}/${site}`),
      })),
      ...(passed > 0 ? [{ name: `${count(passed, 'check')} passed`, failure: null }] : []),
    ],
  };
}

function failureText(failure: Failure, folder: string): string {
  const { decidedBy, origin } = failure;
  return [
    failureSentence(failure),
    ...(decidedBy === null ? [] : [`file: ${folder}/${decidedBy.file}:${decidedBy.line}`]),
    ...(origin === null ? [] : [`spec: ${formatPlace(origin)}`]),
  ].join('\n');
}
