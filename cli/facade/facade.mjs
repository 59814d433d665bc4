// The driver contract over your portal: every request of the suites comes to `answer`.
// The whole contract is node_modules/reglament/schemas/driver.openapi.yaml; what a portal has to do, docs/vendors.md beside it.
//
// Only the login is here to begin with. Let `knows` ask your portal, then write one operation after the other:
//   npx reglament doctor --target http://127.0.0.1:8080 --roster roster.yaml
import { randomUUID } from 'node:crypto';

const DESCRIPTION = {
  contract: 'reglament-driver/1',
  name: 'our portal',
  flows: ['FLOW'],
  controls: [],
  languages: ['kk', 'ru'],
};

/** The steps of the login by their names in `reglament tables`. Show what your portal has on record instead of these. */
const LET_IN = LET_IN_STEP;
const REFUSED = REFUSED_STEP;

/** Whether your portal lets somebody in. */
async function knows({ id, password }) {
  return id === process.env.PORTAL_USER && password === process.env.PORTAL_PASSWORD;
}

const WORDS = {
  authorised: { kk: 'Кіру расталды.', ru: 'Вход подтверждён.' },
  refused: { kk: 'Кіруден бас тартылды.', ru: 'Во входе отказано.' },
};

const sessions = new Map();

async function logIn(input) {
  const startedAt = new Date().toISOString();
  const isKnown = await knows(input);
  const finishedAt = new Date().toISOString();
  const session = randomUUID();
  const steps = [LET_IN, isKnown ? null : REFUSED].filter((step) => step !== null);
  sessions.set(session, {
    session,
    state: isKnown ? 'authorised' : 'refused',
    token: isKnown ? randomUUID() : null,
    history: steps.map((step) => ({ ...step, startedAt, finishedAt })),
  });
  return session;
}

/** A session as it is shown. What it tells the person has to be in their language. */
function view(session, language) {
  const last = session.history.at(-1);
  if (last === undefined) return { ...session, notifications: [] };
  const { action, completion: kind, finishedAt: at } = last;
  const text = WORDS[session.state][language];
  return { ...session, notifications: [{ kind, action, at, cause: null, language, text, number: null }] };
}

/**
 * Answers one request.
 * @param request its method, path, headers (in lower case), and its body as text
 * @returns the status, the media type and the text to answer with
 */
export async function answer({ method, path, headers, text }) {
  const language = headers['accept-language'] === 'ru' ? 'ru' : 'kk';
  const [, id] = /^\/sessions\/([^/]+)$/.exec(path) ?? [];
  if (method === 'GET' && path === '/') return json(200, DESCRIPTION);
  if (method === 'POST' && path === '/sessions')
    return json(201, view(sessions.get(await logIn(JSON.parse(text))), language));
  if (method === 'GET' && sessions.has(id)) return json(200, view(sessions.get(id), language));
  if (method === 'GET' && id !== undefined) return problem(404, 'there is no such session');
  // Nobody has opened a request yet.
  if (method === 'GET' && /^\/requests\/[^/]+$/.test(path)) return problem(404, 'there is no such request');
  return problem(501, `${method} ${path} is not written yet`);
}

const json = (status, body) => ({ status, type: 'application/json', text: JSON.stringify(body) });

const problem = (status, detail) => ({
  ...json(status, { type: 'about:blank', title: 'Not accepted', status, detail }),
  type: 'application/problem+json',
});
