// The shape of a target file: what the portal claims (ICS), how it is reached (IXIT), and how each operation is performed on it.
import { type Static, Type } from 'typebox';
import { LANGUAGES } from '../vocabulary.ts';
import { CONTROLS, Description } from './driver.ts';
import { Condition, Extractor, HistoryRules, Join, NotificationRules, Refusal, Value } from './extractors.ts';
import { BrowserAction, Operations, TargetExchange, Upload } from './operations.ts';

const strict = { additionalProperties: false };
const Text = Type.String({ minLength: 1, maxLength: 2000 });
const Texts = Type.Record(Type.String(), Type.String({ maxLength: 20_000 }));

const Account = Type.Object({ id: Text, password: Text }, strict);
const KeyPair = Type.Object(
  {
    certificate: Type.String({ description: 'Path of a PEM file, from the folder of the target file.' }),
    key: Type.String({ description: 'Path of the PEM file of its private key.' }),
  },
  strict,
);

/** Test persons and what they sign with. In each text, variables that openWorld has picked may stand. */
const persons = {
  credentials: Type.Record(Type.String(), Account, {
    description: 'Test persons, each as `good` or under the cause that it provokes.',
  }),
  officer: Type.Optional(Account),
  employee: Type.Optional(
    Type.Object(Account.properties, {
      ...strict,
      description: 'Logs in as an employee; `good` does where it is left out.',
    }),
  ),
  operator: Type.Optional(
    Type.Object(Account.properties, {
      ...strict,
      description: 'Logs in as an operator; `good` does where it is left out.',
    }),
  ),
  staff: Type.Optional(
    Type.Record(Type.String(), Account, {
      description: 'People of the provider who log in as officers, by the ids of the parties as which they act.',
    }),
  ),
  certificates: Type.Optional(
    Type.Union([
      Type.Record(Type.String(), KeyPair),
      Type.String({ description: 'Path of a folder where each has two files by its name: good.pem and good.key.' }),
    ]),
  ),
  issuers: Type.Optional(Type.Array(Type.String({ description: 'Path of a PEM certificate that the portal trusts.' }))),
};

/** What a flow may have otherwise than the others. */
const ofFlow = {
  ...persons,
  lacks: Type.Optional(
    Type.Record(Type.String(), Text, {
      description: 'Operations, controls and causes that are not there, each with why.',
    }),
  ),
  variables: Type.Optional(Texts),
  words: Type.Optional(
    Type.Record(Type.String(), Texts, {
      description:
        'What the portal calls the values of a variable, such as decision: { grant: APPROVED }; null is one too.',
    }),
  ),
  refused: Operations.properties.describe.properties.refused,
  history: HistoryRules,
  notifications: NotificationRules,
  operations: Operations,
};

const FlowId = Type.String({ pattern: '^[a-z0-9-]+/[a-z0-9-]+$' });
const OneFlow = Type.Partial(Type.Object({ ...ofFlow, operations: Type.Partial(Operations) }), strict);

const MessageSignature = Type.Object(
  {
    ...KeyPair.properties,
    answers: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        description: 'Paths of the PEM certificates that answers have to be signed with; only what is signed is read.',
      }),
    ),
  },
  { ...strict, description: 'Every `xml` that is sent is signed in its SOAP header, as WS-Security has it.' },
);

/** How much a run may ask of the portal; every transport keeps within these limits. */
export const TargetLimits = Type.Object(
  {
    requests: Type.Optional(Type.Integer({ minimum: 1, description: 'In one run; 10000 by default.' })),
    applications: Type.Integer({ minimum: 0, description: 'How many requests may be opened in one run.' }),
    perSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Requests a second; 20 by default.' })),
    timeoutSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 600, description: '10 by default.' })),
    maxBytes: Type.Optional(Type.Integer({ minimum: 1, description: 'Of one answer; 4000000 by default.' })),
    walks: Type.Optional(Type.Integer({ minimum: 1, description: 'Walks at once.' })),
  },
  strict,
);

/** One target file: a portal, described by its vendor. */
export const Target = Type.Object(
  {
    target: Type.Literal('reglament-target/1'),
    name: Text,
    flows: Type.Union([Type.Array(FlowId, { minItems: 1 }), Type.Record(FlowId, OneFlow, { minProperties: 1 })], {
      description:
        'The flows that the portal claims, as `regulation/flow`: a list, or with what is otherwise in each than in the rest of the file.',
    }),
    controls: Type.Optional(Type.Array(Type.Enum([...CONTROLS]))),
    languages: Type.Array(Type.Enum([...LANGUAGES]), { minItems: 1 }),
    about: Description.properties.about,
    provider: Description.properties.provider,
    asks: Description.properties.asks,
    ownDecision: Description.properties.ownDecision,
    now: Type.Optional({
      ...Extractor,
      description:
        'Where any answer tells the time of the portal, for one whose clock can be moved and moves by itself too.',
    }),
    baseUrl: Text,
    hosts: Type.Array(Text, { minItems: 1, description: 'The only hosts that are contacted, as host or host:port.' }),
    testSystem: Type.Boolean({ description: 'Whether applications may be sent to it.' }),
    limits: TargetLimits,
    proxy: Type.Optional(Text),
    browser: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Path of a Chromium for BROWSER exchanges; the packaged one by default.',
      }),
    ),
    extraCa: Type.Optional(Type.String({ description: 'Path of PEM certificates to trust besides the usual ones.' })),
    clientCertificate: Type.Optional(KeyPair),
    headers: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: 'Sent with every request; one with a variable that nothing has given yet is left out.',
      }),
    ),
    parts: Type.Optional(
      Type.Unknown({
        description: 'Parts that are only repeated elsewhere, each by its name: &name here, *name there.',
      }),
    ),
    envelope: Type.Optional(
      Type.String({
        maxLength: 20_000,
        description:
          'What is sent around every `xml`, which takes the place of {{xml}}; such as a SOAP envelope with its headers.',
      }),
    ),
    envelopes: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 20_000 }), {
        description: 'Other envelopes, for the exchanges that name one.',
      }),
    ),
    messageSignature: Type.Optional(MessageSignature),
    namespaces: Type.Optional(Texts),
    journal: Type.Optional(Type.Array(Text, { description: 'Names of fields and picks that reports may show.' })),
    reauthenticate: Type.Optional(
      Type.Literal(true, { description: 'Whose session has run out logs in once more, and does it again.' }),
    ),
    ownPage: Type.Optional({
      ...Condition,
      description: 'What every page of the portal shows; one without it comes from something in front of the portal.',
    }),
    ...ofFlow,
  },
  {
    ...strict,
    $id: 'https://reglament.dev/schemas/target.schema.json',
    // These shapes occur in many places. Named here, each is written once in the schema and gets a type of its own in other languages.
    $defs: {
      ...Operations.properties,
      exchange: TargetExchange,
      action: BrowserAction,
      upload: Upload,
      pick: Extractor,
      value: Value,
      condition: Condition,
      refusal: Refusal,
      join: Join,
      history: HistoryRules,
      notifications: NotificationRules,
    },
  },
);
export type Target = Static<typeof Target>;

/** The ids of the flows that a target claims. */
export const claimedFlows = ({ flows }: Target): string[] => (Array.isArray(flows) ? flows : Object.keys(flows));
