// A portal that shows nothing is neither agreed nor disagreed with, and a defect of ours is not taken for one of the portal's.
import { expect, it } from 'vitest';
import { Calendar, readCalendar } from '../../schemas/calendar.ts';
import { fixturePath } from '../../schemas/fixture.ts';
import { loadYaml } from '../../schemas/load.ts';
import { sampleRegulation } from '../../schemas/sample-regulation.ts';
import { CONTROLS } from '../../schemas/target/driver.ts';
import { sourceOf } from '../flow/source.ts';
import { PortalFault } from '../sut/blame.ts';
import type { Answer, Drive, Sut } from '../sut/sut.ts';
import { explore } from './explore.ts';

const calendar = readCalendar(loadYaml(fixturePath('calendars/kz.yaml'), Calendar).value);

function exploring(openDrive: Sut['openDrive']) {
  const sut: Sut = {
    name: 'p',
    description: { contract: 'reglament-driver/1', name: 'p', flows: [], controls: [...CONTROLS], languages: [] },
    openDrive,
    close: async () => undefined,
  };
  const sources = [sourceOf(sampleRegulation(), 'portal')];
  return explore({ sut, sources, walks: 5, seed: 1, calendar, convention: 'next-day' });
}

it('observes nothing where no world is opened', async () => {
  const found = await exploring(() => Promise.reject(new PortalFault('no world could be opened')));
  expect(found).toEqual({ walks: 5, accepted: 0, refused: 0, cuts: ['no world could be opened'], disagreement: null });
});

it('observes nothing where every answer is a fault', async () => {
  const silent: Answer<never> = { body: null, status: null, problem: null, fault: 'no answer came', exchange: 'e' };
  const drive: Drive = {
    roster: { credentials: { good: { id: '1', password: '2' } }, officer: null, certificates: {}, issuers: [] },
    now: () => 0,
    pass: async () => undefined,
    perform: async () => silent,
  };
  const found = await exploring(async () => drive);
  expect(found).toEqual({
    walks: 5,
    accepted: 0,
    refused: 0,
    cuts: ['nobody is let in: no answer came'],
    disagreement: null,
  });
});

it('opens each walk in the flow that it goes through', async () => {
  const opened: string[] = [];
  await exploring(async (scenario) => {
    opened.push(scenario);
    throw new PortalFault('no world could be opened');
  });
  expect(new Set(opened)).toEqual(new Set([`${sampleRegulation().id}/portal/explore`]));
});

it('does not hide a defect of its own', async () => {
  await expect(exploring(() => Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
});
