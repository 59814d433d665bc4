// Tests what a browser exchange keeps to and what it tells when it goes wrong, in a real browser.
import { afterEach, expect, it } from 'vitest';
import { type Answerer, type DumbPortal, say, startPortal } from '../dumb-portal.ts';
import type { Culprit } from './fault.ts';
import { SECRET, walkOn } from './sample-target.ts';

const open: { portal: DumbPortal | null; gate: { close(): Promise<void> } | null } = { portal: null, gate: null };

afterEach(async () => {
  await open.gate?.close();
  await open.portal?.close();
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
const page = (html: string) => say(200, 'text/html; charset=utf-8', html);
const FORM =
  '<form method="post" action="/api/in"><input name="user"><input type="password"><button>In</button></form>';
const REMEMBERS =
  '<script>localStorage.been = (localStorage.been ?? "") + "x"; document.title = localStorage.been</script>';

/** Logs in, twice where told so, through the sample with its login in a browser. */
async function logIn(
  answers: Record<string, Answerer>,
  change: (text: string) => string = (text) => text,
): Promise<{ answer: unknown; culprit: Culprit | 'ours' | null; exchanges: unknown[]; asked: string[] }> {
  const asked: string[] = [];
  const welcome = say(200, 'text/html; charset=utf-8', '<h1>Welcome</h1>', {
    'set-cookie': 'key=abc; Path=/; HttpOnly',
  });
  const all: Record<string, Answerer> = { '/api/login': page(FORM), '/api/in': welcome, ...answers };
  open.portal = await startPortal((response, question) => {
    asked.push(question.path);
    (all[question.path] ?? say(404, 'text/plain', ''))(response, question);
  });
  const { walk, gate, exchanges } = walkOn(open.portal.url, (text) =>
    change(text.replace(/authenticate:\n {4}[\s\S]*? {2}open:/u, LOGIN)),
  );
  open.gate = gate;
  const input = { regulation: 'r', flow: 'f', as: 'applicant', id: '850615400026', password: SECRET } as const;
  const answer = await walk.perform('authenticate', { input }).catch((error: Error) => error.message);
  return { answer, culprit: walk.culprit, exchanges, asked };
}

it('fills in and clicks, picks from the page and its cookies, and tells every step without secrets', async () => {
  const { answer, exchanges } = await logIn({});
  expect(answer).toMatchObject({ body: { state: 'authorised' }, status: 200, fault: null });
  expect(exchanges).toMatchObject([
    { request: { method: 'BROWSER', path: '/login' }, response: { status: 200 } },
    { request: { path: 'fill [name=user]', body: { '[name=user]': '[redacted]' } } },
    { request: { path: 'fill [type=password]' } },
    { request: { path: 'click button' }, response: { status: 200, body: { picked: { token: '[redacted]' } } } },
  ]);
  expect(JSON.stringify(exchanges)).not.toContain(SECRET);
});

it('lets a page ask no other host, and says so', async () => {
  const { answer, exchanges } = await logIn({
    '/api/login': page(`<img src="http://example.org/pixel.png">${FORM}`),
  });
  expect(answer).toMatchObject({ fault: null });
  expect(exchanges[0]).toMatchObject({ response: { body: { blocked: ['example.org'] } } });
});

const away = say(302, '', '', { location: 'http://example.org/' });
const same = (text: string) => text;
const faults: [string, Record<string, Answerer>, (text: string) => string, Culprit, RegExp][] = [
  ['redirects to another host', { '/api/login': away }, same, 'portal', /leads to example\.org, which is not among/u],
  ['redirects a form to another host', { '/api/in': away }, same, 'portal', /leads to example\.org, which is not/u],
  ['is broken', { '/api/in': say(503, 'text/html', '<h1>Welcome</h1>') }, same, 'portal', /it answers 503/u],
  ['hangs', { '/api/login': () => undefined }, same, 'network', /no whole answer came within 2 s/u],
  [
    'sends too much',
    { '/api/login': page('x'.repeat(3000)) },
    (text) => text.replace('applications: 2', 'maxBytes: 2000, applications: 2'),
    'network',
    /larger than 2000 bytes/u,
  ],
  [
    'lacks a field',
    { '/api/login': page(FORM.replace('name="user"', '')) },
    same,
    'target file',
    /target\.yaml:\d+:\d+ .*fill "\[name=user\]" finds nothing on the page of BROWSER \/login/u,
  ],
  ['has a button twice', { '/api/login': page(FORM + FORM) }, same, 'target file', /finds 2 things on the page/u],
];

it.each(faults)('a portal that %s is told with who is at fault', async (_, answers, change, culprit, message) => {
  const told = await logIn(answers, change);
  expect(told.answer).toMatchObject({ body: null, problem: null, fault: expect.stringMatching(message) });
  expect(told.culprit).toBe(culprit);
});

it('counts what the page asks for as requests of the run', async () => {
  const { answer, asked } = await logIn({}, (text) => text.replace('applications: 2', 'requests: 1, applications: 2'));
  expect(answer).toBe('the budget of 1 requests (limits.requests) is used up');
  expect(asked).not.toContain('/api/in');
});

it('takes the lack of an element for a refusal where the file says so', async () => {
  const { answer } = await logIn({ '/api/login': page('<h1>Closed</h1>') }, (text) =>
    text.replace("with: '{{id}}' }", "with: '{{id}}', absent: 403 }"),
  );
  expect(answer).toMatchObject({ body: null, status: 403, fault: null, problem: expect.stringMatching(/^403 /u) });
});

it('remembers what a page keeps, from one exchange to the next', async () => {
  const again = `- { method: BROWSER, path: /seen }
      - { method: BROWSER, path: /seen, pick: { been: { css: title } } }
      - method: BROWSER`;
  const { exchanges } = await logIn({ '/api/seen': page(`<title></title>${REMEMBERS}`) }, (text) =>
    text.replace('- method: BROWSER', again).replace('journal: [iin', 'journal: [iin, been'),
  );
  expect(exchanges[1]).toMatchObject({ response: { body: { picked: { been: 'xx' } } } });
});
