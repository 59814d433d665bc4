// The services that messages to the SOAP service can ask for by `serviceId`: logging in, and taking a file through its steps.
import { createHash } from 'node:crypto';
import { type Account, loginObjection } from '../account.ts';
import type { SealKey, TrustOptions } from '../trust.ts';
import { chooseViolation } from '../violation.ts';
import { Fault, type Message, type Node, textAt } from './envelope.ts';
import { DECISIONS, type Decision, File, type Office, type Record, write } from './file.ts';
import { type GatewayAddress, GatewayRegisters } from './gateway-registers.ts';
import { DATABASES, MODES, type RegisterContents, Registers } from './registers.ts';
import { CALL_VIOLATIONS, VIOLATIONS, type ViolationId } from './violations.ts';
import { type Language, word } from './wording.ts';

/** What the services are given: accounts, databases, clock and violation. */
export interface ServicesOptions extends TrustOptions {
  /** The employees of the provider, who open the files. */
  readonly staff: readonly Account[];
  /** They can log in, but no service does anything for them. */
  readonly citizens: readonly Account[];
  readonly officers: readonly Account[];
  /** What the databases know, or where they are asked. */
  readonly registers: RegisterContents | GatewayAddress;
  /** The key that signs what the service sends. */
  readonly gateway: SealKey;
  readonly violation?: ViolationId | null;
  /** By default the clock of the machine. */
  readonly now?: () => Date;
  /** How many milliseconds a silent database is waited for; default 200. */
  readonly patienceMs?: number;
}

interface Session {
  readonly id: string;
  readonly login: string;
  /** Null where the login was refused. */
  readonly role: 'QYZMETKER' | 'AZAMAT' | 'UAKILETTI' | null;
  readonly record: Record;
}

type Serve = (message: Message, language: Language) => Node | Promise<Node>;
/** Services by their `serviceId`. */
type Table = { readonly [serviceId: string]: Serve };

/** The services, by the channel that offers them. */
export interface Services {
  /** The services of the SyncChannel, which answer while the sender waits. */
  readonly quick: Table;
  /** The services of the AsyncChannel, which answer later: the look-up in the databases and the officer's decision. */
  readonly slow: Table;
  /** Checks that somebody is logged in, before a message is taken. @throws Fault `TRL-401` where nobody is */
  admit(message: Message): void;
}

/** Opens services that share their state with no others. @throws RangeError for an unknown violation */
export function openServices(options: ServicesOptions): Services {
  const { now: wall = () => new Date(), patienceMs = 200 } = options;
  let movedMs = 0;
  const now = (): Date => new Date(wall().getTime() + movedMs);
  const breaks = chooseViolation<ViolationId>([...VIOLATIONS, ...CALL_VIOLATIONS], options.violation);
  const accounts = { QYZMETKER: options.staff, AZAMAT: options.citizens, UAKILETTI: options.officers };
  const registers =
    'counterparties' in options.registers
      ? new GatewayRegisters(options.registers, { key: options.gateway, now, patienceMs, breaks })
      : new Registers(options.registers, patienceMs);
  const sessions = new Map<string, Session>();
  const files = new Map<string, File>();
  let numbers = 0;
  const office: Office = { trust: options, breaks, now, registers, nextNumber: () => `TRL/${++numbers}/13` };

  function logIn(data: Node): Session {
    const login = textAt(data, 'kiru', 'login');
    const role = textAt(data, 'kiru', 'rol');
    if (!isRole(role)) throw new Fault('TRL-400', `rol: one of ${Object.keys(accounts)}`);
    const found = loginObjection(accounts[role], login, textAt(data, 'kiru', 'qupiyasoz'));
    const isForgiven =
      (found === 'password' && breaks('any-password')) || (found === 'nobody' && breaks('unknown-login'));
    const isIn = found === null || isForgiven;
    const id = guid(`session ${sessions.size}`);
    const session: Session = { id, login, role: isIn ? role : null, record: { steps: [], messages: [] } };
    const at = now();
    const doer = breaks('login-by-system') ? 'E_LICENZIYALAU' : 'QYZMET_KORSETUSHI';
    write(session.record, ['KIRU', doer, 'ORYNDALDY'], [at, at]);
    if (!isIn) {
      const outcome = breaks('login-refusal-as-service') ? 'DEREK_QATE' : 'RUQSAT_JOQ';
      const more = { cause: found === 'nobody' ? '11' : '12', silent: breaks('login-refused-silently') } as const;
      write(session.record, ['KIRUDEN_BAS_TARTU', 'E_LICENZIYALAU', outcome], [at, at], more);
    }
    sessions.set(id, session);
    return session;
  }

  function admitted({ sessionId }: Message): Session {
    const session = sessions.get(sessionId);
    if (session === undefined || session.role === null) throw new Fault('TRL-401', 'Сессия жоқ / нет сессии');
    return session;
  }

  function employee(message: Message): Session {
    const session = admitted(message);
    if (session.role !== 'QYZMETKER') throw new Fault('TRL-403', 'Рұқсат жоқ / нет доступа');
    return session;
  }

  /** The file that the message names. Somebody else's file is found only under the violation `opensTo`. @throws Fault `TRL-404` */
  async function fileOf(message: Message, opensTo: ViolationId | null = null): Promise<File> {
    const { login } = admitted(message);
    const file = files.get(textAt(message.data, 'is', 'id'));
    const isOpen = opensTo !== null && breaks(opensTo);
    if (file === undefined || (file.owner !== login && !isOpen))
      throw new Fault('TRL-404', 'Іс табылмады / дело не найдено');
    await file.settle();
    return file;
  }

  const quick: Table = {
    TRL_KIRU: ({ data }, language) => showSession(logIn(data), language),
    TRL_SEANS: ({ data, sessionId }, language) => {
      const session = sessions.get(textAt(data, 'seans', 'id') || sessionId);
      if (session === undefined) throw new Fault('TRL-404', 'Сеанс табылмады / сеанс не найден');
      return showSession(session, language);
    },
    TRL_IS_ASHU: (message, language) => {
      const { login, record } = employee(message);
      const file = new File(`is-${files.size + 1}`, login, record, office);
      files.set(file.id, file);
      return showFile(file, language);
    },
    TRL_IS_TOLTYRU: async (message, language) => {
      const file = await fileOf(message, 'fillable-by-anyone');
      file.fill(textAt(message.data, 'is', 'zhsnBsn'));
      return showFile(file, language);
    },
    TRL_QUJAT_QOSU: async (message, language) => {
      const file = await fileOf(message, 'attachable-by-anyone');
      if (textAt(message.data, 'is', 'qujat', 'mazmuny') === '') throw new Fault('TRL-400', 'qujat/mazmuny is empty');
      await file.attach();
      return showFile(file, language);
    },
    TRL_IS_OQU: async (message, language) => showFile(await fileOf(message, 'readable-by-anyone'), language),
    TRL_LICENZIYA: async (message) => {
      const { licence } = await fileOf(message, 'licence-for-anyone');
      if (licence === null) throw new Fault('TRL-404', 'Лицензия жоқ / лицензии нет');
      const { document, signature } = licence;
      const qoltanba = signature === null ? {} : { qoltanba: base64(signature) };
      return { licenziya: { turi: 'application/pdf', qujat: base64(document), ...qoltanba } };
    },
    TRL_TARIH: (message) => {
      const { login } = employee(message);
      const own = [...files.values()].filter(
        ({ owner, standing }) => owner === login && !(standing === 'BERILDI' && breaks('issued-not-listed')),
      );
      return { tarih: { is: own.map(({ id, standing, number }) => ({ id, kui: standing, nomir: number ?? '' })) } };
    },
    TRL_SYNAQ_SAGAT: ({ data }) => {
      const seconds = Number(textAt(data, 'sagat', 'alga'));
      if (!Number.isFinite(seconds) || seconds < 0) throw new Fault('TRL-400', 'alga: seconds, from 0');
      movedMs += seconds * 1000;
      return { sagat: { uaqyty: now().toISOString() } };
    },
    TRL_SYNAQ_DEREKQOR: async ({ data }) => {
      const database = DATABASES.find((known) => known === textAt(data, 'derekqor', 'ataui'));
      const mode = MODES.find((known) => known === textAt(data, 'derekqor', 'kui'));
      if (database === undefined || mode === undefined) throw new Fault('TRL-400', 'no such database or mode');
      await registers.behave(database, mode);
      return { derekqor: { ataui: database, kui: mode } };
    },
  };

  const slow: Table = {
    TRL_DEREK_SURAU: async (message, language) => {
      const file = await fileOf(message);
      await file.lookUp();
      return showFile(file, language);
    },
    TRL_SHESHIM: async (message, language) => {
      if (admitted(message).role !== 'UAKILETTI') throw new Fault('TRL-403', 'Рұқсат жоқ / нет доступа');
      const file = files.get(textAt(message.data, 'is', 'id'));
      const decision = textAt(message.data, 'is', 'sheshim');
      if (file === undefined) throw new Fault('TRL-404', 'Іс табылмады / дело не найдено');
      if (!isDecision(decision)) throw new Fault('TRL-400', `sheshim: one of ${Object.keys(DECISIONS)}`);
      await file.settle();
      await file.decide(decision);
      return showFile(file, language);
    },
  };

  function showSession({ id, role, record }: Session, language: Language): Node {
    const spoken = breaks('login-refused-in-kazakh') ? 'kk' : language;
    return { seans: { id, kui: role === null ? 'BAS_TARTYLDY' : 'ASHYQ', ...showRecord(record, spoken) } };
  }

  return { quick, slow, admit: (message) => void admitted(message) };
}

const isDecision = (text: string): text is Decision => Object.hasOwn(DECISIONS, text);
const isRole = (text: string): text is NonNullable<Session['role']> =>
  ['QYZMETKER', 'AZAMAT', 'UAKILETTI'].includes(text);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A GUID that is derived from a text, so that it is the same in every run; in braces, as the gateway writes it. */
export function guid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `{${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}}`;
}

function showFile(file: File, language: Language): Node {
  const { id, owner, standing, number } = file;
  return { is: { id, iesi: owner, kui: standing, nomir: number ?? '', ...showRecord(file, language) } };
}

function showRecord({ steps, messages }: Record, language: Language): { [name: string]: Node } {
  return {
    qadamdar: {
      qadam: steps.map(({ code, doer, begun, ended, outcome }) => ({
        kod: code,
        oryndaushy: doer,
        bastaldy: begun.toISOString(),
        ayaqtaldy: ended.toISOString(),
        natije: outcome,
      })),
    },
    habarlar: {
      habar: messages.map(({ step, outcome, cause, number, at }) => ({
        qadam: step,
        turi: outcome,
        sebep: cause ?? '',
        nomir: number ?? '',
        uaqyty: at.toISOString(),
        til: language,
        matin: word(outcome, cause, number, language),
      })),
    },
  };
}
