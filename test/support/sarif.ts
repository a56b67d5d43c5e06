import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';

const text = { type: 'string', minLength: 1 };
const count = { type: 'integer', minimum: 1 };

const message = {
  description: 'Words to read (3.11).',
  type: 'object',
  required: ['text'],
  properties: { text, markdown: text },
  additionalProperties: false,
};

const address = { type: 'string', pattern: '^https?://[A-Za-z0-9._~:/-]+(?:#[a-z-]+)?$' };

const artifact = {
  description: 'A file (3.4): GitHub takes a relative reference from the root of the repository.',
  type: 'object',
  required: ['uri'],
  properties: {
    uri: {
      type: 'string',
      pattern: "^(?:file://)?(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$",
    },
  },
  additionalProperties: false,
};

const corners = { startLine: count, startColumn: count, endLine: count, endColumn: count };

/** A region with everything that GitHub needs to mark it (3.30). */
const region = {
  type: 'object',
  required: ['startLine', 'startColumn', 'endLine', 'endColumn'],
  properties: corners,
  additionalProperties: false,
};

function location(where: object, rest: object, required: readonly string[]) {
  return {
    type: 'object',
    required: ['physicalLocation', ...required],
    properties: {
      physicalLocation: {
        type: 'object',
        required: ['artifactLocation', 'region'],
        properties: { artifactLocation: artifact, region: where },
        additionalProperties: false,
      },
      ...rest,
    },
    additionalProperties: false,
  };
}

const lineOnly = { type: 'object', required: ['startLine'], properties: corners };

const level = { enum: ['none', 'note', 'warning', 'error'] };

const rule = {
  description: 'A reporting descriptor (3.49), with what code scanning shows of it.',
  type: 'object',
  required: [
    'id',
    'name',
    'shortDescription',
    'fullDescription',
    'help',
    'defaultConfiguration',
    'properties',
  ],
  properties: {
    id: { type: 'string', pattern: '^[a-z][a-z-]*$' },
    name: { type: 'string', pattern: '^[A-Z][A-Za-z]*$' },
    shortDescription: message,
    fullDescription: message,
    help: { ...message, required: ['text', 'markdown'] },
    // Only a release knows the address of its documents.
    helpUri: address,
    defaultConfiguration: {
      type: 'object',
      required: ['level'],
      properties: { level },
      additionalProperties: false,
    },
    properties: {
      type: 'object',
      required: ['tags'],
      properties: {
        tags: { type: 'array', items: text, uniqueItems: true },
        'security-severity': { type: 'string', pattern: '^(?:10\\.0|[0-9]\\.[0-9])$' },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

const result = {
  description: 'Something that was found (3.27).',
  type: 'object',
  required: [
    'ruleId',
    'ruleIndex',
    'level',
    'message',
    'locations',
    'partialFingerprints',
    'suppressions',
  ],
  properties: {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    // GitHub shows the first one only.
    locations: { type: 'array', minItems: 1, maxItems: 3, items: location(region, {}, []) },
    relatedLocations: {
      type: 'array',
      items: location(lineOnly, { id: { type: 'integer', minimum: 0 }, message }, [
        'id',
        'message',
      ]),
      uniqueItems: true,
    },
    partialFingerprints: {
      type: 'object',
      required: ['portolan/v1'],
      additionalProperties: { type: 'string', pattern: '^[0-9a-f]+:[1-9][0-9]*$' },
    },
    suppressions: {
      type: 'array',
      uniqueItems: true,
      items: {
        type: 'object',
        required: ['kind', 'status', 'justification'],
        properties: {
          kind: { enum: ['inSource', 'external'] },
          status: { enum: ['accepted', 'underReview', 'rejected'] },
          justification: text,
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

const run = {
  description: 'One run of one tool (3.14).',
  type: 'object',
  required: ['tool', 'results', 'automationDetails', 'columnKind'],
  properties: {
    tool: {
      type: 'object',
      required: ['driver'],
      properties: {
        driver: {
          type: 'object',
          required: ['name', 'rules'],
          properties: {
            name: text,
            semanticVersion: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+' },
            informationUri: address,
            rules: { type: 'array', items: rule, uniqueItems: true },
          },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
    automationDetails: {
      description: 'Up to its last slash the category by which GitHub tells analyses apart (3.17).',
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string', pattern: '^.+/$' } },
      additionalProperties: false,
    },
    invocations: {
      type: 'array',
      maxItems: 1,
      items: {
        description: 'Whether the run succeeded, and what its reader must know (3.20).',
        type: 'object',
        required: ['executionSuccessful', 'toolExecutionNotifications'],
        properties: {
          executionSuccessful: { type: 'boolean' },
          toolExecutionNotifications: {
            type: 'array',
            items: {
              type: 'object',
              required: ['level', 'message'],
              properties: { level, message },
              additionalProperties: false,
            },
          },
        },
        additionalProperties: false,
      },
    },
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    results: { type: 'array', items: result },
  },
  additionalProperties: false,
};

/** The subset of SARIF 2.1.0 that Portolan uses, with the additional requirements of GitHub code scanning. */
const schema = {
  type: 'object',
  required: ['$schema', 'version', 'runs'],
  properties: {
    $schema: { type: 'string', pattern: '^https://.*/sarif-schema-2\\.1\\.0\\.json$' },
    version: { const: '2.1.0' },
    runs: { type: 'array', minItems: 1, maxItems: 20, items: run },
  },
  additionalProperties: false,
};

const validate = new Ajv2020({ strict: true, strictRequired: false }).compile<Log>(schema);

/** The parts of a log that tests read. */
export type Log = {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly informationUri?: string;
        readonly rules: readonly {
          readonly id: string;
          readonly helpUri?: string;
          readonly help: { readonly text: string; readonly markdown: string };
        }[];
      };
    };
    readonly invocations?: readonly {
      readonly toolExecutionNotifications: readonly {
        readonly message: { readonly text: string };
      }[];
    }[];
    readonly results: readonly Result[];
  }[];
};

export type Result = {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly partialFingerprints: { readonly 'portolan/v1': string };
  readonly suppressions: readonly object[];
};

/** Parses a log and expects it to be valid for SARIF and GitHub code scanning. */
export function expectSarif(content: string): Log {
  const log: unknown = JSON.parse(content);
  if (!validate(log)) {
    expect(validate.errors).toEqual([]);
    throw new Error('not a SARIF log');
  }
  for (const { tool, results } of log.runs) {
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(results.map(({ ruleIndex }) => ids[ruleIndex])).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
    const names = results.map(
      ({ ruleId, partialFingerprints }) => `${ruleId} ${partialFingerprints['portolan/v1']}`,
    );
    expect(new Set(names).size).toBe(names.length);
  }
  return log;
}

/** What a command prints on stderr where it would exit with 1 in another format than SARIF. */
export const sarifNote =
  'note: exit code 0 instead of 1, because --format sarif leaves the verdict to code scanning\n';

/** Text as a SARIF message has it, in which brackets would begin a link. */
export function marked(text: string): string {
  return text.replaceAll(/[[\]]/g, '\\$&');
}

/** Where a result of a SARIF log is. */
export function locationOf(path: string, startLine: number): object[] {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }];
}
