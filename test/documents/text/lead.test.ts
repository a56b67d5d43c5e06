import { describe, expect, test } from '@jest/globals';
import { readText } from '../../../src/documents/text/index.ts';
import { rowsIn } from '../../support/document-rows.ts';

describe('the ports of a lead line are those of the lines below it', () => {
  test.each([
    'Required: TCP port 443 outbound\n\n  api.example.com\n  www.example.com\n',
    'Required: TCP port 443 outbound\n  api.example.com\n  www.example.com\n',
    'Required: TCP port 443 outbound\n\n- api.example.com\n- www.example.com\n',
    'Required: TCP port 443 outbound\n- api.example.com\n- www.example.com\n',
    'Required (TCP port 443 outbound):\n\n  api.example.com\n  www.example.com\n',
    'Required - TCP port 443 outbound.\n\n  api.example.com\n  www.example.com\n',
  ])('%j', (text) => {
    expect(rowsIn(readText, text).map((row) => row.replace(/^\d+ [^:]*: /, ''))).toEqual([
      'api.example.com tcp/443',
      'www.example.com tcp/443',
    ]);
  });
});
