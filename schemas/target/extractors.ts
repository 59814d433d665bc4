// How a target file reads the answers of a portal: extractors, conditions, the signs of a refusal, and the rows of lists.
import { type Static, type TSchema, Type } from 'typebox';

const strict = { additionalProperties: false };
const maybe = <T extends TSchema>(schema: T) => Type.Optional(schema);
const Expression = Type.String({ minLength: 1, maxLength: 2000 });
const Patterns = Type.Record(Type.String(), Type.Union([Expression, Type.Null()]), {
  description:
    'Our word for a text that the regular expression finds itself in; the first that does counts. A null is for what is not there.',
});
export const Variable = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]*$' });
/** A text that may hold {{variables}}. */
export const Template = Type.String({ maxLength: 20_000 });

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
    Type.String({
      description:
        'In an answer: the name of the exchange to look into, the last by default; in a row also the name of a join.',
    }),
  ),
  value: maybe(Type.String({ description: 'No part of the answer: a text with {{variables}}.' })),
  regex: maybe(Type.String({ description: 'Keeps the first group of it, or all that it matches.' })),
  blanks: maybe(Type.Literal(true, { description: 'The blanks of a page or of XML stay as they are.' })),
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

const Bound = Type.String({ ...Template, description: 'A number or an instant, included; may hold {{variables}}.' });

/** Holds when the HTTP status is one of those listed, and the finder finds a text of which all the rest is true. A key left out is not asked. */
export const Condition = Type.Object(
  {
    ...finders,
    status: maybe(Type.Array(Type.Integer())),
    matches: maybe(Expression),
    is: maybe(Type.String({ ...Template, description: 'The whole text; may hold {{variables}}.' })),
    least: maybe(Bound),
    most: maybe(Bound),
  },
  strict,
);
export type Condition = Static<typeof Condition>;

/** A condition, or a text whose variables all have a value. */
export const When = Type.Union([Template, Condition]);
export type When = Static<typeof When>;

/** How to recognise that the portal refused the operation, the HTTP status that this counts as, and where the portal says why. */
export const Refusal = Type.Object(
  {
    when: Type.Union([
      Condition,
      Type.Literal('unchanged', { description: 'The request is afterwards as it was before.' }),
    ]),
    as: maybe(
      Type.Union([Type.Integer({ minimum: 400, maximum: 499 }), Extractor], {
        description: 'The status, or where it stands in the answer.',
      }),
    ),
    says: maybe(Extractor),
  },
  strict,
);
export type Refusal = Static<typeof Refusal>;

/** Another list that has one part more about each row: the one whose `key` is what `is` finds in the row. */
export const Join = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'The fields that look into it name it in `from`.' }),
    each: Extractor,
    key: Extractor,
    is: Extractor,
  },
  strict,
);
export type Join = Static<typeof Join>;

/**
 * Rules by which rows are read from an answer, with an extractor for every field of a row. A rule counts only where its `when` holds. It
 * gives one row for every part that `each` finds, if `only` holds in it and `skip` does not; without `each` it gives one row.
 */
export const listRules = <F extends Record<string, TSchema>>(fields: F) =>
  Type.Array(
    Type.Object(
      {
        each: maybe(Extractor),
        when: maybe(When),
        only: maybe(Condition),
        skip: maybe(Condition),
        join: maybe(Join),
        ...fields,
      },
      strict,
    ),
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
