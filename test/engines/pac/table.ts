import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../support/rendered.ts';
import {
  type Question,
  questionsOf,
  type Row,
  type Rows,
  spellingsOf,
} from '../../targets/pac/spellings.ts';
import { everyKind, everyKindPorts, example, examplePorts, type Ports } from './rows.ts';

/** A PAC file that the repository keeps, and all that the engines ask of it. */
export type Kept = {
  readonly folder: string;
  readonly text: string;
  readonly questions: readonly Question[];
};

const realSpec = keptIn(
  'generated/example',
  questionsOf(spellingsOf('api.pitneybowes.com'), rowsOf(examplePorts), example),
);

const everyQuestion = questionsOf(
  spellingsOf('app.example.com'),
  rowsOf(everyKindPorts),
  everyKind,
);

/** The file of the scenario's default-deny site, one host on each line. */
export const closed = keptIn('test/golden/every-kind-in-two-sites/expected/closed', everyQuestion);

/** The same nested by label. */
const additive = keptIn('test/golden/every-kind-in-two-sites/expected/additive', everyQuestion);

/** The files that every engine is to run. */
export const kept: readonly Kept[] = [realSpec, closed, additive];

function rowsOf({ around, hosts }: Ports): Partial<Rows> {
  const rows = Object.entries(hosts).flatMap(([host, ports]) =>
    around.map((port) => {
      const row: Row = [`https://${host}:${port}/`, host];
      return { row, direct: ports.split(' ').includes(`${port}`) };
    }),
  );
  return {
    direct: rows.filter(({ direct }) => direct).map(({ row }) => row),
    through: rows.filter(({ direct }) => !direct).map(({ row }) => row),
  };
}

function keptIn(folder: string, questions: readonly Question[]): Kept {
  return { folder, text: readFileSync(join(root, folder, 'pac/proxy.pac'), 'utf8'), questions };
}
