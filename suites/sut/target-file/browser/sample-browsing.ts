// A login in a real browser on a portal of HTML pages, used only by the tests of this room.
import type { Browser } from 'playwright-core';
import { afterEach } from 'vitest';
import type { Culprit } from '../../blame.ts';
import { type Answerer, say, startPortal } from '../../dumb-portal.ts';
import { SECRET, walkOn } from '../sample-target.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const LOGIN = `authenticate:
    exchanges:
      - method: BROWSER
        path: /login
        actions:
          - { fill: '[name=user]', with: '{{id}}' }
          - { fill: '[type=password]', with: '{{password}}' }
          - { click: button }
        pick: { token: { cookie: key } }
    answer: { state: { css: h1, patterns: { authorised: Welcome } } }
  open:`;

/** Answers with an HTML page. */
export const page = (html: string): Answerer => say(200, 'text/html; charset=utf-8', html);

export const FORM =
  '<form method="post" action="/api/in"><input name="user"><input type="password"><button>In</button></form>';

/** The answer to a login with its evidence, and the paths that the portal was asked for. */
export interface LoggedIn {
  answer: unknown;
  culprit: Culprit | null;
  exchanges: unknown[];
  asked: string[];
}

/** Logs in with the sample target, whose login takes place in a browser here, on a portal that gives these answers by path. */
export async function logIn(
  answers: Record<string, Answerer>,
  change: (text: string) => string = (text) => text,
  onBrowser: (browser: Browser) => unknown = () => undefined,
): Promise<LoggedIn> {
  const asked: string[] = [];
  const welcome = say(200, 'text/html; charset=utf-8', '<h1>Welcome</h1>', {
    'set-cookie': 'key=abc; Path=/; HttpOnly',
  });
  const all: Record<string, Answerer> = { '/api/login': page(FORM), '/api/in': welcome, ...answers };
  const portal = await startPortal((response, question) => {
    asked.push(question.path);
    (all[question.path] ?? say(404, 'text/plain', ''))(response, question);
  });
  closing.push(portal.close);
  return { ...(await logInAt(portal.url, change, onBrowser)), asked };
}

/** The same on a portal that listens already. */
export async function logInAt(
  url: string,
  change: (text: string) => string,
  onBrowser: (browser: Browser) => unknown = () => undefined,
): Promise<Omit<LoggedIn, 'asked'>> {
  const { walk, gate, exchanges } = walkOn(url, (text) =>
    change(text.replace(/authenticate:\n {4}[\s\S]*? {2}open:/u, LOGIN)),
  );
  closing.unshift(() => gate.close());
  await onBrowser((await gate.browser()).browser);
  const input = { regulation: 'r', flow: 'f', as: 'applicant', id: '850615400026', password: SECRET } as const;
  const answer = await walk.perform('authenticate', { input }).catch((error: Error) => error.message);
  return { answer, culprit: walk.culprit, exchanges };
}
