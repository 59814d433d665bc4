// Says what the form of a walk is filled in with: whom the request is for, who represents them, and what nobody has entered before.
import type { InputOf } from '../../../schemas/target/driver.ts';
import { CAUSES, type Cause } from '../../../schemas/vocabulary.ts';
import type { Walker } from '../../flow/doors.ts';
import type { Errand } from '../../flow/errand.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Fresh } from './fresh.ts';
import { MaterialMissing } from './material.ts';

/** What is entered. `attorney` and `email` are null where nobody represents the applicant, and where no address is asked for. */
export interface Entered {
  values: InputOf<'fill'>['values'];
  applicant: string;
  attorney: string | null;
  email: string | null;
}

/** Who fills in the form, for what, and which fields it has besides. */
export interface Filling {
  roster: Drive['roster'];
  errand: Errand;
  fresh: Fresh;
  walker: Walker;
  has: { attorney?: boolean; address?: boolean };
}

/**
 * What the form is filled in with. It says whom the databases are asked for; a cause that has a control is provoked by that instead.
 * @throws MaterialMissing where the target does not supply whom the form shall name
 */
export function enteredFor(cause: Cause | null, { roster, errand, fresh, walker, has }: Filling): Entered {
  const isNamed = cause !== null && namesAnother(cause);
  const own = walker === 'by-bin' ? 'by-bin' : 'good';
  const about = errand.applicants[isNamed ? cause : 'good'] ?? (isNamed ? cause : own);
  const applicant = roster.credentials[about]?.id;
  if (applicant === undefined) throw new MaterialMissing(`the target supplies no person ${about}`);
  const isRepresented = errand.byAttorney && has.attorney === true;
  const attorney = (isRepresented ? roster.credentials.attorney?.id : undefined) ?? null;
  const email = has.address === true && errand.means === 'e-mail' ? fresh.email : null;
  const values = {
    ...{ purpose: fresh.purpose, applicant },
    ...(attorney === null ? {} : { attorney }),
    ...(email === null ? {} : { email }),
  };
  return { values, applicant, attorney, email };
}

/** Whether a cause is provoked by whom the form names. */
function namesAnother(cause: Cause): boolean {
  const { check, operation, control } = CAUSES[cause];
  return operation === 'fill' || (check === 'registry' && control === null);
}
