// Answers the messages of the national signing client: the module commonUtils, and the sign of the newer module basics.
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { parseBounded } from '../../../schemas/bounded-json.ts';
import { type SigningKey, signCms } from '../../../schemas/pki/cms.ts';
import { infoOf, keyFor, type Storage, Unsigned, usageOf } from './storage.ts';
import { signXml } from './xml-signing.ts';

/** A signing client with whoever sits before it. */
export interface Desk extends Storage {
  readonly now: Date;
  /** A time stamp token over bytes. */
  stamp(bytes: Uint8Array): Promise<Uint8Array>;
}

const HEARTBEAT = '--heartbeat--';
const COMMON = 'kz.gov.pki.knca.commonUtils';
const BASICS = 'kz.gov.pki.knca.basics';
const DIGEST_BYTES = 32;

const Text = Type.String();
const Texts = Type.Union([Text, Type.Array(Text, { minItems: 1, maxItems: 100 })]);
/** Pages write these both ways. */
const Flag = Type.Union([Type.Boolean(), Type.Enum(['true', 'false'])]);
const Keyed = { module: Text, method: Text };
const Message = Type.Object({ ...Keyed, args: Type.Optional(Type.Unknown()) });
const BasicsSign = Type.Object({
  format: Type.Enum(['cms', 'xml']),
  data: Texts,
  signingParams: Type.Optional(
    Type.Object({
      decode: Type.Optional(Flag),
      encapsulate: Type.Optional(Flag),
      digested: Type.Optional(Flag),
      tsaProfile: Type.Optional(Type.Unknown()),
      tbsElementXPath: Type.Optional(Text),
      signatureParentElementXPath: Type.Optional(Text),
    }),
  ),
  signerParams: Type.Optional(
    Type.Object({
      extKeyUsageOids: Type.Optional(Type.Array(Text)),
      iin: Type.Optional(Text),
      bin: Type.Optional(Text),
    }),
  ),
});

/** The answer to one message; both are text frames. It never throws. */
export async function answerMessage(text: string, desk: Desk): Promise<string> {
  // Pages send this to keep the connection alive.
  if (text === HEARTBEAT) return HEARTBEAT;
  try {
    const { module, method, args } = shaped(Message, parsed(text), 'message');
    if (module === BASICS) return await answerBasics(method, args, desk);
    if (module !== COMMON) return failed(`there is no module ${module.slice(0, 100)}`);
    return JSON.stringify({
      code: '200',
      responseObject: await perform(method, Array.isArray(args) ? args : [], desk),
    });
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'nothing was signed');
  }
}

const failed = (message: string): string => JSON.stringify({ code: '500', message });

/** The newer module tells a window that was closed by an answer without a result. */
async function answerBasics(method: string, args: unknown, desk: Desk): Promise<string> {
  try {
    if (method !== 'sign') throw new Unsigned(`there is no method ${method.slice(0, 100)} in ${BASICS}`);
    return JSON.stringify({ status: true, body: { result: await signBasics(shaped(BasicsSign, args, 'args'), desk) } });
  } catch (error) {
    if (error instanceof Unsigned && error.cancelled) return JSON.stringify({ status: true, body: {} });
    const message = error instanceof Error ? error.message : 'nothing was signed';
    return JSON.stringify({ status: false, code: '500', message, details: '' });
  }
}

function parsed(text: string): unknown {
  try {
    return parseBounded(text);
  } catch {
    throw new Unsigned('the message is no JSON');
  }
}

function shaped<T extends TSchema>(schema: T, value: unknown, name: string): Static<T> {
  if (Value.Check(schema, value)) return value;
  const [error] = Value.Errors(schema, value);
  throw new Unsigned(`${name}${error?.instancePath ?? ''}: ${error?.message ?? 'is wrong'}`);
}

/** The methods of the older module, whose arguments have places and no names. */
async function perform(method: string, args: readonly unknown[], desk: Desk): Promise<unknown> {
  const text = (at: number): string => shaped(Text, args[at] ?? '', `args/${at}`);
  const sign = (how: { stamped: boolean; digested: boolean }) => {
    const key = keyFor(desk, { usages: usageOf(text(1)) });
    return signData(text(2), key, desk, { ...how, decoded: true, encapsulated: isSet(args[3]) });
  };
  switch (method) {
    case 'getActiveTokens':
      // The keys lie in a file, which is no token.
      return [];
    case 'changeLocale':
      return null;
    case 'getKeyInfo':
      return infoOf(keyFor(desk), desk.chosen);
    case 'createCAdESFromBase64':
      return sign({ stamped: false, digested: false });
    case 'createCAdESFromBase64Hash':
      return sign({ stamped: false, digested: true });
    case 'createCMSSignatureFromBase64':
      return sign({ stamped: true, digested: false });
    case 'signXml':
      return signXml(text(2), keyFor(desk, { usages: usageOf(text(1)) }), { signed: text(3), parent: text(4) });
    case 'signXmls': {
      const key = keyFor(desk, { usages: usageOf(text(1)) });
      const places = { signed: text(3), parent: text(4) };
      return shaped(Type.Array(Text), args[2], 'args/2').map((xml) => signXml(xml, key, places));
    }
    default:
      throw new Unsigned(`there is no method ${method.slice(0, 100)} in ${COMMON}`);
  }
}

async function signBasics(
  { format, data, signingParams = {}, signerParams = {} }: Static<typeof BasicsSign>,
  desk: Desk,
) {
  const key = keyFor(desk, { usages: signerParams.extKeyUsageOids ?? [], ...signerParams });
  const all = typeof data === 'string' ? [data] : data;
  if (format === 'xml') {
    const { tbsElementXPath: signed = '', signatureParentElementXPath: parent = '' } = signingParams;
    const made = all.map((xml) => signXml(xml, key, { signed, parent }));
    return typeof data === 'string' ? made[0] : made;
  }
  const { decode = false, encapsulate = true, digested = false, tsaProfile } = signingParams;
  const stamped = tsaProfile !== undefined && tsaProfile !== null;
  const how = { decoded: isSet(decode), encapsulated: isSet(encapsulate), digested: isSet(digested), stamped };
  return Promise.all(all.map((text) => signData(text, key, desk, how)));
}

const isSet = (flag: unknown): boolean => flag === true || flag === 'true';

interface How {
  /** Whether the text is base64 of what is to be signed. */
  readonly decoded: boolean;
  readonly encapsulated: boolean;
  /** Whether what is given is the digest of what is to be signed. */
  readonly digested: boolean;
  readonly stamped: boolean;
}

async function signData(text: string, key: SigningKey, { now, stamp }: Desk, how: How): Promise<string> {
  if ((how.decoded || how.digested) && !/^(?:[A-Za-z0-9+/\s]*)={0,2}\s*$/u.test(text))
    throw new Unsigned('the data are no base64');
  const bytes = Buffer.from(text, how.decoded || how.digested ? 'base64' : 'utf8');
  if (how.digested && bytes.byteLength !== DIGEST_BYTES)
    throw new Unsigned(`the digest has ${bytes.byteLength} bytes and not the ${DIGEST_BYTES} of SHA-256`);
  const signature = await signCms(bytes, key, now, {
    ...{ namesCertificate: true, holdsContent: how.encapsulated && !how.digested },
    ...(how.digested ? { digest: bytes } : {}),
    ...(how.stamped ? { stamp } : {}),
  });
  return Buffer.from(signature).toString('base64');
}
