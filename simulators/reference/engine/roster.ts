// Issues the roster of a world: credentials, and certificates good and bad, dated around the start of the world.
import { Type } from 'typebox';
import { readCertificate } from '../../../schemas/pki/certificate.ts';
import type { SigningKey } from '../../../schemas/pki/cms.ts';
import type { Roster } from '../../../schemas/target/driver.ts';
import { type Authority, createAuthority } from '../certification-authority/authority.ts';
import { CappedMap } from './capped-map.ts';
import { loadFixture } from './fixture.ts';
import type { DatedCertificate, People } from './people.ts';

/** The certification authority of a world and everything that it has issued there. */
export interface Credentials {
  readonly authority: Authority;
  readonly roster: Roster;
  /** The key of the provider's authorised person, who signs the results. */
  readonly official: SigningKey;
  /** The key of somebody of the provider who is not its head. */
  readonly clerk: SigningKey;
  /** The key of an authorised person of another organisation, who must not sign them. */
  readonly stranger: SigningKey;
}

const DAY_MS = 86_400_000;
const REMEMBERED_DAYS = 32;
const REMEMBERED_ORIGINS = 8;
const REVOKED_DAYS_BEFORE = 7;
const Keys = Type.Object({ $comment: Type.Optional(Type.String()), keys: Type.Record(Type.String(), Type.String()) });

/** The keys of the file, read once in a process. */
let keys: Readonly<Record<string, string>> | null = null;

/** Issues credentials. Those of one day are made once and shared, since nothing in the driver contract changes an authority. */
export interface CredentialsOffice {
  issue(startMs: number): Promise<Credentials>;
}

const offices = new CappedMap<CredentialsOffice>(REMEMBERED_ORIGINS);

/** The office whose certificates name services below the URL `origin`. */
export function officeAt(origin: string, people: People): CredentialsOffice {
  const office = offices.get(origin) ?? openOffice(origin, people);
  offices.set(origin, office);
  return office;
}

function openOffice(origin: string, people: People): CredentialsOffice {
  const issued = new CappedMap<Promise<Credentials>>(REMEMBERED_DAYS);
  return {
    issue(startMs) {
      // Certificates are expensive to make. Their dates lie at least a day from the start, so worlds of one day can share them.
      const day = startMs - (startMs % DAY_MS);
      const known = issued.get(String(day));
      if (known !== undefined) return known;
      const made = issueAll(people, origin, day);
      issued.set(String(day), made);
      return made;
    },
  };
}

/** The UTC day of an instant. It stands in the URLs of the authority's services, since foreign clients can name no world. */
export function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The certification authority of a day, which has issued nothing yet. @throws ConformanceError when the keys cannot be read */
export function authorityAt(origin: string, startMs: number): Promise<Authority> {
  keys ??= loadFixture('keys.json', Keys).keys;
  return createAuthority({
    keys,
    now: new Date(startMs),
    crlUrl: `${origin}/crl/${dayText(startMs)}`,
    deltaUrl: `${origin}/delta-crl/${dayText(startMs)}`,
    ocspUrl: `${origin}/ocsp/${dayText(startMs)}`,
    issuerUrl: `${origin}/cert/${dayText(startMs)}`,
  });
}

async function issueAll(people: People, origin: string, startMs: number): Promise<Credentials> {
  const authority = await authorityAt(origin, startMs);
  const issue = async (dated: DatedCertificate): Promise<SigningKey> => {
    const holder = people.holders[dated.holder];
    if (holder === undefined) throw new Error(`fixtures/people.yaml holders: no ${dated.holder}; add it`);
    const pair = await authority.issue({
      key: dated.key,
      use: dated.use ?? 'sign',
      holder,
      notBefore: new Date(startMs + dated.from * DAY_MS),
      notAfter: new Date(startMs + dated.to * DAY_MS),
      ...(dated.issuer === undefined ? {} : { issuer: dated.issuer }),
    });
    if (dated.revoked !== undefined) {
      const { serialNumber } = readCertificate(pair.certificatePem);
      authority.revoke(serialNumber, dated.revoked, new Date(startMs - REVOKED_DAYS_BEFORE * DAY_MS));
    }
    return pair;
  };
  const names = Object.keys(people.certificates);
  const [official, clerk, stranger, ...pairs] = await Promise.all(
    [people.official, people.clerk, people.stranger, ...Object.values(people.certificates)].map(issue),
  );
  if (official === undefined || clerk === undefined || stranger === undefined)
    throw new Error('fixtures/people.yaml official, clerk, stranger: missing; add them');
  return {
    authority,
    official,
    clerk,
    stranger,
    roster: {
      credentials: people.credentials,
      officer: people.officer,
      employee: people.employee,
      operator: people.operator,
      staff: people.staff,
      certificates: Object.fromEntries(pairs.map((pair, at) => [names[at] ?? '', pair])),
      issuers: [authority.rootPem, authority.issuingPem],
    },
  };
}
