// The part of a target file that performs operations: the exchanges to send, what to pick from their answers, and what that means.
import { type Static, type TSchema, Type } from 'typebox';
import {
  Condition,
  Extractor,
  HistoryRules,
  listRules,
  NotificationRules,
  Refusal,
  Template,
  Value,
  Variable,
} from './extractors.ts';

const strict = { additionalProperties: false };
const maybe = <T extends TSchema>(schema: T) => Type.Optional(schema);
const refused = maybe(Type.Array(Refusal));

/** A file that is uploaded. */
export const Upload = Type.Object(
  {
    file: Type.String(),
    type: Type.String(),
    content: maybe(Type.String({ description: 'Base64, usually {{content}}.' })),
    text: maybe(Type.String()),
  },
  strict,
);
export type Upload = Static<typeof Upload>;

/** Bytes that are signed. */
export const Signing = Type.Object(
  { content: maybe(Type.String({ description: 'Base64.' })), text: maybe(Type.String()) },
  {
    ...strict,
    description: 'Before it is sent, {{cms}} is made: the detached signature of whoever acts over these bytes.',
  },
);
export type Signing = Static<typeof Signing>;

const Selector = Type.String({
  minLength: 1,
  maxLength: 2000,
  description:
    'CSS, or another selector of Playwright such as text=Send. It has to find one element, and is waited for.',
});

const otherwise = {
  absent: maybe(
    Type.Integer({
      minimum: 400,
      maximum: 499,
      description: 'The loaded page offers nothing for it: the portal refuses, as with this status.',
    }),
  ),
};

/** One thing that is done on the page of a browser exchange. */
export const BrowserAction = Type.Union([
  Type.Object({ fill: Selector, with: Type.String(), ...otherwise }, strict),
  Type.Object(
    { select: Selector, with: Type.String({ description: 'The value of the option.' }), ...otherwise },
    strict,
  ),
  Type.Object({ check: Selector, ...otherwise }, strict),
  Type.Object({ click: Selector, ...otherwise }, strict),
  Type.Object({ upload: Selector, with: Upload, ...otherwise }, strict),
  Type.Object({ wait: Selector, ...otherwise }, strict),
  Type.Object(
    { download: Selector, ...otherwise },
    { ...strict, description: 'Clicks; the file that comes is the answer.' },
  ),
]);
export type BrowserAction = Static<typeof BrowserAction>;

/** One exchange of a target file: the request to send, and what to pick from its answer. */
export const TargetExchange = Type.Object(
  {
    name: maybe(
      Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]*$', description: 'By which an answer can look into it.' }),
    ),
    method: Type.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'BROWSER'], {
      description: 'BROWSER opens the path in a real browser; the answer is the page as it stands in the end.',
    }),
    path: Type.String({ minLength: 1, description: 'From the base URL, or a whole URL on one of the hosts.' }),
    when: maybe(
      Type.Union([Template, Condition], { description: 'It is sent only where this holds, on the page before it.' }),
    ),
    signs: maybe(Signing),
    reads: maybe(
      Type.Literal(true, {
        description: 'It changes nothing though it is no GET, so that the doctor may send it and poll repeat it.',
      }),
    ),
    with: maybe(
      Type.Record(Variable, Type.String(), {
        description: 'Variables of this exchange alone, such as { service: READ }.',
      }),
    ),
    headers: maybe(Type.Record(Type.String(), Type.String())),
    query: maybe(Type.Record(Type.String(), Type.String())),
    form: maybe(
      Type.Record(Type.String(), Type.String(), {
        description: 'As everywhere, a key with ? at its end is left out where a variable in it has no value.',
      }),
    ),
    json: maybe(
      Type.Unknown({ description: 'A text that is one variable and nothing else keeps the kind of its value.' }),
    ),
    multipart: maybe(Type.Record(Type.String(), Type.Union([Type.String(), Upload]))),
    xml: maybe(Type.String({ description: 'Variables are escaped.' })),
    envelope: maybe(Type.String({ description: 'With xml: the name of another envelope than the usual one.' })),
    body: maybe(Type.String()),
    actions: maybe(Type.Array(BrowserAction, { description: 'With BROWSER: what is done on the page, in order.' })),
    follow: maybe(Type.Boolean({ description: 'Whether redirects are followed; yes by default.' })),
    accepts: maybe(Type.Array(Type.Integer(), { description: 'Statuses besides 2xx that are no refusal.' })),
    pick: maybe(Type.Record(Variable, Extractor)),
    next: maybe(
      Type.Object(
        {
          ...Extractor.properties,
          as: maybe(
            Type.String({
              ...Variable,
              description: 'It is no address: the same is sent again with what was found as this variable.',
            }),
          ),
        },
        {
          ...strict,
          description: 'Of what only reads: where the next page of its list is; rows are read on all of them.',
        },
      ),
    ),
    poll: maybe(
      Type.Object(
        {
          until: Condition,
          every: Type.Number({ exclusiveMinimum: 0, maximum: 60 }),
          atMost: Type.Number({ exclusiveMinimum: 0, maximum: 600 }),
        },
        { ...strict, description: 'Repeats what only reads every so many seconds until the condition holds.' },
      ),
    ),
  },
  strict,
);
export type TargetExchange = Static<typeof TargetExchange>;

const record = { history: HistoryRules, notifications: NotificationRules };
const SessionAnswer = Type.Object({ state: Extractor, ...record }, strict);
const RequestAnswer = Type.Object(
  {
    state: Extractor,
    number: maybe(Extractor),
    registeredOn: maybe(Extractor),
    feeMinorUnits: maybe(Extractor),
    result: maybe(Condition),
    attachments: maybe(listRules({ name: Value, mediaType: maybe(Value) })),
    ...record,
  },
  strict,
);

const steps = { exchanges: Type.Array(TargetExchange), refused };
/** The steps of an operation for which nobody of the walk has logged in. */
const controlling = {
  ...steps,
  as: maybe(
    Type.String({ description: 'Who performs it: `officer`, or the name of another login; logged in once on a walk.' }),
  ),
};
const plain = maybe(Type.Object(steps, strict));
const answering = <A extends TSchema>(answer: A) => maybe(Type.Object({ ...steps, answer }, strict));
const values = <S extends Record<string, TSchema>>(shape: S) => Type.Object(shape, strict);

/**
 * Every operation that a target file can describe. Operations of the contract that answer with the request need no `answer` here: the
 * request is read afterwards as `readRequest` says.
 */
export const Operations = Type.Object(
  {
    describe: Type.Object(steps, { ...strict, description: 'A page that shows that the portal is there.' }),
    openWorld: maybe(Type.Object({ ...controlling, answer: maybe(values({ now: maybe(Extractor) })) }, strict)),
    advanceClock: maybe(Type.Object({ ...controlling, answer: values({ now: Extractor }) }, strict)),
    makePayment: maybe(Type.Object({ ...controlling, answer: values({ payment: Value }) }, strict)),
    setCounterparty: maybe(Type.Object(controlling, strict)),
    readMessages: answering(
      values({
        messages: listRules({
          action: Value,
          from: Value,
          to: Value,
          what: Extractor,
          status: maybe(Extractor),
          at: Value,
        }),
      }),
    ),
    readAsked: maybe(
      Type.Object(steps, {
        ...strict,
        description:
          'Its last answer is the record itself, as the counterparties of `reglament simulate` give it at /asked.',
      }),
    ),
    authenticate: Type.Object({ ...steps, answer: SessionAnswer }, strict),
    register: plain,
    readSession: maybe(Type.Object({ ...steps, answer: maybe(SessionAnswer) }, strict)),
    logOut: plain,
    open: answering(values({ request: Value })),
    fill: plain,
    attach: plain,
    pay: plain,
    chooseCertificate: plain,
    readContent: answering(values({ content: Value })),
    sign: plain,
    lookUp: plain,
    decide: plain,
    confirm: plain,
    readRequest: answering(RequestAnswer),
    fetchResult: answering(values({ mediaType: maybe(Value), document: Value, signature: Value })),
    readPages: answering(
      values({
        screens: maybe(listRules({ is: Value, title: maybe(Value) })),
        buttons: maybe(listRules({ is: Value, label: maybe(Value) })),
        fields: maybe(listRules({ is: Value, value: maybe(Extractor) })),
        shows: maybe(listRules({ is: Value, value: Extractor })),
        survey: maybe(
          listRules({
            question: Value,
            answer: Value,
            text: maybe(Value),
            answerText: maybe(Type.Union([Type.String(), Extractor], { description: 'Where a row has one answer.' })),
          }),
        ),
        surveyTitle: maybe(Value),
        contacts: maybe(listRules({ is: Value })),
      }),
    ),
    readHistory: answering(
      values({ requests: listRules({ request: Value, number: maybe(Extractor), state: Extractor }) }),
    ),
    answerSurvey: plain,
  },
  strict,
);
export type Operations = Static<typeof Operations>;
