// The door at which a tester sets the signing client of a world.
import type { Context, Hono } from 'hono';
import type { Roster } from '../../../schemas/target/driver.ts';
import { readJson } from '../http/body.ts';
import type { Books } from './books.ts';
import { checkSetting, SIGNER_BEHAVIOURS, SIGNING_PATH } from './signer-setting.ts';

/** A world as its signing client needs it. */
export interface SignerWorld {
  readonly books: Pick<Books, 'signing'>;
  readonly credentials: { readonly roster: Pick<Roster, 'certificates'> };
}

/** Adds the door to an app: what the setting is and could be, and another one. */
export function addSignerSetting(app: Hono, worldOf: (context: Context) => Promise<SignerWorld>): void {
  app.get(SIGNING_PATH, async (context) => {
    const { books, credentials } = await worldOf(context);
    const known = { certificates: Object.keys(credentials.roster.certificates), behaviours: SIGNER_BEHAVIOURS };
    return context.json({ ...books.signing, known });
  });
  app.put(SIGNING_PATH, async (context) => {
    const { books, credentials } = await worldOf(context);
    books.signing = checkSetting(credentials.roster, await readJson(context.req.raw));
    return context.json(books.signing);
  });
}
