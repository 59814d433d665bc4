// reglament try: performs one operation of a target with given inputs, and shows every exchange that this takes.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { plainText } from '../reporters/index.ts';
import { ConformanceError } from '../schemas/errors.ts';
import { OPERATION_NAMES, OPERATIONS, type Operation } from '../schemas/target/driver.ts';
import { unknownId } from '../schemas/unknown-id.ts';
import { findViolation, writePath } from '../schemas/violation.ts';
import { attachmentOf, MaterialMissing, makePayment } from '../suites/engine/walking/material.ts';
import { makeSignature } from '../suites/engine/walking/signer.ts';
import { PortalFault } from '../suites/sut/blame.ts';
import { DEFAULT_START } from '../suites/sut/driver.ts';
import { logInOn } from '../suites/sut/log-in.ts';
import { type Person, peopleOf } from '../suites/sut/people.ts';
import type { Answer, Call, Drive, Whose } from '../suites/sut/sut.ts';
import { blameOf, EXIT_CODE } from './doctor.ts';
import { showExchange } from './show.ts';
import { connectTarget } from './target.ts';
import { knownRegulations, print } from './workspace.ts';

interface TryOptions {
  with: string[];
  as?: string;
  regulation?: string;
  flow?: string;
  roster?: string;
}

/** The operations for which nobody logs in before. */
const WITHOUT_LOGIN: ReadonlySet<Operation> = new Set([
  ...(['describe', 'authenticate', 'register', 'openWorld', 'advanceClock', 'setCounterparty'] as const),
]);
const OF_OFFICERS: ReadonlySet<Operation> = new Set(['decide', 'confirm']);

/**
 * Performs the operation, with the login that it needs; a request that it needs and is not given is opened before. Exits with 1 where the
 * portal refuses, and otherwise as the doctor does.
 */
export async function tryCommand(target: string, name: string, options: TryOptions): Promise<void> {
  const operation = OPERATION_NAMES.find((one) => one === name);
  if (operation === undefined)
    throw unknownId({
      message: `there is no operation "${name}"`,
      key: 'OPERATION',
      value: name,
      known: OPERATION_NAMES,
    });
  const given = givenBy(options.with);
  const regulations = knownRegulations();
  const sut = await connectTarget({ ...options, target, concurrency: 1, seed: 1, isOpen: true }, regulations);
  try {
    const drive = await sut.openDrive('try', 1, (exchange) => print(showExchange(exchange)));
    const flows = sut.description.flows.filter((id) => {
      const [regulation, flow] = id.split('/');
      return [options.regulation ?? regulation, options.flow ?? flow].join('/') === id;
    });
    const trial = new Trial(drive, peopleOf(drive.roster, flows, regulations), given);
    const answer = await trial.perform(operation, options.as ?? null);
    print(`${operation}: ${outcomeOf(answer)}`);
    if (answer.body === null)
      process.exitCode = answer.fault === null ? 1 : EXIT_CODE[answer.blame?.culprit ?? 'portal'];
  } catch (error) {
    if (error instanceof MaterialMissing)
      throw new ConformanceError('usage', error.message, { key: '--with', cure: 'give the input by --with' });
    if (!(error instanceof PortalFault)) throw error;
    print(`${operation} was not tried: ${plainText(error.message)}${blameOf(error.blame?.culprit ?? null)}`);
    process.exitCode = EXIT_CODE[error.blame?.culprit ?? 'portal'];
  } finally {
    await sut.close();
  }
}

function outcomeOf({ body, problem, fault, blame }: Answer<Operation>): string {
  if (body !== null) return 'accepted';
  if (fault !== null) return `fault${blameOf(blame?.culprit ?? 'portal')}: ${plainText(fault)}`;
  return `refused: ${plainText(problem ?? '')}${blame?.where == null ? '' : ` (${blame.where})`}`;
}

/** The inputs as given, by their names. @throws ConformanceError `usage`, `file-unreadable` */
function givenBy(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1)
        throw new ConformanceError('usage', `"${text}" names no input`, {
          key: '--with',
          value: text,
          cure: 'write it as key=value',
        });
      const value = text.slice(at + 1);
      return [text.slice(0, at), value.startsWith('@') ? readInput(value.slice(1)) : value];
    }),
  );
}

function readInput(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConformanceError('file-unreadable', 'cannot be read', {
      file,
      key: '--with',
      cure: 'correct the path behind @',
    });
  }
}

class Trial {
  readonly #drive: Drive;
  readonly #people: readonly Person[];
  readonly #given: ReadonlyMap<string, string>;

  constructor(drive: Drive, people: readonly Person[], given: ReadonlyMap<string, string>) {
    this.#drive = drive;
    this.#people = people;
    this.#given = given;
  }

  async perform(operation: Operation, as: string | null): Promise<Answer<Operation>> {
    const who = this.#person(as ?? (OF_OFFICERS.has(operation) ? 'officer' : null));
    // Officers do not open requests: it is opened by whoever applies.
    const owner = OF_OFFICERS.has(operation) ? this.#person(null) : who;
    let whose: Whose = {};
    if (!WITHOUT_LOGIN.has(operation)) {
      const owning = await this.#logIn(owner);
      const request = needs(operation, 'request')
        ? (this.#given.get('request') ?? (await this.#open(owning)))
        : undefined;
      const acting = who === owner ? owning : await this.#logIn(who);
      whose = { ...acting, at: { ...acting.at, ...(request === undefined ? {} : { request }) } };
    }
    const input = inputOf(operation, this.#given, await this.#usual(operation, who, whose));
    // The input has just been checked against the schema of the operation.
    return this.#drive.perform(operation, { ...whose, input } as Call<Operation>);
  }

  /** Somebody of the roster; the first by default. @throws ConformanceError `unknown-id`, `usage` */
  #person(name: string | null): Person {
    const [first] = this.#people;
    const found = name === null ? first : this.#people.find((one) => one.name === name);
    const known = this.#people.map((one) => one.name);
    if (found !== undefined) return found;
    throw unknownId({
      message: `the roster has nobody named "${name ?? 'good'}"`,
      key: '--as',
      value: name ?? 'good',
      known,
    });
  }

  async #logIn({ input }: Person): Promise<Whose & { at: { session: string } }> {
    const { body, problem, fault, blame } = await logInOn(this.#drive, { input });
    if (body?.state === 'authorised') return { token: body.token, at: { session: body.session } };
    throw new PortalFault(`authenticate: ${fault ?? problem ?? `the session is ${body?.state}`}`, blame);
  }

  async #open({ at, token = null }: Whose): Promise<string> {
    const { body, problem, fault, blame } = await this.#drive.perform('open', {
      input: { session: at?.session ?? '-' },
      token,
    });
    if (body !== null) return body.request;
    throw new PortalFault(`open: ${fault ?? problem}`, blame);
  }

  /** What an operation is performed with where nothing else is given. */
  async #usual(operation: Operation, { input: login }: Person, whose: Whose): Promise<object> {
    const { credentials, certificates } = this.#drive.roster;
    const { request = '-', session = '-' } = whose.at ?? {};
    switch (operation) {
      case 'authenticate':
        return login;
      case 'register':
        return { regulation: login.regulation, flow: login.flow, ...credentials.unregistered };
      case 'openWorld':
        return { seed: 1, now: DEFAULT_START };
      case 'advanceClock':
        return { seconds: 0 };
      case 'makePayment':
        return { request, standing: 'good' };
      case 'open':
        return { session };
      case 'fill':
        return { values: { purpose: 'trial', applicant: credentials.good?.id ?? login.id } };
      case 'attach':
        return attachmentOf('trial');
      case 'pay':
        return this.#given.has('payment') ? {} : { payment: await makePayment(this.#drive, whose, null) };
      case 'chooseCertificate':
        return { certificatePem: certificates.good?.certificatePem };
      case 'sign':
        return this.#given.has('cms')
          ? {}
          : { cms: (await makeSignature(this.#drive, whose, { walker: 'good', standing: null, forged: null })).cms };
      case 'decide':
        return { decision: 'grant' };
      default:
        return {};
    }
  }
}

const propertiesOf = (operation: Operation): Readonly<Record<string, unknown>> =>
  Object(Object(OPERATIONS[operation].input).properties);

const needs = (operation: Operation, name: string): boolean =>
  OPERATIONS[operation].path.includes(`{${name}}`) || Object.hasOwn(propertiesOf(operation), name);

/** The input of an operation: what is usual, and what is given over it. @throws ConformanceError `usage` */
function inputOf(operation: Operation, given: ReadonlyMap<string, string>, usual: object): unknown {
  const { input: schema } = OPERATIONS[operation];
  const properties = propertiesOf(operation);
  const hasForm = Object.hasOwn(properties, 'values');
  const own: Record<string, unknown> = {};
  const form: Record<string, string> = { ...Object(usual).values };
  for (const [name, text] of given) {
    if (Object.hasOwn(properties, name)) own[name] = read(text, properties[name]);
    else if (hasForm && name !== 'request') form[name] = text;
    else if (!needs(operation, name))
      throw unknownId({
        message: `${operation} has no input "${name}"`,
        key: '--with',
        value: name,
        known: Object.keys(properties),
      });
  }
  if (schema === null) return null;
  const input = { ...usual, ...own, ...(hasForm ? { values: form } : {}) };
  const wrong = findViolation(
    new Ajv({ strict: false, allowUnionTypes: true, verbose: true }),
    schema,
    JSON.parse(JSON.stringify(input)),
  );
  if (wrong === null) return input;
  const key = writePath(wrong.path);
  const cure = wrong.value === undefined ? `give --with ${key}=…` : wrong.cure;
  throw new ConformanceError('usage', `${operation}: ${key} ${wrong.problem}`, {
    key: '--with',
    value: wrong.value,
    cure,
  });
}

/** A text as the schema of its input has it: a text, or JSON where that is no text. */
function read(text: string, schema: unknown): unknown {
  const { type, anyOf = [] } = Object(schema);
  const isText = type === 'string' || type === undefined;
  if (isText && !(text === 'null' && anyOf.length > 0)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
