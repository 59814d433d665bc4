// Has those who are no part of the walk try its door beforehand, and keeps in the trace who was let in.
import { registeringOf } from '../../../schemas/flow/entering.ts';
import { ENTRANCES, type InputOf, type Roster } from '../../../schemas/target/driver.ts';
import {
  byBinAs,
  certificateOf,
  isForOrganisations,
  otherStaffOf,
  STANDING_SHOWN,
  staffOf,
  type Visitor,
  visitorsOf,
} from '../../flow/doors.ts';
import type { Source } from '../../flow/source.ts';
import { logInOn } from '../../sut/log-in.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Attempted, Registered, Trace } from '../trace.ts';
import type { Hands } from './hands.ts';

/** What somebody shows who logs in. */
type Shown = Pick<InputOf<'authenticate'>, 'id' | 'password' | 'certificatePem'>;

/** Tries the door on the walk without a cause, before it begins, so that no term runs meanwhile. */
export async function tryDoor(drive: Drive, hands: Hands, trace: Trace, source: Source): Promise<void> {
  if (!isTried(trace)) return;
  for (const visitor of visitorsOf(source)) {
    const shown = materialOf(visitor, drive, hands, source);
    if (shown !== null) trace.logins.push({ visitor, ...(await comeIn(drive, source, shown)) });
  }
}

/**
 * Has somebody register whom the portal does not know, before the walk without a cause begins: they try to log in, to register with the
 * certificate of somebody else where one is asked for, register with their own, and log in. Nobody does where the roster has nobody for it.
 */
export async function tryRegistering(drive: Drive, hands: Hands, trace: Trace, source: Source): Promise<void> {
  const { regulation, flowId } = source;
  const by = registeringOf(regulation, flowId)?.by;
  const { credentials, certificates } = drive.roster;
  const name =
    isForOrganisations(source) && 'unregistered-by-bin' in credentials ? 'unregistered-by-bin' : 'unregistered';
  const who = credentials[name];
  const key = certificates[name];
  if (!isTried(trace) || by === undefined || who === undefined || (by === 'certificate' && key === undefined)) return;
  const register = async (pem: string | undefined): Promise<Registered> => {
    const shown = by === 'certificate' && pem !== undefined ? { certificatePem: pem } : {};
    const input = { regulation: regulation.id, flow: flowId, ...who, ...shown };
    const { body, status, problem, fault, exchange } = await drive.perform('register', { input });
    return { accepted: body !== null, status, problem, fault, exchange };
  };
  const enter = () => comeIn(drive, source, { ...who, ...hands.logins.shown(name) });
  const before = await enter();
  const another = certificates['another-person']?.certificatePem;
  const other = by === 'certificate' && another !== undefined ? await register(another) : null;
  trace.registration = { before, other, own: await register(key?.certificatePem), after: await enter() };
}

/** Whether something is tried beside the walk: only on the one without a cause, so that it spoils no other. */
const isTried = ({ scenario: { cause, applications } }: Trace) => cause === null && applications > 0;

/** With what somebody tries to log in; null where the target supplies nothing for it. */
function materialOf(visitor: Visitor, { roster }: Drive, hands: Hands, source: Source): Shown | null {
  const { walker } = hands.logins;
  const standing = STANDING_SHOWN[visitor] ?? 'good';
  const certificate = hands.logins.shown(certificateOf(walker, standing));
  if (visitor in STANDING_SHOWN && certificate.certificatePem === undefined) return null;
  const credentials = credentialsOf(visitor, roster, hands, source);
  return credentials === null
    ? null
    : {
        ...credentials,
        ...(visitor === 'by-bin'
          ? hands.logins.shown(certificateOf(byBinAs(ENTRANCES[source.flow.entry]), 'good'))
          : certificate),
      };
}

function credentialsOf(
  visitor: Visitor,
  roster: Roster,
  hands: Hands,
  source: Source,
): Omit<Shown, 'certificatePem'> | null {
  const { credentials } = roster;
  switch (visitor) {
    case 'no-password': {
      const own = hands.logins.credentialsFor(null);
      return own === null ? null : { id: own.id, password: '' };
    }
    case 'wrong-password':
    case 'unknown-id':
      return hands.logins.credentialsFor(visitor);
    case 'applicant':
      // Where the roster has no staff of its own, the applicant `good` is one.
      return hands.logins.walker === 'good' ? null : (credentials.good ?? null);
    case 'other-staff': {
      const [own, other] = [staffOf(source.flow), otherStaffOf(source)].map((staff) => staff && roster[staff]);
      // Somebody may be of both kinds.
      return own && other && own.id !== other.id ? other : null;
    }
    case 'by-bin':
      return credentials[byBinAs(ENTRANCES[source.flow.entry])] ?? null;
    case 'by-iin':
      // Where an individual walks for want of an organisation, the portal has to let individuals in.
      return hands.logins.walker === 'by-bin' ? (credentials.good ?? null) : null;
    default:
      return hands.logins.credentialsFor(null);
  }
}

/** Somebody logs in, and waits until it is told whether they are let in. */
async function comeIn(drive: Drive, { regulation, flowId, flow }: Source, shown: Shown): Promise<Attempted> {
  const input = { regulation: regulation.id, flow: flowId, as: ENTRANCES[flow.entry], ...shown };
  const { body, fault, problem, status, exchange } = await logInOn(drive, { input });
  return { state: body?.state ?? null, status, problem, fault, exchange };
}
