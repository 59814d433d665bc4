// The record of counterparties that are named on the command line.
import { expect, it } from 'vitest';
import { fixturePath } from '../../../../schemas/fixture.ts';
import { loadRegulations, loadYaml } from '../../../../schemas/load.ts';
import { Target } from '../../../../schemas/target/target.ts';
import { checkTarget } from './check.ts';
import { withCounterparties } from './counterparties.ts';
import { targetFor } from './flows.ts';

const { value } = loadYaml(fixturePath('targets/foreign-json.yaml'), Target, { links: true });
const wired = (target: Target, address = 'http://127.0.0.1:8080') => withCounterparties(target, address);

it('is read below their address, in the world that it names, and they may be contacted', () => {
  const { controls, hosts, operations } = wired(value, 'http://127.0.0.1:8080/under/?world=world-1');
  expect(operations.readAsked?.exchanges).toEqual([
    { method: 'GET', path: 'http://127.0.0.1:8080/under/asked?world=world-1' },
  ]);
  expect(hosts).toEqual([...value.hosts, '127.0.0.1:8080']);
  expect(controls).toEqual([...(value.controls ?? []), 'asked']);
  expect(wired(wired(value))).toEqual(wired(value));
});

it('is there although the file says that it is not', () => {
  const lacking = { ...value, lacks: { ...value.lacks, asked: 'nobody keeps one', readAsked: 'there is none' } };
  expect(wired(lacking).lacks).toEqual(value.lacks);
  const flow = 'passenger-transport-licence/portal';
  const regulations = loadRegulations(fixturePath('regulations'));
  expect(checkTarget(targetFor(wired(lacking), flow), regulations)).toEqual(
    checkTarget(targetFor(value, flow), regulations),
  );
});
