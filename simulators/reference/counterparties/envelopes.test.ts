// What the simulator asks within is what an envelope of a foreign portal gets, and what is kept of both is the same.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { COUNTERPARTIES, type CounterpartyMode } from '../../../schemas/target/driver.ts';
import { loadPeople } from '../engine/people.ts';
import { readAnswer, SoapFault, type SoapQuestion, writeQuestion } from '../soap/soap.ts';
import { Books } from './books.ts';
import { answerEnvelope, answerQuestion, type Delivery, type Said } from './envelopes.ts';
import { BEHIND, SERVICES } from './routes.ts';

const people = loadPeople();
const NUMBERS = [...Object.values(people.holders).flatMap(({ iin, bin }) => [iin ?? [], bin ?? []].flat()), 'nobody'];
const SYSTEMS = BEHIND.gateway;
const IDS = [...SYSTEMS.flatMap((system) => Object.keys(SERVICES[system])), 'SIM_NOBODY_KNOWS'];

function worldWith(mode: CounterpartyMode, system: string): Delivery['world'] {
  const books = new Books();
  const counterparty = COUNTERPARTIES.find((one) => one === system);
  if (counterparty !== undefined) books.setMode(counterparty, mode);
  return { id: 'world-1', seed: 1, now: Date.UTC(2013, 2, 15), books, nextId: (kind: string) => `${kind}-1` };
}

/** What an answer tells, whichever way it came; of the path to a record the outermost element, which alone is read back. */
function told(said: Said): unknown {
  if ('fault' in said) return { code: said.fault.errorCode === '' ? 'unknown' : said.fault.errorCode };
  const { record, ...answer } = said.answer;
  return { ...answer, record: record === null ? null : { path: record.path.slice(0, 1), fields: record.fields } };
}

const field = fc.oneof(fc.constantFrom(...NUMBERS), fc.string({ unit: 'binary', minLength: 1 }));
const asked = fc.record({
  serviceId: fc.constantFrom(...IDS),
  addressee: fc.constantFrom(...SYSTEMS, 'gateway' as const, 'regional-gateway' as const),
  system: fc.constantFrom(...SYSTEMS),
  mode: fc.constantFrom('answers' as const, 'misses' as const, 'fails' as const),
  fields: fc.dictionary(
    fc.constantFrom('iin', 'bin', 'principal', 'attorney', 'reference', 'request', 'to', 'from', 'action', 'what'),
    // What XML cannot hold never gets that far, and a line feed is all that it knows of line ends.
    field.map((text) => text.toWellFormed().replace(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?')),
  ),
});

it('answers, and keeps, the same within as from outside', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ serviceId, addressee, system, mode, fields }) => {
      const question: SoapQuestion = {
        ...{ messageId: 'm-1', correlationId: null, serviceId, messageDate: '2013-03-15T10:00:00.000+06:00' },
        ...{ senderId: 'staging', sessionId: null, fields },
      };
      const [within, outside] = [worldWith(mode, system), worldWith(mode, system)];
      const said = await answerQuestion({ people, world: within, addressee, signal: null }, question);
      const delivery = { people, world: outside, addressee, signal: null, admit: async () => undefined };
      const { xml, status } = await answerEnvelope(delivery, writeQuestion(question));
      const read = await Promise.resolve()
        .then((): Said => ({ answer: readAnswer(xml), answered: 'record' }))
        .catch((error: unknown): Said => {
          if (!(error instanceof SoapFault)) throw error;
          return { fault: error, sessionId: null, answered: 'fault' };
        });
      expect(told(read)).toEqual(told(said));
      expect(status).toBe('fault' in said ? 500 : 200);
      const { now, books } = within;
      expect(outside.books.asked.view(now)).toEqual(books.asked.view(now));
      const about = fields.request ?? '';
      expect(outside.books.mail.about(about)).toEqual(books.mail.about(about));
    }),
    { numRuns: 300 },
  );
});
