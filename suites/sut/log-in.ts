// Logs somebody in, with the patience that a login of several steps needs.
import type { SessionView } from '../../schemas/target/driver.ts';
import type { Answer, Drive } from './sut.ts';

/** How many seconds pass between readings while somebody logs in. */
const PATIENCE_S = [1, 9, 50] as const;

/** Logs in, and waits until it is told whether somebody is let in. */
export async function logInOn(
  drive: Drive,
  call: Parameters<typeof drive.perform<'authenticate'>>[1],
): Promise<Answer<'authenticate' | 'readSession'> & { body: SessionView | null }> {
  let answer: Answer<'authenticate' | 'readSession'> = await drive.perform('authenticate', call);
  for (const seconds of PATIENCE_S) {
    if (answer.body?.state !== 'pending') break;
    await drive.pass(seconds);
    answer = await drive.perform('readSession', { input: null, at: { session: answer.body.session } });
  }
  return answer;
}
