// The part of a target file that performs operations: the exchanges to send, what to pick from their answers, and what that means.
import { type Static, type TSchema, Type } from 'typebox';

const strict = { additionalProperties: false };
const maybe = <T extends TSchema>(schema: T) => Type.Optional(schema);
const Expression = Type.String({ minLength: 1, maxLength: 2000 });
const Patterns = Type.Record(Type.String(), Expression, {
  description: 'Our word for a text that the regular expression finds itself in; the first that does counts.',
});

const finders = {
  jsonpath: maybe(Expression),
  css: maybe(Expression),
  attr: maybe(Type.String({ description: 'With css: the attribute instead of the text.' })),
  xpath: maybe(Type.String({ ...Expression, description: 'A variable is written $name in it.' })),
  header: maybe(Expression),
  cookie: maybe(Expression),
  body: maybe(Type.Enum(['text', 'base64'], { description: 'The whole answer, as text or as its bytes.' })),
  url: maybe(Type.Literal(true, { description: 'Where the answer came from, after redirects.' })),
  from: maybe(
    Type.String({ description: 'In an answer: the name of the exchange to look into; the last by default.' }),
  ),
  value: maybe(Type.String({ description: 'No part of the answer: a text with {{variables}}.' })),
  regex: maybe(Type.String({ description: 'Keeps the first group of it, or all that it matches.' })),
};

/** A rule that finds a text in an answer. It has exactly one finder; the other keys say what becomes of the text that it finds. */
export const Extractor = Type.Object(
  {
    ...finders,
    patterns: maybe(Patterns),
    instant: maybe(
      Type.String({
        pattern: '^(?:iso|epoch-seconds|epoch-ms|(?=.*yyyy)(?=.*MM)(?=.*dd).*)$',
        description: 'iso, epoch-seconds, epoch-ms, or letters such as dd.MM.yyyy HH:mm:ss.',
      }),
    ),
    zone: maybe(Type.String({ description: 'Of an instant that names none, such as Asia/Almaty or +05:00.' })),
    times: maybe(Type.Number()),
    of: maybe(
      Type.Literal('request', {
        description: 'It belongs to the request and not to the session: whoever acts on it has it too.',
      }),
    ),
    optional: maybe(Type.Literal(true)),
  },
  strict,
);
export type Extractor = Static<typeof Extractor>;

/** A text with variables, or an extractor. */
export const Value = Type.Union([Type.String(), Extractor]);
export type Value = Static<typeof Value>;

/** Holds when the HTTP status is one of those listed, and the finder finds a text that matches the pattern. A key left out is not asked. */
export const Condition = Type.Object(
  { ...finders, status: maybe(Type.Array(Type.Integer())), matches: maybe(Expression) },
  strict,
);
export type Condition = Static<typeof Condition>;

/** How to recognise that the portal refused the operation, the HTTP status that this counts as, and where the portal says why. */
export const Refusal = Type.Object(
  { when: Condition, as: maybe(Type.Integer({ minimum: 400, maximum: 499 })), says: maybe(Extractor) },
  strict,
);
export type Refusal = Static<typeof Refusal>;
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
    reads: maybe(
      Type.Literal(true, {
        description: 'It changes nothing though it is no GET, so that the doctor may send it and poll repeat it.',
      }),
    ),
    with: maybe(
      Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]*$' }), Type.String(), {
        description: 'Variables of this exchange alone, such as { service: READ }.',
      }),
    ),
    headers: maybe(Type.Record(Type.String(), Type.String())),
    query: maybe(Type.Record(Type.String(), Type.String())),
    form: maybe(Type.Record(Type.String(), Type.String())),
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
    pick: maybe(Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]*$' }), Extractor)),
    next: maybe(
      Type.Object(Extractor.properties, {
        ...strict,
        description: 'Of what only reads: where the next page of its list is; rows are read on all of them.',
      }),
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

/**
 * Rules by which rows are read from an answer, with an extractor for every field of a row. A rule counts only where its `when` holds. It
 * gives one row for every part that `each` finds, leaving out those where `skip` holds; without `each` it gives one row.
 */
const listRules = <F extends Record<string, TSchema>>(fields: F) =>
  Type.Array(
    Type.Object({ each: maybe(Extractor), when: maybe(Condition), skip: maybe(Condition), ...fields }, strict),
  );

/** How the history of steps is read from an answer. */
export const HistoryRules = maybe(
  listRules({
    action: Value,
    actor: maybe(Extractor),
    startedAt: maybe(Value),
    finishedAt: maybe(Value),
    completion: maybe(Extractor),
  }),
);
/** How the portal's messages to the person are read from an answer. */
export const NotificationRules = maybe(
  listRules({
    kind: Extractor,
    action: Value,
    at: maybe(Value),
    cause: maybe(Extractor),
    language: maybe(Extractor),
    text: Extractor,
    number: maybe(Extractor),
    means: maybe(Extractor),
  }),
);
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
    openWorld: maybe(Type.Object({ ...steps, answer: maybe(values({ now: maybe(Extractor) })) }, strict)),
    advanceClock: answering(values({ now: Extractor })),
    makePayment: answering(values({ payment: Value })),
    setCounterparty: plain,
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
