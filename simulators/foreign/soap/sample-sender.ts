// A client of the SOAP service for its tests, and the probes that show what can be observed of the service.
import { setTimeout as delay } from 'node:timers/promises';
import { verifyCms } from '../../../schemas/pki/cms-check.ts';
import { credentials, SYSTEMS, TRUST } from '../../sample-credentials.ts';
import type { SealKey } from '../trust.ts';
import { at, CHANNELS, type Channel, readNode } from './envelope.ts';
import { sealed } from './transport-signature.ts';

/** Sends one request to the service. */
export type Send = (request: Request) => Response | Promise<Response>;
type Found = Record<string, unknown>;

const people = ['good', 'no-such-person', 'no-such-organisation', 'no-power-of-attorney', 'database-unavailable'];
const id = (name: string): string => credentials(name).id;

/** The options with which the tests make the service. */
export const OFFICE = {
  ...TRUST,
  senders: [SYSTEMS.sender],
  gateway: SYSTEMS.gateway,
  staff: [credentials('good')],
  citizens: [credentials('another-person')],
  registers: {
    individuals: [id('good'), id('database-unavailable')],
    organisations: [id('organisation'), id('no-power-of-attorney')],
    represented: people.filter((name) => name !== 'no-power-of-attorney').map(id),
    outOfOrder: [id('database-unavailable')],
  },
  patienceMs: 5,
};

/** The services that are asked over the AsyncChannel. */
const SLOW = new Set(['TRL_DEREK_SURAU', 'TRL_SHESHIM']);
const FROM = `<sender><senderId>${SYSTEMS.sender.id}</senderId><password>x</password></sender>`;

/** The envelope of a call, as it is before it is signed. */
export const callOf = (channel: Channel, operation: string, request: string): string =>
  `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header/><soapenv:Body>
<typ:${operation} xmlns:typ="${CHANNELS[channel].types}"><request>${request}</request></typ:${operation}></soapenv:Body></soapenv:Envelope>`;

/** An envelope signed with the key of the sending system, or with another. */
export const signed = (xml: string, key: SealKey = SYSTEMS.sender): string => sealed(xml, key);

const list = (found: unknown): Found[] => (found === undefined ? [] : ([found].flat() as Found[]));

/** A client that acts for one employee, citizen or officer. */
export class Sender {
  readonly #send: Send;
  session = '';
  file = '';

  constructor(send: Send) {
    this.#send = send;
  }

  /** Asks for a service, on the channel that offers it. @returns the data of the answer, or the code of the fault */
  async ask(serviceId: string, data: string, language = 'ru'): Promise<Found | string> {
    const properties = `<properties><key>til</key><value>${language}</value></properties><sessionId>${this.session}</sessionId>`;
    const head = `<serviceId>${serviceId}</serviceId>`;
    const date = '<messageDate>2013-03-15T10:00:00.000+06:00</messageDate>';
    const info = `<messageId>m-1</messageId>${head}${date}${FROM}${properties}`;
    if (!SLOW.has(serviceId)) {
      const said = `<requestInfo>${info}</requestInfo><requestData><data>${data}</data></requestData>`;
      const answer = await this.call('sync', 'SendMessage', said);
      return typeof answer === 'string' ? answer : ((answer.responseData as Found).data as Found);
    }
    const more = `${head}<messageType>REQUEST</messageType>${date}${FROM}${properties}`;
    const said = `<messageInfo>${more}</messageInfo><messageData><data>${data}</data></messageData>`;
    const taken = await this.call('async', 'sendMessage', said);
    if (typeof taken === 'string') return taken;
    for (;;) {
      const about = `<correlationId>${taken.messageId}</correlationId>${head}${FROM}`;
      const got = await this.call('async', 'getMessages', about);
      if (typeof got === 'string') return got;
      if (got.messages !== undefined) {
        const found = ((got.messages as Found).messageData as Found).data as Found;
        return found.qate === undefined ? found : String((found.qate as Found).kod);
      }
      await delay(1);
    }
  }

  /** Signs and sends a call. @returns the response, or the code of the fault */
  call(channel: Channel, operation: string, request: string): Promise<Found | string> {
    return this.post(signed(callOf(channel, operation, request)), channel);
  }

  async post(body: string, channel: Channel = 'sync'): Promise<Found | string> {
    const path = channel === 'sync' ? 'SyncChannel' : 'AsyncChannel';
    const response = await this.#send(new Request(`http://127.0.0.1/${path}/v10`, { method: 'POST', body }));
    const answer = at(readNode(await response.text()) ?? '', 'Envelope', 'Body');
    const [[name, said]] = Object.entries<unknown>(answer as Found) as [[string, Found]];
    if (name !== 'Fault') return said.response as Found;
    const [info] = Object.values(said.detail as Found) as Found[];
    return String(info?.errorCode);
  }

  async logIn(name: string, role = 'QYZMETKER', language = 'ru'): Promise<unknown> {
    const { id, password } = name === 'officer' ? (TRUST.officers[0] ?? { id: '', password: '' }) : credentials(name);
    const kiru = `<kiru><login>${id}</login><qupiyasoz>${password}</qupiyasoz><rol>${role}</rol></kiru>`;
    const answer = await this.ask('TRL_KIRU', kiru, language);
    if (typeof answer === 'string') return answer;
    const seans = answer.seans as Found;
    this.session = String(seans.id);
    return record(seans);
  }

  /** Asks for a step of the file. @returns where the file stands afterwards, or the code of the fault */
  async step(serviceId: string, more = ''): Promise<string> {
    const answer = await this.ask(serviceId, `<is><id>${this.file}</id>${more}</is>`);
    if (typeof answer === 'string') return answer;
    const [file] = list(answer.is);
    this.file = String(file?.id);
    return String(file?.kui);
  }

  async seen(): Promise<unknown> {
    const answer = await this.ask('TRL_IS_OQU', `<is><id>${this.file}</id></is>`);
    return typeof answer === 'string' ? answer : record(list(answer.is)[0] ?? {});
  }

  async licence(): Promise<unknown> {
    const answer = await this.ask('TRL_LICENZIYA', `<is><id>${this.file}</id></is>`);
    if (typeof answer === 'string') return answer;
    const { turi, qujat, qoltanba } = answer.licenziya as Record<string, string>;
    const document = Buffer.from(qujat ?? '', 'base64');
    const seal = qoltanba === undefined ? null : (await verifyCms(Buffer.from(qoltanba, 'base64'), document)).valid;
    return { turi, isPdf: document.toString().startsWith('%PDF-'), seal };
  }

  attach(): Promise<string> {
    return this.step(
      'TRL_QUJAT_QOSU',
      '<qujat><ataui>plan.pdf</ataui><turi>application/pdf</turi><mazmuny>JVBERg==</mazmuny></qujat>',
    );
  }

  fill(applicant = 'good'): Promise<string> {
    return this.step('TRL_IS_TOLTYRU', `<zhsnBsn>${id(applicant)}</zhsnBsn>`);
  }
}

function record({ kui, nomir, qadamdar, habarlar }: Found): unknown {
  const steps = list((qadamdar as Found).qadam);
  const messages = list((habarlar as Found).habar);
  return {
    kui,
    nomir,
    steps: steps.map(({ kod, oryndaushy, natije }) => `${kod} ${oryndaushy} ${natije}`),
    messages: messages.map(({ qadam, turi, sebep, nomir: number, matin }) =>
      [qadam, turi, sebep, number, matin].join(' | '),
    ),
  };
}

/** Logs an employee in and takes a file as far as the step `stop`, which is not taken. */
export async function walkTo(
  send: Send,
  stop: 'fill' | 'lookUp' | 'attach' | 'decide' | 'end',
  applicant = 'good',
  decision = 'BERU',
): Promise<Sender> {
  const sender = new Sender(send);
  await sender.logIn('good');
  await sender.step('TRL_IS_ASHU');
  const steps = {
    fill: () => sender.fill(applicant),
    lookUp: () => sender.step('TRL_DEREK_SURAU'),
    attach: () => sender.attach(),
    decide: () => decide(send, sender, decision),
  };
  for (const [step, take] of Object.entries(steps)) {
    if (step === stop) break;
    await take();
  }
  return sender;
}

/** Has the officer decide on a file. */
export async function decide(send: Send, { file }: Sender, decision: string): Promise<string> {
  const officer = await another(send, file, 'officer', 'UAKILETTI');
  return officer.step('TRL_SHESHIM', `<sheshim>${decision}</sheshim>`);
}

/** Logs somebody else in, who knows the id of the file. */
export async function another(send: Send, file: string, name = 'another-person', role = 'AZAMAT'): Promise<Sender> {
  const sender = new Sender(send);
  await sender.logIn(name, role);
  sender.file = file;
  return sender;
}

const attempt = async (sender: Sender, attempted: () => Promise<string>): Promise<unknown> => {
  const before = await sender.seen();
  return [await attempted(), before, await sender.seen()];
};

/** The probes by their names: each uses the service in one way and gives what can be observed of it. */
export const PROBES: Record<string, (send: Send) => Promise<unknown>> = {
  done: async (send) => {
    const sender = await walkTo(send, 'end');
    return [await sender.seen(), await sender.licence(), await sender.ask('TRL_TARIH', '<tarih/>')];
  },
  slowly: async (send) => {
    const sender = await walkTo(send, 'fill');
    await sender.ask('TRL_SYNAQ_SAGAT', '<sagat><alga>60</alga></sagat>');
    return attempt(sender, () => sender.fill());
  },
  numbers: async (send) => [await (await walkTo(send, 'decide')).seen(), await (await walkTo(send, 'decide')).seen()],
  undecided: async (send) => (await walkTo(send, 'decide')).licence(),
  'refused-licence': async (send) => (await walkTo(send, 'end', 'good', 'QUJAT_JOQ')).licence(),
  twice: async (send) => {
    const sender = await walkTo(send, 'end');
    return [await sender.step('TRL_DEREK_SURAU'), await sender.attach(), await decide(send, sender, 'BERU')];
  },
  'look-up-first': async (send) => {
    const sender = await walkTo(send, 'fill');
    return attempt(sender, () => sender.step('TRL_DEREK_SURAU'));
  },
  'attach-first': async (send) => {
    const sender = await walkTo(send, 'lookUp');
    return attempt(sender, () => sender.attach());
  },
  'attach-refused': async (send) => {
    const sender = await walkTo(send, 'attach', 'no-such-person');
    return attempt(sender, () => sender.attach());
  },
  'another-reads': async (send) => (await another(send, (await walkTo(send, 'fill')).file)).seen(),
  'another-fills': async (send) => {
    const sender = await walkTo(send, 'fill');
    return attempt(sender, async () => (await another(send, sender.file)).fill());
  },
  'another-attaches': async (send) => {
    const sender = await walkTo(send, 'attach');
    return attempt(sender, async () => (await another(send, sender.file)).attach());
  },
  'another-licence': async (send) => (await another(send, (await walkTo(send, 'end')).file)).licence(),
  silent: async (send) => {
    const sender = await walkTo(send, 'lookUp');
    await sender.ask('TRL_SYNAQ_DEREKQOR', '<derekqor><ataui>ZHT_MDQ</ataui><kui>UNSIZ</kui></derekqor>');
    await sender.step('TRL_DEREK_SURAU');
    return sender.seen();
  },
  'unknown-id': (send) => new Sender(send).logIn('unknown-id'),
  'wrong-password': (send) => new Sender(send).logIn('wrong-password'),
  ...Object.fromEntries(
    people.slice(1).map((name) => [name, async (send: Send) => (await walkTo(send, 'attach', name)).seen()]),
  ),
  ...Object.fromEntries(
    ['TALAP', 'JALGAN', 'QUJAT_JOQ'].map((name) => [
      name,
      async (send: Send) => (await walkTo(send, 'end', 'good', name)).seen(),
    ]),
  ),
};
