// Tests earl.jsonld by a processor of JSON-LD, and every statement by the vocabulary as the W3C publishes it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import jsonld from 'jsonld';
import { expect, it } from 'vitest';
import type { Report } from '../schemas/run/report.ts';
import { renderEarl } from './earl.ts';
import { hostileReport, hostileText, NOT_JUDGED, sampleRegulation, sampleReport, standingsReport } from './sample.ts';

interface Statement {
  readonly subject: string;
  readonly predicate: string;
  readonly object: string;
}
const EARL = 'http://www.w3.org/ns/earl#';
const TYPE = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const earl = (name: string) => `<${EARL}${name}>`;
const dct = (name: string) => `<http://purl.org/dc/terms/${name}>`;

function statementsOf(quads: string): Statement[] {
  return quads.split('\n').flatMap((line) => {
    const [, subject, predicate, object] = /^(\S+) (<\S+>) (<\S+>|_:\S+|".*"\S*)(?: <\S+>)? \.$/u.exec(line) ?? [];
    if (subject === undefined || predicate === undefined || object === undefined) {
      expect(line).toBe('');
      return [];
    }
    return { subject, predicate, object };
  });
}

/** The statements of a report. In its safe mode the processor refuses whatever it would leave out. */
async function read(report: Report): Promise<Statement[]> {
  const document = JSON.parse(renderEarl(report, [sampleRegulation()]));
  const documentLoader = async () => expect.unreachable('it asks for something from somewhere');
  const options = { format: 'application/n-quads', safe: true, documentLoader } as const;
  return statementsOf(String(await jsonld.toRDF(document, options)));
}

const vocabulary = statementsOf(
  readFileSync(createRequire(import.meta.url).resolve('@vocabulary/earl/earl.nq'), 'utf8'),
);
const defined = new Set(vocabulary.map(({ subject }) => subject));
const valuesOf = (statements: readonly Statement[], of: string, predicate: string) =>
  statements.filter((one) => one.subject === of && one.predicate === predicate).map(({ object }) => object);

/** The classes of a thing, with those above them. */
function classesOf(statements: readonly Statement[], thing: string): Set<string> {
  const found = new Set([...valuesOf(statements, thing, TYPE), ...valuesOf(vocabulary, thing, TYPE)]);
  for (const one of found) for (const above of valuesOf(vocabulary, one, `<${RDFS}subClassOf>`)) found.add(above);
  return found;
}

/** What of the statements does not fit the vocabulary: words that it does not have, and things of another class than it says. */
function wrongOf(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ subject, predicate, object }) => {
    const words = [predicate, object].filter((word) => word.startsWith(`<${EARL}`) && !defined.has(word));
    const place = (side: 'domain' | 'range', thing: string) =>
      valuesOf(vocabulary, predicate, `<${RDFS}${side}>`)
        .filter((one) => one.startsWith(`<${EARL}`) && !classesOf(statements, thing).has(one))
        .map((one) => `${thing} is no ${one}, the ${side} of ${predicate}`);
    return [...words, ...place('domain', subject), ...place('range', object)];
  });
}

/** The outcomes by the last parts of the names of the tests, each assertion being whole. */
function outcomesOf(statements: readonly Statement[]): Record<string, string> {
  const assertions = statements.filter(({ predicate, object }) => predicate === TYPE && object === earl('Assertion'));
  return Object.fromEntries(
    assertions.map(({ subject }) => {
      const one = (of: string, name: string) => {
        const values = valuesOf(statements, of, earl(name));
        expect(values).toHaveLength(1);
        return values[0] ?? '';
      };
      for (const name of ['assertedBy', 'subject', 'mode']) one(subject, name);
      const test = one(subject, 'test').split('/').slice(-2).join('/').slice(0, -1);
      return [test, one(one(subject, 'result'), 'outcome').slice(EARL.length + 1, -1)];
    }),
  );
}

it('says of each assertion what came of it, in the words of the vocabulary', async () => {
  const statements = await read(standingsReport());
  expect(wrongOf(statements)).toEqual([]);
  expect(outcomesOf(statements)).toEqual({
    'authenticate/term': 'passed',
    'pay/next-when-unpaid': 'failed',
    'pay/actor': 'cantTell',
    'issue/term': 'cantTell',
    'issue/result': 'untested',
    'register/shown': 'untested',
    'register/number': 'cantTell',
    'pay/known': 'failed',
  });
});

it('is found wrong where a word or a class is', async () => {
  const [first, ...others] = await read(sampleReport([{}]));
  if (first === undefined) return expect.unreachable('it says nothing');
  expect(wrongOf([{ ...first, predicate: earl('assertedBye') }, ...others])).not.toEqual([]);
  expect(wrongOf(others.filter(({ object }) => object !== earl('TestResult')))).not.toEqual([]);
});

it('tells what is not offered from what cannot be shown', async () => {
  const report = sampleReport([{ verdict: { verdict: 'not-applicable', reason: 'not-claimed: no such flow' } }]);
  expect(outcomesOf(await read(report))).toMatchObject({ 'authenticate/term': 'inapplicable' });
});

it('names the act and the cell that a test comes from', async () => {
  const statements = await read(sampleReport());
  const test = '<https://reglament.dev/assertions/carriage-licence/portal/pay/next-when-unpaid>';
  const act = '<https://reglament.dev/regulations/carriage-licence>';
  expect(valuesOf(statements, test, dct('isPartOf'))).toEqual([act]);
  expect(valuesOf(statements, test, dct('source')).sort()).toEqual([
    '<https://reglament.dev/regulations/carriage-licence#clause/6/2>',
    '<https://reglament.dev/regulations/carriage-licence#table/3/1/2/next>',
  ]);
  expect(valuesOf(statements, test, dct('description'))).toEqual(['"3–егер ақы төлемесе"@kk']);
  expect(valuesOf(statements, act, dct('identifier'))).toEqual(['"907"']);
  expect(valuesOf(statements, '<https://portal.example/>', dct('title'))).toEqual(['"Example portal 4.2"']);
});

it.each(NOT_JUDGED)('passes nothing where the run rests on %s', async (_, report) => {
  const outcomes = Object.values(outcomesOf(await read(report())));
  expect(outcomes).not.toContain('passed');
  expect(outcomes.length).toBeGreaterThan(0);
});

it('passes all where the run passed', async () => {
  expect(outcomesOf(await read(sampleReport([{}])))).toEqual({ 'authenticate/term': 'passed' });
});

it('says as much and nothing else whatever the portal says', async () => {
  const harmless = (await read(hostileReport('words'))).length;
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      const statements = await read(hostileReport(text));
      expect(wrongOf(statements)).toEqual([]);
      expect(statements.length).toBe(harmless);
    }),
    { numRuns: 40 },
  );
});
