// Tests that a secret in clear text is found wherever it stands in a target file, and that what only looks like one is left alone.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the words of the file
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixturePath } from '../../../../schemas/fixture.ts';
import { loadYaml } from '../../../../schemas/load.ts';
import { Target } from '../../../../schemas/target/target.ts';
import { clearSecrets } from './clear-secrets.ts';

const BASIC = `Basic ${Buffer.from('portal:Zhurek-2013').toString('base64')}`;
const headers = (name: string, value: string) => ({ headers: { [name]: value } });

it.each<[string, unknown, RegExp]>([
  ['a password', { credentials: { good: { password: 'Zhurek' } } }, /is a secret/u],
  ['an authorization', headers('Authorization', 'abc'), /is a secret/u],
  ['a key of an interface', headers('x-api-key', 'abc'), /is a secret/u],
  ['a header of a session', headers('x-session-id', 'abc'), /is a secret/u],
  ['a login in a header of any name', headers('x-gateway', BASIC), /is a secret/u],
  ['a bearer in a header of any name', headers('x-gateway', 'Bearer abc'), /is a secret/u],
  ['a login in any text', { operations: { fill: { exchanges: [{ json: { note: BASIC } }] } } }, /behind Basic/u],
  ['a session in a cookie', headers('cookie', 'lang=kk; JSESSIONID=1f'), /is a secret/u],
  ['a long cookie', headers('Cookie', 'lang=kk; x=0123456789abcdef'), /is a secret/u],
  ['an address', { baseUrl: 'https://clerk:Zhurek@portal.example/api' }, /password of an address/u],
  ['a proxy', { proxy: 'http://clerk:Zhurek@proxy.example:3128' }, /password of an address/u],
  ['the query of a path', { exchanges: [{ path: '/orders?lang=kk&api_key=abc' }] }, /the secret api_key/u],
  ['a form in a body', { body: 'user=clerk&password=Zhurek' }, /the secret password/u],
  ['JSON in a body', { body: '{ "user": "clerk", "clientSecret": "Zhurek" }' }, /the secret clientSecret/u],
  ['an envelope', { envelope: '<a><wsse:Password Type="Text">Zhurek</wsse:Password>{{xml}}</a>' }, /wsse:Password/u],
  ['an attribute', { xml: '<login user="clerk" password="Zhurek"/>' }, /the secret password/u],
  ['what is typed into a browser', { actions: [{ fill: 'input[name=password]', with: 'Zhurek' }] }, /is a secret/u],
  ['a private key', { variables: { pem: '-----BEGIN RSA PRIVATE KEY-----\nMIIE' } }, /a private key/u],
  ['a signed token', { variables: { hello: `eyJhbGciOiJ9.${'a'.repeat(20)}.${'b'.repeat(20)}` } }, /a token/u],
])('%s is found', (_, value, problem) => {
  expect(clearSecrets(value)).toEqual([
    { path: expect.any(Array), problem: expect.stringMatching(problem), cure: expect.stringContaining('${ENV:NAME}') },
  ]);
});

it.each<[string, unknown]>([
  ['a reference', headers('authorization', 'Basic ${ENV:PORTAL_BASIC}')],
  ['a template', headers('authorization', 'Bearer {{token}}')],
  ['a cookie that is a setting', headers('cookie', 'lang=kk; theme=dark')],
  ['a reference in an address', { proxy: 'http://${ENV:PORTAL_USER}:${ENV:PORTAL_PASSWORD}@proxy.example' }],
  ['a name in an address', { proxy: 'http://${ENV:PORTAL_USER}@proxy.example' }],
  ['an address with a port', { baseUrl: 'https://portal.example:8443/a@b' }],
  ['a template in a query', { path: '/orders?token={{token}}' }],
  ['a reference in an envelope', { envelope: '<Password>${ENV:PORTAL_PASSWORD}</Password><password/><token></token>' }],
  ['a certificate in an envelope', { envelope: '<wsse:BinarySecurityToken>MIIC</wsse:BinarySecurityToken>' }],
  ['the kind of a grant', { form: { grant_type: 'password' } }],
  ['words', { json: { note: 'Basic information: see the password=… of the form', title: 'Bearer certificates' } }],
  ['what is read', { pick: { token: { regex: 'token=([^&]+)' } }, history: [{ action: { regex: 'secret=(.*)' } }] }],
])('%s is no secret', (_, value) => {
  expect(clearSecrets(value)).toEqual([]);
});

it('finds none in the target files of the package', () => {
  const folder = fixturePath('targets');
  for (const name of readdirSync(folder).filter((one) => one !== 'roster.yaml' && one !== 'starter.yaml'))
    expect(clearSecrets(loadYaml(join(folder, name), Target, { links: true }).value), name).toEqual([]);
});
