// Drafts the assertions on who comes in at the door of a flow, how they register, and whose certificate they may sign with.

import { isOpenToOrganisations, registeringOf } from '../../schemas/flow/entering.ts';
import { AT_LOGIN, BRINKS, type Brink, BY_BIN } from '../../schemas/run/assertion.ts';
import { type Said, say } from '../../schemas/said.ts';
import { ENTRANCES } from '../../schemas/target/driver.ts';
import { CHECKS } from '../../schemas/vocabulary.ts';
import { isInForceAt } from '../flow/brinks.ts';
import { conditionAt } from '../flow/conditions.ts';
import { STANDING_SHOWN, type Visitor, visitorsOf } from '../flow/doors.ts';
import { scenariosOf } from '../flow/scenarios.ts';
import type { Source } from '../flow/source.ts';
import type { Draft } from './assertion.ts';

/** The assertions on the login of a flow, and on the organisations that come in by it. */
export function deriveDoor(source: Source, login: string): Draft[] {
  return [
    ...visitorsOf(source).map((who) => atTheDoor(source, login, who)),
    ...(scenariosOf(source).some(({ tags }) => tags.includes(AT_LOGIN)) ? BRINKS : []).map((brink) =>
      atBrink(source, login, brink),
    ),
    ...deriveRegistering(source, login),
    ...deriveByBin(source),
  ];
}

/** The assertion that somebody is let in, or not, by the step with which people log in. */
function atTheDoor(source: Source, action: string, who: Visitor): Draft {
  const isOpen = who === 'by-bin' || who === 'own-certificate';
  const because = BECAUSE[who];
  return {
    action,
    aspect: ASPECTS[who],
    title: isOpen
      ? say`The door of ${action} is open to ${WORDS[who]}`
      : say`The door of ${action} is closed to ${WORDS[who]}`,
    // The condition after the step checks the number and the password, and no certificate.
    cells:
      who in STANDING_SHOWN
        ? [[action, 'action']]
        : [
            [action, 'action'],
            [action, 'next'],
          ],
    call: {
      predicate: isOpen ? 'let-in' : 'not-let-in',
      arguments: { action, who, as: ENTRANCES[source.flow.entry] },
    },
    walk: { reaches: action, cause: null },
    conditions:
      who === 'by-bin'
        ? conditionAt(source, 'identifier')
        : who in STANDING_SHOWN
          ? conditionAt(source, 'signature')
          : [],
    ...(because === undefined ? {} : ({ level: 'implied', because } as const)),
  };
}

/** The assertion that somebody is let in, or not, who shows a certificate at a brink of its validity. */
function atBrink(source: Source, action: string, brink: Brink): Draft {
  const isOpen = isInForceAt(brink);
  return {
    action,
    aspect: `${isOpen ? 'lets-in' : 'not-let-in'}-when-${brink}`,
    title: isOpen
      ? say`The door of ${action} is open to whoever shows a certificate that is ${brink}`
      : say`The door of ${action} is closed to whoever shows a certificate that is ${brink}`,
    // Whoever is turned away is led to the refusal, which the next step prints, and must not go on from there.
    cells: isOpen
      ? [[action, 'action']]
      : [
          [action, 'action'],
          [action, 'next'],
        ],
    call: { predicate: 'let-in-at', arguments: { action, brink } },
    walk: { tag: AT_LOGIN },
    needs: ['clock'],
    conditions: conditionAt(source, 'signature'),
    level: 'implied',
    because: `${CERTIFICATE_COUNTS}, and one counts from its first to its last second (RFC 5280, 4.1.2.5)`,
  };
}

const ASPECTS: Readonly<Record<Visitor, string>> = {
  'no-password': 'not-let-in-when-no-password',
  'wrong-password': 'not-let-in-when-wrong-password',
  'unknown-id': 'not-let-in-when-unknown-id',
  applicant: 'not-let-in-when-not-staff',
  'other-staff': 'not-let-in-when-other-staff',
  'by-bin': 'lets-in-by-bin',
  'by-iin': 'not-let-in-by-iin',
  'own-certificate': 'lets-in-with-certificate',
  'another-certificate': 'not-let-in-with-another-certificate',
  'expired-certificate': 'not-let-in-with-expired-certificate',
  'revoked-certificate': 'not-let-in-with-revoked-certificate',
};
const WORDS: Readonly<Record<Visitor, Said>> = {
  'no-password': say`whoever gives no password`,
  'wrong-password': say`whoever gives a wrong password`,
  'unknown-id': say`whoever nobody knows`,
  applicant: say`an applicant, whose password is right`,
  'other-staff': say`staff of another flow, whose password is right`,
  'by-bin': say`an organisation with its BIN`,
  'by-iin': say`an individual, who has no BIN`,
  'own-certificate': say`whoever shows their own certificate`,
  'another-certificate': say`whoever shows the certificate of somebody else`,
  'expired-certificate': say`whoever shows a certificate that has ended`,
  'revoked-certificate': say`whoever shows a certificate that was revoked`,
};

const PASSWORD_COUNTS =
  'the step asks for a login and a password to authorise somebody, which it does not if any will do';
const FOR_STAFF = 'the text has staff log in at this step, and an applicant is none of them';
const FOR_THIS_STAFF =
  'the text has one kind of staff log in at this step and another kind elsewhere, and registered here are the former';
const CERTIFICATE_COUNTS =
  'the step has the certificate of the signature of whoever logs in presented, which it does not if any will do';
const BECAUSE: Readonly<Partial<Record<Visitor, string>>> = {
  'no-password': PASSWORD_COUNTS,
  'wrong-password': PASSWORD_COUNTS,
  'unknown-id': PASSWORD_COUNTS,
  applicant: FOR_STAFF,
  'other-staff': FOR_THIS_STAFF,
  'by-iin': 'the login that the text has checked is the number of an organisation, which an individual does not have',
  'another-certificate': CERTIFICATE_COUNTS,
  'expired-certificate': CERTIFICATE_COUNTS,
  'revoked-certificate': CERTIFICATE_COUNTS,
};

/** The assertions on those who register because the portal does not know them. */
function deriveRegistering({ regulation, flowId }: Source, action: string): Draft[] {
  const registering = registeringOf(regulation, flowId);
  if (registering === null) return [];
  const { by, at, printed } = registering;
  const draft = {
    action,
    cells: [[action, 'action']],
    places: [{ at, printed }],
    walk: { reaches: action, cause: null },
  } as const;
  const drafts: Draft[] = [
    {
      ...draft,
      aspect: 'not-let-in-before-registration',
      title: say`The door of ${action} is closed to whoever has not registered`,
      call: { predicate: 'not-let-in-unregistered', arguments: { action } },
      level: 'implied',
      because: 'whoever is not registered registers first, so that the login finds only registered users',
    },
    {
      ...draft,
      aspect: 'lets-in-once-registered',
      title: say`The door of ${action} is open to whoever has registered`,
      call: { predicate: 'let-in-once-registered', arguments: { action } },
    },
  ];
  const own: Draft = {
    ...draft,
    aspect: 'registers-with-own-certificate-only',
    title: say`The door of ${action} is closed to a registration by the certificate of somebody else`,
    call: { predicate: 'registers-own-certificate-only', arguments: { action } },
    level: 'implied',
    because: 'people register by means of their own certificate, and so not by that of somebody else',
  };
  return by === 'certificate' ? [...drafts, own] : drafts;
}

/** The assertion that whoever has logged in with a BIN signs with the certificate of that BIN. */
function deriveByBin(source: Source): Draft[] {
  const { graph, flow, regulation } = source;
  if (!isOpenToOrganisations(regulation, flow)) return [];
  return graph.steps.flatMap(({ action, check, next }): Draft[] => {
    if (check !== 'certificate') return [];
    const { passes, fails } = CHECKS[check];
    const good = next.find(({ when }) => when === passes)?.to;
    if (good === undefined) return [];
    return [
      {
        action,
        aspect: 'confirmed-by-bin',
        title: say`${action} leads to ${good} with the certificate of an organisation`,
        cells: [[action, 'next']],
        call: {
          predicate: 'confirmed-by-bin',
          arguments: {
            ...{ action, next: good, as: ENTRANCES[flow.entry] },
            others: next.filter(({ when }) => when === fails).map(({ to }) => to),
          },
        },
        walk: { tag: BY_BIN, edge: { from: action, to: good } },
        conditions: conditionAt(source, 'identifier'),
      },
    ];
  });
}
