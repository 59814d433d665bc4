// Has somebody guess at the password of whoever has walked, and sees whether the owner is let in afterwards.
import { ENTRANCES } from '../../../schemas/target/driver.ts';
import type { Source } from '../../flow/source.ts';
import { logInOn } from '../../sut/log-in.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Attempted, Trace } from '../trace.ts';
import type { Hands } from './hands.ts';

/** More wrong passwords than a portal usually bears before it stops listening for a while. */
const GUESSES = 5;
const A_DAY_S = 24 * 3600;

/**
 * Guesses at the password after the walk without a cause, and logs in with the right one: at once, and a day later where that is refused.
 * A portal may stop listening for a while.
 */
export async function guessPassword(drive: Drive, hands: Hands, trace: Trace, source: Source): Promise<void> {
  const { cause } = trace.scenario;
  const [wrong, right] = [hands.logins.credentialsFor('wrong-password'), hands.logins.credentialsFor(null)];
  if (cause !== null || wrong === null || right === null) return;
  const { regulation, flowId, flow } = source;
  const enter = async (credentials: typeof right): Promise<Attempted> => {
    const input = { regulation: regulation.id, flow: flowId, as: ENTRANCES[flow.entry], ...credentials };
    const { body, status, problem, fault, exchange } = await logInOn(drive, { input });
    return { state: body?.state ?? null, status, problem, fault, exchange };
  };
  const own = { ...right, ...hands.logins.shown() };
  for (let guess = 0; guess < GUESSES; guess += 1) await enter({ ...wrong, password: `${wrong.password}${guess}` });
  const atOnce = await enter(own);
  if (atOnce.state !== 'authorised') await drive.pass(A_DAY_S);
  trace.guessed = { atOnce, later: atOnce.state === 'authorised' ? null : await enter(own) };
}
