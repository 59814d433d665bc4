// Tests that the tabs which pages open and close are followed, watched as the first one is, and remembered.
import { expect, it } from 'vitest';
import { FORM, logIn, page } from './sample-browsing.ts';

/** The login begins with a click that opens it. */
const opening = (text: string) => text.replace('actions:\n', "actions:\n          - { click: '#open' }\n");
const LINK = '<a id="open" target="_blank" href="/api/form">Log in</a>';
const WINDOW = `<button id="open" onclick="window.open('/api/form')">Log in</button>`;

it.each([
  ['a link', LINK],
  ['a script', WINDOW],
])('goes on in the tab that %s opens', async (_, html) => {
  const { answer, asked } = await logIn({ '/api/login': page(html), '/api/form': page(FORM) }, opening);
  expect(answer).toMatchObject({ body: { state: 'authorised' }, fault: null });
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual(['/api/login', '/api/form', '/api/in']);
});

it('comes back to the tab before when one closes itself', async () => {
  const closes = '<script>opener.document.body.innerHTML = "<h1>Welcome</h1>"; close()</script>';
  const { answer, exchanges } = await logIn(
    { '/api/login': page(WINDOW), '/api/form': page(FORM), '/api/in': page(closes) },
    (text) =>
      opening(text)
        .replace('- { click: button }', '- { click: button }\n          - { wait: h1 }')
        .replace('{ cookie: key }', '{ url: true }'),
  );
  expect(answer).toMatchObject({ body: { state: 'authorised' }, fault: null });
  expect(exchanges.at(-1)).toMatchObject({ request: { url: 'wait h1' }, response: { status: 200 } });
});

it('lets a new tab ask no other host, neither for itself nor for what it shows', async () => {
  const shows = await logIn(
    { '/api/login': page(LINK), '/api/form': page(`<img src="http://example.org/a.png">${FORM}`) },
    opening,
  );
  expect(shows.answer).toMatchObject({ fault: null });
  expect(JSON.stringify(shows.exchanges)).toContain('"blocked":["example.org"]');
  const leads = await logIn({ '/api/login': page(LINK.replace('/api/form', 'http://example.org/')) }, opening);
  expect(leads.answer).toMatchObject({ fault: expect.stringMatching(/leads to example\.org, which is not among/u) });
  expect(leads.culprit).toBe('portal');
});

it('counts what a new tab asks for', async () => {
  const { answer, asked } = await logIn({ '/api/login': page(LINK), '/api/form': page(FORM) }, (text) =>
    opening(text).replace('applications: 2', 'requests: 1, applications: 2'),
  );
  expect(answer).toBe('the budget of 1 requests (limits.requests) is used up');
  expect(asked).not.toContain('/api/form');
});

it('leaves a page alone that opens tabs without end', async () => {
  const bomb = '<button id="open" onclick="for (let i = 0; i < 40; i++) window.open()">x</button>';
  const { answer } = await logIn({ '/api/login': page(bomb) }, opening);
  expect(answer).toMatchObject({ fault: expect.stringMatching(/has more than 20 tabs open/u) });
});

/** Three looks at a page before the login. */
const looking = (text: string) =>
  text
    .replace(
      '- method: BROWSER',
      `${['/keep', '/seen', '/seen']
        .map((path) => `- { method: BROWSER, path: ${path}, pick: { been: { css: title } } }\n      `)
        .join('')}- method: BROWSER`,
    )
    .replace('journal: [iin', 'journal: [iin, been');

it('keeps the session storage of a visitor, also what a page removes from it, and tells none of it', async () => {
  const token = 'a-token-of-the-session';
  const keeps = `<title>kept</title><script>sessionStorage.auth = '{"token":"${token}"}'; sessionStorage.seen = 0</script>`;
  const shows = `<title></title><script>
    document.title = 'seen ' + sessionStorage.seen + ' ' + JSON.parse(sessionStorage.auth ?? '{}').token;
    sessionStorage.seen = Number(sessionStorage.seen) + 1; sessionStorage.removeItem('auth')</script>`;
  const { exchanges } = await logIn({ '/api/keep': page(keeps), '/api/seen': page(shows) }, looking);
  expect(exchanges.flatMap((one) => Object(one).read?.picked?.been ?? [])).toEqual([
    ...['kept', 'seen 0 [redacted]', 'seen 1 undefined'],
  ]);
  expect(JSON.stringify(exchanges)).not.toContain(token);
});
