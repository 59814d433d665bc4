// The sample portal with a switch that changes its answers in the middle of a test, and a record of all that it was asked.
import { type Answerer, startPortal } from '../dumb-portal.ts';
import type { Drive } from '../sut.ts';
import { SECRET, samplePortal, walkOn } from './sample-target.ts';

/** The functions that a test has to call when it ends. */
export const closing: (() => Promise<void>)[] = [];

type Instead = (path: string, method: string) => Answerer | null;

/** Starts the sample portal and a walk on it; `turn` is the switch, `asked` the record. */
export async function start(change?: (text: string) => string) {
  const asked: string[] = [];
  const now: { instead: Instead } = { instead: () => null };
  const portal = samplePortal((path, method) => now.instead(path, method));
  const listening = await startPortal((response, question) => {
    asked.push(`${question.method} ${question.path}`);
    portal(response, question);
  });
  const started = walkOn(listening.url, change);
  closing.push(() => started.gate.close(), listening.close);
  return { ...started, asked, turn: (instead: Instead) => Object.assign(now, { instead }) };
}

const PERSON = { regulation: 'r', flow: 'f', as: 'applicant', id: '850615400026' } as const;

/** Logs in with the right password. */
export const logIn = (walk: Drive) => walk.perform('authenticate', { input: { ...PERSON, password: SECRET } });

/** Logs in and opens the request R7, the only one that the sample has. */
export async function opened(walk: Drive) {
  const { body } = await logIn(walk);
  const token = body?.token ?? null;
  const answer = await walk.perform('open', { input: { session: body?.session ?? '' }, token });
  return { answer, token, at: { session: body?.session ?? '', request: 'R7' } };
}

export const ORDER = '/api/orders/R7';
