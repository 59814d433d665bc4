// Tests what a browser exchange keeps to and what it tells when it goes wrong, in a real browser.
import { expect, it, vi } from 'vitest';
import type { Culprit } from '../../blame.ts';
import { type Answerer, say } from '../../dumb-portal.ts';
import { hasty, SECRET } from '../sample-target.ts';
import { FORM, logIn, page } from './sample-browsing.ts';

const REMEMBERS =
  '<script>localStorage.been = (localStorage.been ?? "") + "x"; document.title = localStorage.been</script>';

it('fills in and clicks, picks from the page and its cookies, and tells every step without secrets', async () => {
  const { answer, exchanges } = await logIn({});
  expect(answer).toMatchObject({ body: { state: 'authorised' }, status: 200, fault: null });
  expect(exchanges).toMatchObject([
    { request: { method: 'GET', url: '/api/login', body: null }, response: { status: 200 } },
    { request: { method: 'BROWSER', url: '/api/login' }, response: { status: 200 }, described: 'BROWSER /login' },
    { request: { url: 'fill [name=user]', body: '{"[name=user]":"[redacted]"}' } },
    { request: { url: 'fill [type=password]', body: '{"[type=password]":"[redacted]"}' } },
    { request: { method: 'POST', url: '/api/in', body: 'user=[redacted]' }, response: { status: 200 } },
    { request: { url: 'click button' }, response: { status: 200 }, read: { picked: { token: '[redacted]' } } },
  ]);
  expect(JSON.stringify(exchanges)).not.toContain(SECRET);
});

it('lets a page ask no other host, and says so', async () => {
  const { answer, exchanges } = await logIn({
    '/api/login': page(`<img src="http://example.org/pixel.png">${FORM}`),
  });
  expect(answer).toMatchObject({ fault: null });
  expect(exchanges[1]).toMatchObject({ read: { blocked: ['example.org'] } });
});

const away = say(302, '', '', { location: 'http://example.org/' });
const same = (text: string) => text;
const faults: [string, Record<string, Answerer>, (text: string) => string, Culprit, RegExp][] = [
  ['redirects to another host', { '/api/login': away }, same, 'portal', /leads to example\.org, which is not among/u],
  ['redirects a form to another host', { '/api/in': away }, same, 'portal', /leads to example\.org, which is not/u],
  ['is broken', { '/api/in': say(503, 'text/html', '<h1>Welcome</h1>') }, same, 'portal', /it answers 503/u],
  ['hangs', { '/api/login': () => undefined }, hasty, 'network', /no whole answer came within 3 s/u],
  [
    'sends too much',
    { '/api/login': page('x'.repeat(3000)) },
    (text) => text.replace('applications: 2', 'maxBytes: 2000, applications: 2'),
    'portal',
    /larger than 2000 bytes/u,
  ],
  [
    'lacks a field',
    { '/api/login': page(FORM.replace('name="user"', '')) },
    hasty,
    'target file',
    /target\.yaml:\d+:\d+ .*fill "\[name=user\]" finds nothing on the page of BROWSER \/login/u,
  ],
  ['has a button twice', { '/api/login': page(FORM + FORM) }, same, 'target file', /finds 2 things on the page/u],
];

it.each(faults)('a portal that %s is told with who is at fault', async (_, answers, change, culprit, message) => {
  const loggedIn = await logIn(answers, change);
  expect(loggedIn.answer).toMatchObject({ body: null, problem: null, fault: expect.stringMatching(message) });
  expect(loggedIn.culprit).toBe(culprit);
});

it('goes by the proxy of the target file alone, as every other request does', async () => {
  // The last of them asks for a proxy on the way to this machine too.
  for (const [name, value] of Object.entries({ http_proxy: 'http://127.0.0.1:1', no_proxy: '<-loopback>' }))
    vi.stubEnv(name, value);
  try {
    expect((await logIn({})).answer).toMatchObject({ body: { state: 'authorised' }, fault: null });
  } finally {
    vi.unstubAllEnvs();
  }
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
  expect(exchanges).toContainEqual(expect.objectContaining({ read: { picked: { been: 'xx' } } }));
});

it('says yes where a page asks whether to go on', async () => {
  const asks = FORM.replace('<button>', `<button onclick="return confirm('Sure?')">`);
  expect(await logIn({ '/api/login': page(asks) })).toMatchObject({ answer: { body: { state: 'authorised' } } });
});

it('takes the file to which an address leads for the answer', async () => {
  const attachment = { 'content-disposition': 'attachment; filename=a.txt' };
  const { exchanges } = await logIn({ '/api/file': say(200, 'text/plain', 'all of it', attachment) }, (text) =>
    text
      .replace(
        '- method: BROWSER',
        '- { method: BROWSER, path: /file, pick: { been: { body: text } } }\n      - method: BROWSER',
      )
      .replace('journal: [iin', 'journal: [iin, been'),
  );
  expect(exchanges[1]).toMatchObject({
    response: { status: 200, headers: { 'content-type': 'text/plain' } },
    read: { picked: { been: 'all of it' } },
  });
});

it.each([
  ['redirects to itself', say(302, '', '', { location: '/api/login' }), /redirects in a circle/u],
  [
    'has a script that never ends',
    page('<script>addEventListener("load", () => { for (;;); })</script>'),
    / within 3 s/u,
  ],
])('ends in its time on a portal that %s, whose fault it is', async (_, answer, message) => {
  const { answer: reply, culprit } = await logIn({ '/api/login': answer }, hasty);
  expect(reply).toMatchObject({ body: null, fault: expect.stringMatching(message) });
  expect(culprit).toBe('portal');
});
