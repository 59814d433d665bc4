// Logs somebody in, with the patience that a login of several steps needs.
import type { SessionView } from '../../schemas/target/driver.ts';
import type { Answer, Drive } from './sut.ts';

/** How many seconds pass between readings while somebody logs in. */
const PATIENCE_S = [1, 9, 50] as const;

type Told = Answer<'authenticate' | 'readSession'> & { body: SessionView | null };

/** Logs in, and waits until it is told whether somebody is let in. */
export async function logInOn(drive: Drive, call: Parameters<typeof drive.perform<'authenticate'>>[1]): Promise<Told> {
  return toldOf(drive, await drive.perform('authenticate', call));
}

/** Waits until it is told whether somebody is let in who has logged in. @param sent what was answered then */
export async function toldOf(drive: Drive, sent: Answer<'authenticate'>): Promise<Told> {
  let answer: Told = sent;
  for (const seconds of PATIENCE_S) {
    if (answer.body?.state !== 'pending') break;
    await drive.pass(seconds);
    answer = await drive.perform('readSession', { input: null, at: { session: answer.body.session } });
  }
  return answer;
}
