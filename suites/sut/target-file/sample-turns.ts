// The sample portal behind a switch, for tests in which it turns: what it does instead, and all that it was asked.
import { type Answerer, startPortal } from '../dumb-portal.ts';
import type { Drive } from '../sut.ts';
import { SECRET, samplePortal, walkOn } from './sample-target.ts';

/** What a test has to close when it ends. */
export const closing: (() => Promise<void>)[] = [];

type Instead = (path: string, method: string) => Answerer | null;

/** The sample portal, a walk on it, and the switch. */
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

/** Logs in and opens the request, which is R7. */
export async function opened(walk: Drive) {
  const { body } = await logIn(walk);
  const token = body?.token ?? null;
  const answer = await walk.perform('open', { input: { session: body?.session ?? '' }, token });
  return { answer, token, at: { session: body?.session ?? '', request: 'R7' } };
}

export const ORDER = '/api/orders/R7';
