// Tests what is written into a message: values of any kind, and only those parts whose variables have a value.
import { expect, it } from 'vitest';
import type { TargetExchange } from '../../../../schemas/target/operations.ts';
import { parseJson } from './json.ts';
import { encodeBody } from './send-body.ts';
import { neededIn, render } from './template.ts';

const VARIABLES = { id: 7, paid: false, long: 12_345_678_901_234_567_890n, name: 'A', none: null, blank: '' };
const sent = (exchange: Partial<TargetExchange>) =>
  encodeBody({ method: 'POST', path: '/', ...exchange }, VARIABLES, {}).body;

it('keeps the kind of a value that stands alone in JSON, whatever its length', () => {
  const json = {
    id: '{{id}}',
    paid: '{{paid}}',
    long: '{{long}}',
    name: '{{name}}',
    none: '{{none}}',
    text: 'No {{id}}',
  };
  expect(sent({ json })).toBe('{"id":7,"paid":false,"long":12345678901234567890,"name":"A","none":null,"text":"No 7"}');
  expect(parseJson('{"long":12345678901234567890}')).toEqual({ long: 12_345_678_901_234_567_890n });
});

it.each<[string, Partial<TargetExchange>, string | RegExp]>([
  ['a key of JSON', { json: { 'a?': '{{none}}', 'b?': { c: '{{missing}}' }, 'd?': '{{name}}' } }, '{"d":"A"}'],
  ['a field of a form', { form: { 'a?': '{{none}}', 'd?': '{{name}}', e: 'x' } }, 'd=A&e=x'],
  ['a part of an upload', { multipart: { 'a?': '{{none}}', 'd?': '{{name}}' } }, /^(?!.*name="a).*name="d"/su],
  [
    'a piece of XML',
    { xml: '<r>{{#none}}<a>{{none}}</a>{{/none}}{{#name}}<d>{{name}}</d>{{/name}}</r>' },
    '<r><d>A</d></r>',
  ],
  ['a piece of a text', { body: 'a{{#missing}} {{name}}{{/missing}}' }, 'a'],
])('leaves %s out whose variable has no value', (_, exchange, body) => {
  const text = String(sent(exchange));
  if (typeof body === 'string') expect(text).toBe(body);
  else expect(text).toMatch(body);
});

it('takes an empty text for a value', () => {
  expect(sent({ json: { 'a?': '{{blank}}' } })).toBe('{"a":""}');
});

it('needs only the variables of what is sent in any case', () => {
  expect(neededIn({ path: '/{{a}}', json: { 'b?': '{{b}}' }, xml: '{{#c}}{{c}}{{/c}}' })).toEqual(['a']);
});

it('is a dash where nothing has set a variable', () => {
  expect(render('{{missing}}', VARIABLES)).toBe('-');
});
