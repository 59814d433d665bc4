// The door at which a tester sets the signing client of a world.
import type { Context, Hono } from 'hono';
import { WORLD_HEADER } from '../../../schemas/target/driver.ts';
import { checkSetting, SIGNER_BEHAVIOURS, SIGNING_PATH } from '../counterparties/signer-setting.ts';
import { Rejection } from '../engine/rejection.ts';
import { readJson } from '../http/body.ts';
import { problemResponse } from '../http/problem.ts';
import type { World } from '../operations/world.ts';
import type { Simulator } from '../simulator.ts';

/** Adds the door to an app: what the setting is and could be, and another one. */
export function addSignerSetting(app: Hono, simulator: Pick<Simulator, 'worldOf'>): void {
  const worldOf = (context: Context): Promise<World> =>
    simulator.worldOf(context.req.header(WORLD_HEADER) ?? context.req.query('world') ?? null);
  app.get(SIGNING_PATH, async (context) => {
    const { books, credentials } = await worldOf(context);
    const known = { certificates: Object.keys(credentials.roster.certificates), behaviours: SIGNER_BEHAVIOURS };
    return context.json({ ...books.signing, known });
  });
  app.put(SIGNING_PATH, async (context) => {
    const world = await worldOf(context);
    world.books.signing = checkSetting(world.credentials.roster, await readJson(context.req.raw));
    return context.json(world.books.signing);
  });
  app.all(SIGNING_PATH, () => {
    const response = problemResponse(new Rejection(405, `method: ${SIGNING_PATH} takes GET, PUT`));
    response.headers.set('allow', 'GET, PUT');
    return response;
  });
}
