// The driver contract: the operations through which a portal can be driven directly, with the shapes of their inputs and answers.
import { type Static, type TSchema, Type } from 'typebox';
import {
  CAUSE_NAMES,
  COMPLETIONS,
  DOCUMENT_KINDS,
  LANGUAGES,
  MEANS,
  MESSAGES,
  type Role,
  STATUSES,
} from '../vocabulary.ts';

const strict = { additionalProperties: false };
const Instant = Type.String({
  description: 'ISO 8601 with an offset.',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
});
const Base64 = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' });
const Key = Type.String({ minLength: 1, maxLength: 200 });
const Words = Type.String({ maxLength: 2000 });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * What only a test can make a portal do. Assertions that need a control which the portal lacks cannot be observed on it. `asked`: the portal
 * asks counterparties that write down what they are asked, and their record can be read.
 */
export const CONTROLS = ['worlds', 'clock', 'payment-sandbox', 'decision', 'counterparties', 'asked'] as const;
export type Control = (typeof CONTROLS)[number];

/**
 * The systems that a portal exchanges messages with. `crl`, `ocsp` and `tsa` are three ways in which the certification authority answers:
 * by its revocation lists, by its online responder, and with time stamps.
 */
export const COUNTERPARTIES = [
  'individuals-registry',
  'organisations-registry',
  'notary-is',
  'payment-gateway',
  'gateway',
  'regional-gateway',
  'e-licensing',
  'psc-is',
  'leb-is',
  'crl',
  'ocsp',
  'tsa',
] as const;
export type Counterparty = (typeof COUNTERPARTIES)[number];

/** The counterparties that are services of the certification authority, and take no messages. */
export const AUTHORITY_SERVICES = ['crl', 'ocsp', 'tsa'] as const satisfies Counterparty[];
export type AuthorityService = (typeof AUTHORITY_SERVICES)[number];

/** The counterparties in which a portal looks an applicant up. */
export const DATABASES = [
  'individuals-registry',
  'organisations-registry',
  'notary-is',
] as const satisfies Counterparty[];

/** Whoever a message can be sent to: a counterparty, or the portal itself. */
export type Addressee = Counterparty | 'portal';

/** The addressee that stands for a party: the portal, or the counterparty with the party's id; null where nothing can be sent to it. */
export function addresseeOf({ id, role }: { id: string; role: Role }): Addressee | null {
  return role === 'portal' ? 'portal' : (COUNTERPARTIES.find((counterparty) => counterparty === id) ?? null);
}

/** The kind of person who logs in to a flow, by the `entry` of the flow. */
export const ENTRANCES = { portal: 'applicant', employee: 'employee', operator: 'operator' } as const;

/** How a counterparty behaves: it answers properly, finds no record, answers with an error, never answers, or answers only after a while. */
export const COUNTERPARTY_MODES = ['answers', 'misses', 'fails', 'hangs', 'lags'] as const;
export type CounterpartyMode = (typeof COUNTERPARTY_MODES)[number];

/**
 * What the contract asks of a portal only where its description names it, so that a portal which was written before stays right.
 *
 * Of `readRequest`, `attachments` are the documents that are attached to the request, `onPaper` is the mark that they exist on paper,
 * which `attach` takes, and `form` is the form as it stands. `signedContent`: what `readContent` gives holds the values that `fill` was given, and the
 * attached documents or their digests. `applicantResult`: who is named as `applicant` in a form that staff has filled in can log in and
 * fetch its result. Of `readPages`, `screenTitles` are what stands above the screens, `contacts` are whom it says to ask, `surveyTitle` is
 * what stands above the survey, `surveyText` the words of its questions and answers, and `serviceName` the name under which the service is
 * offered; `leadsTo`, there and in `readHistory`, says where pressing each button leads. `staff`: the roster has a login for each party of
 * the provider that acts, and a step is taken from its own party only. `logOut` and `registration`: there are the operations `logOut` and
 * `register`. `loginCertificate`: `authenticate` takes the certificate of whoever logs in. `sentTo`: the form has a field `email`, and the notification of a
 * result that was handed over by e-mail says to which address. `registeredOn`: the view of a request carries
 * the date that it is given with its number. `attorney`: `fill` takes, under that name, the number of a representative whose power of attorney
 * a notary has certified. Of `readPages`, `buttonLabels` are the names that the buttons bear. `idempotency`: an operation that changes something is sent with the
 * header `Idempotency-Key`, and a portal that gets it once more with the same key gives the answer that it gave, and does nothing else.
 */
export const ADDITIONS = [
  'attachments',
  'signedContent',
  'applicantResult',
  'screenTitles',
  'contacts',
  'surveyTitle',
  'surveyText',
  'staff',
  'onPaper',
  'logOut',
  'form',
  'leadsTo',
  'serviceName',
  'registration',
  'loginCertificate',
  'registeredOn',
  'attorney',
  'buttonLabels',
  'sentTo',
  'idempotency',
] as const;
export type Addition = (typeof ADDITIONS)[number];

/** Whose portal it is and which version of it, as its supplier says; both stand in the act of a check. */
export const About = Type.Object(
  {
    operator: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Who runs the portal.' })),
    version: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'The version of its software.' })),
  },
  { ...strict, description: 'What the act of a check says of the portal besides its name and address.' },
);

/** What the portal says that it offers. For a portal that speaks the contract this is its conformance statement (ICS). */
export const Description = Type.Object(
  {
    contract: Type.Literal('reglament-driver/1'),
    name: Type.String({ minLength: 1 }),
    flows: Type.Array(Type.String({ pattern: '^[a-z0-9-]+/[a-z0-9-]+$' })),
    controls: Type.Array(Type.Enum([...CONTROLS])),
    languages: Type.Array(Type.Enum([...LANGUAGES])),
    provider: Type.Optional(
      Type.Object(
        {
          bin: Type.String({ pattern: '^\\d{12}$' }),
          heads: Type.Optional(
            Type.Array(Type.String({ pattern: '^\\d{12}$' }), {
              minItems: 1,
              description: 'The IIN of its head and of each deputy, where results are theirs alone to sign.',
            }),
          ),
        },
        { ...strict, description: 'The organisation whose authorised person signs the results.' },
      ),
    ),
    about: Type.Optional(About),
    asks: Type.Optional(
      Type.Array(Type.Enum([...COUNTERPARTIES]), {
        description:
          'With the control `asked`: which of the counterparties in the record it asks; all where this is left out.',
      }),
    ),
    ownDecision: Type.Optional(
      Type.Literal(true, {
        description:
          'It decides by itself where nothing is wrong with a request: a run waits for that, and has an officer decide only otherwise.',
      }),
    ),
    additions: Type.Optional(
      Type.Array(Type.Enum([...ADDITIONS]), {
        description: 'The optional parts of the contract that it offers as well.',
      }),
    ),
  },
  strict,
);
export type Description = Static<typeof Description>;

const Credentials = Type.Object({ id: Key, password: Key }, strict);
const SigningKey = Type.Object({ certificatePem: Type.String(), privateKeyPem: Type.String() }, strict);
/** A pair that the applicant may sign with: a certificate and the private key that belongs to it, both PEM. */
export type SigningKey = Static<typeof SigningKey>;

/**
 * The test persons and signing keys of a portal: `good` ones, and for each cause one that provokes it. Where `employee` or `operator` is
 * given, staff of that kind log in as such in the place of `good`, and sign with certificates named `employee-good`, `employee-expired`
 * and so on; where it is not, `good` has to be let in as staff too. Under `staff` the people of the provider have logins of their own, by the
 * ids of the parties as which they act, and log in as officers; `officer` does the steps of the others. Under `by-bin` is an organisation that logs in with its BIN,
 * under `employee-by-bin` and `operator-by-bin` staff who do. `attorney` represents an applicant, and logs in nowhere.
 * `unregistered` (and `unregistered-by-bin`, an organisation) is nobody whom the portal knows yet; the certificate of that name is theirs.
 */
export const Roster = Type.Object(
  {
    credentials: Type.Record(Type.String(), Credentials),
    officer: orNull(Credentials),
    employee: Type.Optional(Credentials),
    operator: Type.Optional(Credentials),
    staff: Type.Optional(Type.Record(Type.String(), Credentials)),
    certificates: Type.Record(Type.String(), SigningKey),
    issuers: Type.Array(Type.String({ description: 'PEM certificates that the portal trusts.' })),
  },
  strict,
);
export type Roster = Static<typeof Roster>;

const CounterpartySetting = Type.Object(
  { counterparty: Type.Enum([...COUNTERPARTIES]), mode: Type.Enum([...COUNTERPARTY_MODES]) },
  strict,
);

const World = Type.Object({ world: Key, now: Instant, roster: Roster }, strict);

/** One step of a session or request, as the portal recorded it. */
export const HistoryEntry = Type.Object(
  {
    action: Key,
    actor: Key,
    startedAt: Instant,
    finishedAt: orNull(Instant),
    completion: orNull(Type.Enum([...COMPLETIONS])),
  },
  strict,
);
export type HistoryEntry = Static<typeof HistoryEntry>;

/** One message of the portal to the person. `action` is the step that produced it. */
export const Notification = Type.Object(
  {
    kind: Type.Enum([...COMPLETIONS]),
    action: Key,
    at: Instant,
    cause: Type.Union([Type.Enum(CAUSE_NAMES), Type.Array(Type.Enum(CAUSE_NAMES), { minItems: 1 }), Type.Null()], {
      description: 'The cause, or several where the portal does not tell them apart.',
    }),
    language: Type.Enum([...LANGUAGES]),
    text: Type.String({ maxLength: 10_000 }),
    number: orNull(Type.String({ maxLength: 100 })),
    means: Type.Optional(
      Type.Enum([...MEANS], { description: 'How the result was handed over, where the text leaves a choice.' }),
    ),
    sentTo: Type.Optional(
      Type.String({
        maxLength: 320,
        description: 'The address to which the result was sent, where that was by e-mail.',
      }),
    ),
  },
  strict,
);
export type Notification = Static<typeof Notification>;

/** What the portal shows of a session: whether the person was let in, and the steps that led to it. */
export const SessionView = Type.Object(
  {
    session: Key,
    state: Type.Enum(['pending', 'authorised', 'refused']),
    token: orNull(Key),
    history: Type.Array(HistoryEntry),
    notifications: Type.Array(Notification),
  },
  strict,
);
export type SessionView = Static<typeof SessionView>;

/** What the portal shows of a request; its history begins with the steps of the session that opened it. */
export const RequestView = Type.Object(
  {
    request: Key,
    state: Type.Enum(['open', 'refused', 'completed']),
    number: orNull(Type.String({ maxLength: 100 })),
    feeMinorUnits: orNull(Type.Integer({ minimum: 0 })),
    history: Type.Array(HistoryEntry),
    notifications: Type.Array(Notification),
    registeredOn: Type.Optional(
      Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), Type.Null()], {
        description:
          'The date that the request was given with its number; null while it has none, absent where dates are not shown.',
      }),
    ),
    result: Type.Boolean({ description: 'Whether a result can be fetched.' }),
    attachments: Type.Optional(
      Type.Array(Type.Object({ name: Key, mediaType: Key }, strict), {
        description: 'The documents that are attached to the request, in the order of their coming.',
      }),
    ),
    form: Type.Optional(
      Type.Union([Type.Record(Type.String({ maxLength: 100 }), Words), Type.Null()], {
        description:
          'The form of the request as it is shown now, with what was entered by the names of its fields: empty before it is filled in, null where none is shown.',
      }),
    ),
    onPaper: Type.Optional(
      Type.Boolean({ description: 'Whether the form is marked that the documents exist on paper.' }),
    ),
  },
  strict,
);
export type RequestView = Static<typeof RequestView>;

/** The result of the service: the document, and the detached CMS signature of the authorised person over its bytes. */
export const ResultView = Type.Object(
  {
    mediaType: Type.String(),
    document: Base64,
    signature: Base64,
    kind: Type.Optional(
      Type.Enum([...DOCUMENT_KINDS], { description: 'Which kind of document it is; without it, its words tell.' }),
    ),
  },
  strict,
);
export type ResultView = Static<typeof ResultView>;

const LeadsTo = Type.Optional(
  Type.Array(Type.Object({ button: Key, operation: Key }, strict), {
    description:
      'Where pressing a button leads: to the operation that it performs, and to those that the person is asked for next. An entry for each.',
  }),
);

/** What the portal offers on a request at this moment. `survey` is null while it cannot be answered. */
export const PagesView = Type.Object(
  {
    screens: Type.Array(Type.String({ pattern: '^\\d+/\\d+(\\.\\d+)*$', maxLength: 20 }), {
      description: 'The figures of the regulation that the portal has a screen for, each as `annex/figure`.',
    }),
    screenTitles: Type.Optional(
      Type.Array(Words, {
        description: 'What stands above each of the `screens`, which are then in the order in which they are come to.',
      }),
    ),
    buttons: Type.Array(Key, { description: 'What the buttons do that can be pressed now: open, save-pdf.' }),
    fields: Type.Array(
      Type.Object(
        { is: Key, value: orNull(Type.String({ maxLength: 2000 })) },
        { ...strict, description: 'What is asked for now; the value is what the portal has filled in by itself.' },
      ),
    ),
    shows: Type.Array(
      Type.Object(
        { is: Key, value: Type.String({ maxLength: 2000 }) },
        { ...strict, description: 'What is shown of the request now: iin-bin, number, kind, status, term.' },
      ),
    ),
    survey: orNull(
      Type.Array(
        Type.Object(
          {
            question: Type.Integer({ minimum: 1 }),
            answers: Type.Array(Type.Integer({ minimum: 1 })),
            text: Type.Optional(Words),
            answerTexts: Type.Optional(
              Type.Array(Words, {
                description: 'The words of the answers, in the order of their numbers in `answers`.',
              }),
            ),
          },
          strict,
        ),
      ),
    ),
    leadsTo: LeadsTo,
    buttonLabels: Type.Optional(
      Type.Array(Type.Object({ button: Key, label: Words }, strict), { description: 'What stands on each button.' }),
    ),
    serviceName: Type.Optional(
      Type.String({ maxLength: 2000, description: 'The name under which the service is offered where it is chosen.' }),
    ),
    surveyTitle: Type.Optional(orNull(Words)),
    contacts: Type.Optional(
      Type.Array(Type.String({ maxLength: 200 }), { description: 'Where information and advice can be had.' }),
    ),
  },
  strict,
);
export type PagesView = Static<typeof PagesView>;

/** One message between systems about a request, as its receiver recorded it. `from` and `to` are ids of parties of the regulation. */
export const SystemMessage = Type.Object(
  {
    action: Key,
    from: Key,
    to: Key,
    what: Type.Enum([...MESSAGES]),
    status: orNull(Type.Enum([...STATUSES])),
    at: Instant,
  },
  strict,
);
export type SystemMessage = Static<typeof SystemMessage>;

/** What came of a call: a record, the word that there is none, a fault, or nothing (yet). */
export const CALL_ANSWERS = ['record', 'none', 'fault', 'nothing'] as const;

/** One call that a counterparty got, as it wrote it down: when, from whom, and about what, but not what it said. */
export const AskedCall = Type.Object(
  {
    n: Type.Integer({
      minimum: 1,
      description: 'Its place among all calls of the record, also of those that are kept no more.',
    }),
    at: Instant,
    counterparty: Type.Enum([...COUNTERPARTIES]),
    operation: Type.String({
      maxLength: 100,
      description: 'The serviceId of the message, or what is asked of the authority.',
    }),
    sender: orNull(Type.String({ maxLength: 100 })),
    persons: Type.Array(Type.String({ pattern: '^\\d{12}$' }), {
      maxItems: 20,
      description: 'Every IIN and BIN that stands in it.',
    }),
    request: orNull(Type.String({ maxLength: 200 })),
    payment: orNull(Type.String({ maxLength: 200 })),
    certificates: Type.Array(Type.String({ pattern: '^[0-9a-f]+$', maxLength: 64 }), {
      maxItems: 20,
      description: 'The serial numbers, in hexadecimal digits, of the certificates that the authority is asked for.',
    }),
    answered: Type.Enum([...CALL_ANSWERS]),
    until: Type.Union([Instant, Type.Null()], {
      description: 'Until when the answer may be kept: the next update of a revocation list.',
    }),
  },
  strict,
);
export type AskedCall = Static<typeof AskedCall>;

/** How many calls a record keeps; the oldest are left out. */
export const MOST_ASKED = 500;

/**
 * The record of the counterparties. `last` is the number of the last call, 0 where there was none; `calls` are the latest, in their order; `now`
 * is the time by the clock that they go by.
 */
export const AskedView = Type.Object(
  { now: Instant, last: Type.Integer({ minimum: 0 }), calls: Type.Array(AskedCall, { maxItems: MOST_ASKED }) },
  strict,
);
export type AskedView = Static<typeof AskedView>;

/** The body of the answer to an operation that the portal does not accept: problem details (RFC 9457). */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String(),
  },
  strict,
);
export type Problem = Static<typeof Problem>;

/** One operation: its HTTP method and path, the control that it needs, its input, and its answer when the portal accepts it. */
export interface OperationShape {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  summary: string;
  control: Control | null;
  input: TSchema | null;
  output: TSchema;
}

/** Every operation of the contract. A path may contain `{session}` or `{request}`; the session's token is sent as a bearer token. */
export const OPERATIONS = {
  describe: {
    method: 'GET',
    path: '/',
    summary: 'Say what the portal offers',
    control: null,
    input: null,
    output: Description,
  },
  openWorld: {
    method: 'POST',
    path: '/worlds',
    summary: 'Make a fresh isolated world',
    control: 'worlds',
    input: Type.Object({ seed: Type.Integer({ minimum: 0 }), now: Instant }, strict),
    output: World,
  },
  advanceClock: {
    method: 'POST',
    path: '/clock',
    summary: 'Move the clock of the world forward',
    control: 'clock',
    input: Type.Object({ seconds: Type.Number({ minimum: 0, maximum: 31_622_400 }) }, strict),
    output: Type.Object({ now: Instant }, strict),
  },
  makePayment: {
    method: 'POST',
    path: '/payments',
    summary: 'Pay into the sandbox of the payment gateway',
    control: 'payment-sandbox',
    input: Type.Object(
      {
        request: Key,
        standing: Type.Enum(['good', 'paid-too-little', 'paid-for-another-request', 'payment-reversed']),
      },
      strict,
    ),
    output: Type.Object({ payment: Key }, strict),
  },
  setCounterparty: {
    method: 'POST',
    path: '/counterparties',
    summary: 'Choose how a counterparty behaves from now on',
    control: 'counterparties',
    input: CounterpartySetting,
    output: CounterpartySetting,
  },
  readMessages: {
    method: 'GET',
    path: '/requests/{request}/messages',
    summary:
      'Read which messages about a request the systems around the portal received, in the order of their arrival',
    control: 'counterparties',
    input: null,
    output: Type.Object({ messages: Type.Array(SystemMessage) }, strict),
  },
  readAsked: {
    method: 'GET',
    path: '/asked',
    summary: 'Read what the systems around the portal were asked, in the order of the calls',
    control: 'asked',
    input: null,
    output: AskedView,
  },
  authenticate: {
    method: 'POST',
    path: '/sessions',
    summary: 'Log in to use a service',
    control: null,
    input: Type.Object(
      {
        regulation: Key,
        flow: Key,
        as: Type.Enum(['applicant', 'employee', 'operator', 'officer']),
        id: Type.String({ maxLength: 100 }),
        password: Type.String({ maxLength: 200 }),
        certificatePem: Type.Optional(
          Type.String({ maxLength: 20_000, description: 'Of whoever logs in, where the text has it presented.' }),
        ),
      },
      strict,
    ),
    output: SessionView,
  },
  register: {
    method: 'POST',
    path: '/accounts',
    summary: 'Register somebody whom the portal does not know yet; one whom it knows already is refused with 409',
    control: null,
    input: Type.Object(
      {
        regulation: Key,
        flow: Key,
        id: Type.String({ maxLength: 100 }),
        password: Type.String({ maxLength: 200 }),
        certificatePem: Type.Optional(
          Type.String({ maxLength: 20_000, description: 'Of whoever registers, where the text has it so.' }),
        ),
      },
      strict,
    ),
    output: Type.Object({ registered: Type.Literal(true) }, strict),
  },
  readSession: {
    method: 'GET',
    path: '/sessions/{session}',
    summary: 'Read a session',
    control: null,
    input: null,
    output: SessionView,
  },
  logOut: {
    method: 'POST',
    path: '/sessions/{session}/end',
    summary: 'End the session, so that its token lets nobody in any more',
    control: null,
    input: Type.Object({}, strict),
    output: Type.Object({ session: Key }, strict),
  },
  open: {
    method: 'POST',
    path: '/requests',
    summary: 'Choose the service and get its form',
    control: null,
    input: Type.Object({ session: Key, variant: Type.Optional(Key) }, strict),
    output: RequestView,
  },
  fill: {
    method: 'PUT',
    path: '/requests/{request}/form',
    summary: 'Fill in the form',
    control: null,
    input: Type.Object(
      { values: Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 2000 })) },
      strict,
    ),
    output: RequestView,
  },
  attach: {
    method: 'POST',
    path: '/requests/{request}/attachments',
    summary: 'Attach a document: to the form while it is filled in, or in a step of its own, as the text has it',
    control: null,
    input: Type.Object(
      {
        name: Key,
        mediaType: Key,
        content: Base64,
        onPaper: Type.Optional(
          Type.Boolean({
            description: 'The mark on the form that the documents exist on paper, where the text has one.',
          }),
        ),
      },
      strict,
    ),
    output: RequestView,
  },
  pay: {
    method: 'POST',
    path: '/requests/{request}/payment',
    summary: 'Come back from the payment gateway, with a payment or without',
    control: null,
    input: Type.Object({ payment: orNull(Key) }, strict),
    output: RequestView,
  },
  chooseCertificate: {
    method: 'POST',
    path: '/requests/{request}/certificate',
    summary: 'Choose the certificate to sign with',
    control: null,
    input: Type.Object({ certificatePem: Type.String({ maxLength: 20_000 }) }, strict),
    output: RequestView,
  },
  readContent: {
    method: 'GET',
    path: '/requests/{request}/content',
    summary: 'Read the bytes that are to be signed',
    control: null,
    input: null,
    output: Type.Object({ content: Base64 }, strict),
  },
  sign: {
    method: 'POST',
    path: '/requests/{request}/signature',
    summary: 'Hand in the detached CMS signature over those bytes',
    control: null,
    input: Type.Object({ cms: Base64 }, strict),
    output: RequestView,
  },
  lookUp: {
    method: 'POST',
    path: '/requests/{request}/look-up',
    summary: 'Ask the state databases for the applicant',
    control: null,
    input: Type.Object({}, strict),
    output: RequestView,
  },
  decide: {
    method: 'POST',
    path: '/requests/{request}/decision',
    summary: "Record the officer's decision",
    control: 'decision',
    input: Type.Object(
      { decision: Type.Enum(['grant', 'requirements-not-met', 'untrue-data', 'missing-document']) },
      strict,
    ),
    output: RequestView,
  },
  confirm: {
    method: 'POST',
    path: '/requests/{request}/steps',
    summary: "Say that a step of the provider's people is done",
    control: null,
    input: Type.Object(
      {
        action: Key,
        means: Type.Optional(
          Type.Enum([...MEANS], { description: 'How the result is handed over, where the text leaves a choice.' }),
        ),
      },
      strict,
    ),
    output: RequestView,
  },
  readRequest: {
    method: 'GET',
    path: '/requests/{request}',
    summary: 'Read a request with its history and notifications',
    control: null,
    input: null,
    output: RequestView,
  },
  fetchResult: {
    method: 'GET',
    path: '/requests/{request}/result',
    summary: 'Fetch the result',
    control: null,
    input: null,
    output: ResultView,
  },
  readPages: {
    method: 'GET',
    path: '/requests/{request}/pages',
    summary: 'Read which screens, buttons, fields, particulars and survey questions the portal offers on a request now',
    control: null,
    input: null,
    output: PagesView,
  },
  readHistory: {
    method: 'GET',
    path: '/sessions/{session}/requests',
    summary: 'Read the service history of the person',
    control: null,
    input: null,
    output: Type.Object(
      {
        requests: Type.Array(
          Type.Object(
            {
              request: Key,
              number: orNull(Type.String()),
              state: Type.Enum(['open', 'refused', 'completed']),
              leadsTo: LeadsTo,
            },
            strict,
          ),
        ),
      },
      strict,
    ),
  },
  answerSurvey: {
    method: 'POST',
    path: '/requests/{request}/survey',
    summary: 'Answer the survey',
    control: null,
    input: Type.Object(
      {
        answers: Type.Array(
          Type.Object({ question: Type.Integer({ minimum: 1 }), answer: Type.Integer({ minimum: 1 }) }, strict),
        ),
      },
      strict,
    ),
    output: RequestView,
  },
} as const satisfies Record<string, OperationShape>;
export type Operation = keyof typeof OPERATIONS;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as Operation[];
/** Whether an operation does something on a request, and answers with it. */
export const changesRequest = (operation: Operation): boolean =>
  operation !== 'readRequest' && OPERATIONS[operation].output === RequestView;
export type InputOf<O extends Operation> = (typeof OPERATIONS)[O]['input'] extends TSchema
  ? Static<(typeof OPERATIONS)[O]['input']>
  : null;
export type OutputOf<O extends Operation> = Static<(typeof OPERATIONS)[O]['output']>;

/** The request header by which a portal recognises an operation that is sent once more: a text in quotes, of a key of its own for each. */
export const KEY_HEADER = 'idempotency-key';

/** The request header that says in which world the operation takes place; a portal without the control `worlds` ignores it. */
export const WORLD_HEADER = 'reglament-world';
