// What the signing client of a world is set to do: whose key it signs with, and how whoever sits before it behaves.
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Roster } from '../../../schemas/target/driver.ts';
import { Rejection } from '../engine/rejection.ts';

/** The path of the client's socket on the port of the simulator, and of the door at which it is set. */
export const SIGNING_PATH = '/ncalayer';

/** How a person behaves who is asked to sign: signs, closes the window, mistypes the password, goes away, or ends the client. */
export const SIGNER_BEHAVIOURS = ['signs', 'cancels', 'mistypes', 'hangs', 'quits'] as const;

/** The setting of a signing client. `certificate` is a name in the roster of its world. */
export const SignerSetting = Type.Object(
  {
    certificate: Type.String({ minLength: 1, maxLength: 100 }),
    behaviour: Type.Enum([...SIGNER_BEHAVIOURS]),
  },
  { additionalProperties: false },
);
export type SignerSetting = Static<typeof SignerSetting>;

/** What a signing client does until it is told otherwise. */
export const FIRST_SETTING: SignerSetting = { certificate: 'good', behaviour: 'signs' };

/** A setting that fits a roster. @throws Rejection 400, naming what is wrong */
export function checkSetting({ certificates }: Pick<Roster, 'certificates'>, setting: unknown): SignerSetting {
  if (!Value.Check(SignerSetting, setting)) {
    const [error] = Value.Errors(SignerSetting, setting);
    throw new Rejection(400, `setting${error?.instancePath ?? ''}: ${error?.message ?? 'is wrong'}`);
  }
  if (!Object.hasOwn(certificates, setting.certificate))
    throw new Rejection(400, `certificate: use one of ${Object.keys(certificates).join(', ')}`);
  return setting;
}
