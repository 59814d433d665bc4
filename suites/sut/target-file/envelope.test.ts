// Tests what an exchange in an envelope sends: one frame for all of them, with variables of its own and everything escaped.
import { afterEach, expect, it } from 'vitest';
import { type DumbPortal, startPortal } from '../dumb-portal.ts';
import { examineFile, loaded, SAMPLE, SECRET, samplePortal, walkOn } from './sample-target.ts';

const ENVELOPE = `envelope: '<env id="{{uuid}}"><to>{{service}}</to><pin>{{secret}}</pin>{{xml}}</env>'
variables: { secret: '\${ENV:SECRET}' }
credentials:`;
const SENDS = `with: { service: 'TO_{{id}}' }
        xml: <login name="{{password}}">$& {{service}}</login>`;
const change = (text: string) =>
  text
    .replace('credentials:', () => ENVELOPE)
    .replace("json: { iin: '{{id}}', password: '{{password}}' }", () => SENDS)
    .replace('exchanges: [{ method: GET, path: /health }]', () => HEALTH);
const HEALTH = "exchanges: [{ method: POST, path: /health, reads: true, xml: '' }]";
const open: { portal: DumbPortal | null; gate: { close(): Promise<void> } | null } = { portal: null, gate: null };

afterEach(async () => {
  await open.gate?.close();
  await open.portal?.close();
});

async function start() {
  const bodies: string[] = [];
  const asked: string[] = [];
  open.portal = await startPortal((response, question) => {
    asked.push(question.path);
    if (question.path === '/api/token') bodies.push(question.body);
    samplePortal()(response, { ...question, body: JSON.stringify({ password: SECRET }) });
  });
  const started = walkOn(open.portal.url, change);
  open.gate = started.gate;
  return { ...started, bodies, asked };
}

it('stands around what is sent, with a new id every time and no variable as markup', async () => {
  const { walk, bodies, exchanges } = await start();
  const input = { regulation: 'r', flow: 'f', as: 'applicant', id: '850615400026', password: '<a&"' } as const;
  for (const _ of [1, 2]) expect((await walk.perform('authenticate', { input })).body?.state).toBe('authorised');
  const sent =
    /^<env id="([0-9a-f-]{36})"><to>TO_850615400026<\/to><pin>(.*)<\/pin><login name="(.*)">\$& (.*)<\/login><\/env>$/u;
  const [first, second] = bodies.map((body) => sent.exec(body)?.slice(1));
  expect(first?.slice(1)).toEqual([SECRET, '&#60;a&#38;&#34;', 'TO_850615400026']);
  expect(second?.[0]).not.toBe(first?.[0]);
  expect(JSON.stringify(exchanges)).not.toContain(SECRET);
  expect(exchanges[0]?.request.body).toBe(
    '<env id="[redacted]"><to>[redacted]</to><pin>[redacted]</pin><login name="[redacted]">[redacted]</login></env>',
  );
});

it('lets the doctor send what only reads', async () => {
  const { target, asked } = await start();
  const [described] = await examineFile(target);
  expect(described).toMatchObject({ operation: 'describe', standing: 'works' });
  expect(asked[0]).toBe('/api/health');
});

it('has to be given its variables', () => {
  expect(() => loaded(change(SAMPLE).replace('{{uuid}}', '{{guid}}'))).toThrow(
    /envelope.*nothing gives the variable guid/su,
  );
});
