// Tests that a broken target file is refused with the place, the key and the cure.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the words of the file
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRoster } from '../../dumb-portal.ts';
import { loaded, REGULATIONS, SAMPLE, SECRET, written } from '../sample-target.ts';
import { loadTarget } from './load.ts';

const swap = (from: string, to: string) => {
  if (!SAMPLE.includes(from)) throw new Error(`the sample has no ${from}`);
  return SAMPLE.replace(from, to);
};
/** Where a piece of the text stands, counted from 1. */
function placeOf(text: string, piece: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(piece));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

it('loads the sample, and reads the secrets from the environment', () => {
  const { target, secrets, roster } = loaded(SAMPLE);
  expect(roster.credentials.good).toEqual({ id: '850615400026', password: SECRET });
  expect(target.credentials['wrong-password']?.password).toBe(`x${SECRET}`);
  expect(secrets).toContain(SECRET);
});

it('names every variable that the environment lacks, each once', () => {
  const text = swap("id: '850615400026', password: '${ENV:SECRET}'", "id: '${ENV:USER_ID}', password: '${ENV:SECRET}'");
  expect(() => loadTarget(written(text), REGULATIONS, {})).toThrow(
    /the environment has no USER_ID, SECRET; set USER_ID, SECRET/u,
  );
});

it('takes the certificates of a folder by their names, and no others that lie there', async () => {
  const folder = dirname(written(SAMPLE));
  const key = (await makeRoster()).certificates.good;
  for (const name of ['good', 'expired', 'gateway']) {
    writeFileSync(join(folder, `${name}.pem`), key?.certificatePem ?? '');
    if (name !== 'expired') writeFileSync(join(folder, `${name}.key`), key?.privateKeyPem ?? '');
  }
  expect(loaded(swap('credentials:', 'certificates: .\ncredentials:')).roster.certificates).toEqual({ good: key });
});

/** What is broken, the text, the piece that is blamed, and words of the message. */
const BROKEN: [string, string, string, RegExp][] = [
  [
    'a header with a letter that no header can hold',
    swap("headers: { authorization: 'Bearer {{token}}' }", "headers: { x-name: 'a ключ' }"),
    "'a ключ'",
    /headers\.x-name: its character 3 \(U\+043A\) is one that no header can hold; .*base64/u,
  ],
  [
    'a header of an exchange with a line end',
    swap('method: PUT,', 'method: PUT, headers: { x-key: "a\\nb" },'),
    '"a\\nb"',
    /headers\.x-key: its character 2 \(U\+000A\) is one/u,
  ],
  ['a header without a name', swap('{ authorization:', "{ 'x key':"), "'x key'", /"x key" is no name of a header/u],
  ['the length of a message', swap('{ authorization:', '{ Content-Length:'), 'Content-Length', /by the connection/u],
  ['an unknown operation', swap('  fill:', '  fil:'), 'fil:', /unknown key "fil"; did you mean fill\?/u],
  ['an unknown key of an exchange', swap('accepts: [401]', 'accept: [401]'), 'accept:', /did you mean accepts\?/u],
  ['a method that is none', swap('method: PUT', 'method: PUSH'), 'PUSH', /"PUSH" is not known here/u],
  [
    'a missing variable',
    swap("'{{applicant}}'", "'{{aplicant}}'"),
    "'{{aplicant}}'",
    /nothing gives the variable aplicant; did you mean applicant\?/u,
  ],
  ['a missing variable of a header', swap('{{token}}', '{{tokn}}'), "'Bearer {{tokn}}'", /did you mean token\?/u],
  [
    'a password in clear text',
    swap("password: '${ENV:SECRET}' }\n  wrong", "password: 'Zhurek' }\n  wrong"),
    "'Zhurek'",
    /is a secret in clear text; write \$\{ENV:NAME\}/u,
  ],
  [
    'a bearer token in clear text',
    swap('Bearer {{token}}', 'Bearer abc'),
    "'Bearer abc'",
    /is a secret in clear text/u,
  ],
  ['a password in a body', swap("'{{password}}'", 'Zhurek'), 'Zhurek', /is a secret in clear text/u],
  [
    'a variable that the environment lacks',
    swap('${ENV:SECRET}', '${ENV:NO_SUCH}'),
    "'${ENV:NO_SUCH}'",
    /the environment has no NO_SUCH; set NO_SUCH/u,
  ],
  [
    'a secret file that is not there',
    swap('${ENV:SECRET}', '${FILE:no-such}'),
    "'${FILE:no-such}'",
    /the file no-such cannot be read/u,
  ],
  [
    'a host outside the list',
    swap("hosts: ['127.0.0.1:9']", 'hosts: [example.org]'),
    'http://127.0.0.1:9/api',
    /its host 127\.0\.0\.1:9 is not among the hosts/u,
  ],
  ['an address that is none', swap('http://127.0.0.1:9/api', 'ftp://h'), 'ftp://h', /is no http URL/u],
  [
    'a flow that is not there',
    swap('certificate/portal', 'certificate/portl'),
    'cultural-property-export-certificate/portl',
    /did you mean cultural-property-export-certificate\/portal\?/u,
  ],
  [
    'a JSONPath that cannot be read',
    swap('jsonpath: $.result', "jsonpath: '$.[result'"),
    "'$.[result'",
    /is no jsonpath expression/u,
  ],
  [
    'a pattern that cannot be read',
    swap('authorised: вошёл', "authorised: 'вошёл('"),
    "'вошёл('",
    /is no regex expression/u,
  ],
  ['a CSS selector that cannot be read', swap('jsonpath: $.token,', "css: 'a[',"), "'a['", /is no css expression/u],
  ['an XPath that cannot be read', swap('jsonpath: $.token,', "xpath: '//[',"), "'//['", /is no xpath expression/u],
  [
    'two finders in one pick',
    swap('jsonpath: $.token,', 'jsonpath: $.token, css: a,'),
    '{ jsonpath: $.token, css',
    /has 2 finders: jsonpath, css/u,
  ],
  [
    'a cause that is not there',
    swap('wrong-password:', 'wrong-pasword:'),
    'wrong-pasword:',
    /did you mean wrong-password\?/u,
  ],
  [
    'an action that is not there',
    swap('authenticate: Вход', 'authentcate: Вход'),
    'authentcate',
    /did you mean authenticate\?/u,
  ],
  [
    'a party that is not there',
    swap('applicant: Заявитель', 'aplicant: Заявитель'),
    'aplicant',
    /did you mean applicant\?/u,
  ],
  ['a state that is not there', swap('completed: DONE', 'done: DONE'), 'done:', /"done" is not known here/u],
  [
    'a control whose operation is not offered',
    swap('  fill:', '  decide: { exchanges: [] }\n  fill:'),
    'decide:',
    /needs the control decision/u,
  ],
  [
    'a lack of what is described',
    swap('languages:', 'lacks: { fill: none }\nlanguages:'),
    'none }',
    /fill is described below/u,
  ],
  [
    'a certificate that is not there',
    swap('credentials:', 'certificates: { good: { certificate: no.pem, key: no.key } }\ncredentials:'),
    'no.pem',
    /the file no\.pem cannot be read/u,
  ],
  [
    'a folder without certificates',
    swap('credentials:', 'certificates: no-such\ncredentials:'),
    'no-such',
    /the folder no-such holds no pair such as good\.pem and good\.key; correct the path/u,
  ],
  [
    'a lack of what nobody knows',
    swap('languages:', 'lacks: { expird: none }\nlanguages:'),
    'expird',
    /did you mean expired\?/u,
  ],
  [
    'one of several causes that is not there',
    swap(
      'operations:\n',
      "notifications: [{ kind: { css: a }, action: x, text: { css: b }, cause: { css: c, patterns: { 'expired, expird': d } } }]\noperations:\n",
    ),
    "'expired, expird'",
    /"expird" is not known here; did you mean expired\?/u,
  ],
  [
    'a performer who has no login',
    swap('testSystem:', 'controls: [clock]\ntestSystem:').replace(
      '  open:',
      '  advanceClock: { as: oficer, exchanges: [], answer: { now: { value: x } } }\n  open:',
    ),
    'oficer',
    /"oficer" is not known here; use one of good, wrong-password/u,
  ],
  [
    'a mark of what changes nothing where nothing can change',
    swap(
      '    answer:\n      state: { jsonpath: $.result',
      '    refused: [{ when: unchanged }]\n    answer:\n      state: { jsonpath: $.result',
    ),
    'unchanged',
    /authenticate changes no request; say what the answer shows/u,
  ],
  [
    'a condition that is another word',
    swap('  fill:\n', '  attach: { exchanges: [], refused: [{ when: unchangd }] }\n  fill:\n'),
    'unchangd',
    /attach\.refused\[0\]\.when/u,
  ],
  [
    'a field of a join that has another name',
    swap(
      'operations:\n',
      'history: [{ each: { css: a }, join: { name: other, each: { css: b }, key: { css: c }, is: { css: d } }, action: { from: othr, css: e } }]\noperations:\n',
    ),
    'othr',
    /"othr" is not known here/u,
  ],
  [
    'a test person of which nothing makes a part',
    swap("good: { id: '850615400026'", "good: { id: '{{iin}}'"),
    "'{{iin}}'",
    /nothing gives the variable iin/u,
  ],
  [
    'a variable in a variable',
    swap('operations:\n', "variables: { a: '{{b}}' }\noperations:\n"),
    "'{{b}}'",
    /nothing gives the variable b/u,
  ],
  [
    'a signature that nothing makes',
    swap("{ who: '{{applicant}}' }", "{ who: '{{cms}}' }"),
    "'{{cms}}'",
    /nothing gives the variable cms/u,
  ],
  [
    'an unknown key below a flow',
    swap(/flows: .*/u.exec(SAMPLE)?.[0] ?? '', `flows: { ${REGULATIONS[0]?.id}/portal: { operatons: {} } }`),
    'operatons',
    /unknown key "operatons"; did you mean operations\?/u,
  ],
  [
    'an unknown key of an operation below a flow',
    swap(
      /flows: .*/u.exec(SAMPLE)?.[0] ?? '',
      `flows: { ${REGULATIONS[0]?.id}/portal: { operations: { logOut: { exchanges: [{ methd: GET }] } } } }`,
    ),
    'methd',
    /did you mean method\?/u,
  ],
  [
    'what is wrong below a flow alone',
    swap(
      /flows: .*/u.exec(SAMPLE)?.[0] ?? '',
      `flows: { ${REGULATIONS[0]?.id}/portal: { operations: { logOut: { exchanges: [{ method: GET, path: '/{{who}}' }] } } } }`,
    ),
    "'/{{who}}'",
    /flows\.[a-z-]+\/portal\.operations\.logOut\.exchanges\[0\]\.path.*nothing gives the variable who/u,
  ],
  [
    'an alias of nothing',
    swap('json: {}', 'json: *nothing'),
    '*nothing',
    /no part before this has that name, found \*nothing; write the value out/u,
  ],
  [
    'no applications in the limits',
    swap('applications: 2, ', ''),
    '{ perSecond',
    /is missing; add the key applications/u,
  ],
];

describe('loadTarget', () => {
  it.each(BROKEN)('refuses %s', (_, text, piece, message) => {
    const load = () => loaded(text);
    expect(load).toThrow(message);
    expect(load).toThrow(
      expect.objectContaining({ exitCode: 2, details: expect.objectContaining(placeOf(text, piece)) }),
    );
    expect(load).not.toThrow(new RegExp(SECRET, 'u'));
  });
});
