// The test persons of fixtures/people.yaml, with the shape of that file.
import { type Static, Type } from 'typebox';
import { CAUSE_NAMES } from '../../../schemas/vocabulary.ts';
import { loadFixture } from './fixture.ts';

const strict = { additionalProperties: false };
const Credentials = Type.Object({ id: Type.String(), password: Type.String() }, strict);
const Days = Type.Integer({ description: 'Days from the start of the world.' });

const Account = Type.Object(
  {
    id: Type.String(),
    password: Type.String(),
    registry: Type.Enum(['good', ...CAUSE_NAMES], { description: 'How the state databases stand to it.' }),
    officer: Type.Optional(Type.Boolean()),
    party: Type.Optional(
      Type.String({ description: 'The party whose steps alone this officer takes; without it, those of all.' }),
    ),
    staff: Type.Optional(
      Type.Enum(['employee', 'operator'], {
        description: 'The only door at which it can log in; without it, that of applicants.',
      }),
    ),
  },
  strict,
);
/** Somebody who can log in. */
export type Account = Static<typeof Account>;

const DatedCertificate = Type.Object(
  {
    key: Type.String(),
    holder: Type.String(),
    from: Days,
    to: Days,
    use: Type.Optional(Type.Enum(['sign', 'authenticate'])),
    issuer: Type.Optional(Type.Enum(['issuing', 'untrusted'])),
    revoked: Type.Optional(Type.Enum(['key-compromise', 'affiliation-changed', 'hold'])),
  },
  strict,
);
/** A certificate to issue, dated relative to the start of a world. */
export type DatedCertificate = Static<typeof DatedCertificate>;

const Holder = Type.Object(
  {
    iin: Type.Optional(Type.String()),
    bin: Type.Optional(Type.String()),
    commonName: Type.String(),
    surname: Type.String(),
    givenName: Type.Optional(Type.String()),
    organisation: Type.Optional(Type.String()),
  },
  strict,
);

const People = Type.Object(
  {
    accounts: Type.Array(Account, { minItems: 1 }),
    credentials: Type.Record(Type.String(), Credentials),
    officer: Credentials,
    employee: Credentials,
    operator: Credentials,
    staff: Type.Record(Type.String(), Credentials),
    certificates: Type.Record(Type.String(), DatedCertificate),
    official: DatedCertificate,
    clerk: DatedCertificate,
    stranger: DatedCertificate,
    holders: Type.Record(Type.String(), Holder),
  },
  strict,
);
/** The test persons, their credentials and their certificates. */
export type People = Static<typeof People>;

let known: People | null = null;

/** The test persons, read once in a process. @throws ConformanceError when the fixture is missing or has another shape. */
export function loadPeople(): People {
  known ??= loadFixture('people.yaml', People);
  return known;
}
