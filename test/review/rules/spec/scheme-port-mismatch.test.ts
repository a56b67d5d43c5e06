import { describe, expect, test } from '@jest/globals';
import { raisedFor } from '../support.ts';

const mismatch = 'is printed with scheme https on port 443, and with port 80';

describe('scheme-port-mismatch', () => {
  test.each<[string, string, string[]]>([
    [
      'https printed with port 80, allowed on both ports',
      '{ host: a.example.com, services: [http, https], printed: { url: "https://a.example.com/x.html", port: 80 } }',
      [`"a.example.com": ${mismatch}`],
    ],
    [
      "the endpoint's own URL is what is printed",
      '{ url: "https://a.example.com", printed: { port: 80 } }',
      [`"https://a.example.com": ${mismatch}`],
    ],
    [
      'a URL with a query',
      '{ host: a.example.com, service: https, printed: { url: "HTTPS://a.example.com/?q=1", port: 80 } }',
      [`"a.example.com": ${mismatch}`],
    ],
    [
      'a printed scheme that the endpoint does not allow',
      '{ host: a.example.com, service: https, printed: { url: "http://a.example.com/" } }',
      ['"a.example.com": is printed with port 80, which the endpoint does not allow'],
    ],
    [
      'a printed port that the endpoint does not allow',
      '{ host: a.example.com, service: https, printed: { port: 8443 } }',
      ['"a.example.com": is printed with port 8443, which the endpoint does not allow'],
    ],
    [
      'a printed URL whose own port is not the printed port',
      '{ host: a.example.com, services: [https, web], printed: { url: "https://a.example.com:8080/", port: 443 } }',
      ['"a.example.com": is printed with scheme https on port 8080, and with port 443'],
    ],
    [
      'a scheme and port that agree and are allowed',
      '{ host: a.example.com, services: [http, https], printed: { url: "http://a.example.com", port: 80 } }',
      [],
    ],
    ['an endpoint without a printed form', '{ url: "https://a.example.com" }', []],
    [
      'a scheme without a default port',
      '{ host: a.example.com, service: mail, printed: { url: "smtp://a.example.com" } }',
      [],
    ],
    [
      'a printed text that is not a URL',
      '{ host: a.example.com, service: https, printed: { url: "the host a.example.com" } }',
      [],
    ],
    [
      'a printed text, whose endpoint has a URL with another port',
      '{ url: "https://a.example.com", services: [http, https], printed: { text: "*a.example.com", port: 80 } }',
      [],
    ],
    [
      'the printed port of a text',
      '{ url: "https://a.example.com", printed: { text: "*a.example.com", port: 80 } }',
      ['"https://a.example.com": is printed with port 80, which the endpoint does not allow'],
    ],
    [
      'a printed port of UDP',
      '{ host: "*.example.com", service: media, printed: { text: "all media nodes", port: 50004 } }',
      [],
    ],
    [
      'a printed port of SCTP',
      '{ network: 203.0.113.9, service: signals, printed: { port: 2000 } }',
      [],
    ],
    [
      'a printed port outside the ports of UDP',
      '{ host: "*.example.com", service: media, printed: { text: "all media nodes", port: 443 } }',
      ['"*.example.com": is printed with port 443, which the endpoint does not allow'],
    ],
    [
      'a printed URL, which UDP does not open',
      '{ host: a.example.com, service: media, printed: { url: "https://a.example.com:50004/" } }',
      ['"a.example.com": is printed with port 50004, which the endpoint does not allow'],
    ],
    [
      'a printed port inside a range',
      '{ host: a.example.com, service: all, printed: { port: 9000 } }',
      [],
    ],
  ])('checks %s', (_name, endpoint, want) => {
    expect(raisedFor('scheme-port-mismatch', [endpoint])).toEqual(want);
  });
});
