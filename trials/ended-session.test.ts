// Portals on which a session can be ended: one that lets its token act afterwards fails, one that cannot end any passes.
import { describe, expect, it } from 'vitest';
import { type Alter, runAltered } from './altered-simulator.ts';

const NOBODY = 'cultural-property-export-certificate/portal/**/{*from-nobody,*by-nobody}';

describe('a session that has been ended', () => {
  it('lets nobody read or act on the simulator', async () => {
    const asked: string[] = [];
    const verdicts = await runAltered(NOBODY, ({ path }, pass) => {
      asked.push(path);
      return pass();
    });
    expect(asked.some((path) => path.endsWith('/end'))).toBe(true);
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['pass']));
  });

  it('fails a portal that goes on with it', async () => {
    const verdicts = await runAltered(NOBODY, (asked, pass) => {
      const { path } = asked;
      return path.endsWith('/end') ? { status: 200, body: { session: path.split('/')[2] ?? '' } } : pass();
    });
    expect(verdicts['portal/fill-request/not-by-nobody']).toBe('fail');
  });

  it('is not asked of a portal that cannot end any', async () => {
    const asked: string[] = [];
    const without: Alter = async ({ path }, pass) => {
      asked.push(path);
      const told = await pass();
      return path === '/' ? { ...told, body: { ...told.body, additions: [] } } : told;
    };
    const verdicts = await runAltered(NOBODY, without);
    expect(asked.some((path) => path.endsWith('/end'))).toBe(false);
    // It takes no documents with the form either, so that nobody can attach one there.
    expect(verdicts['portal/fill-request/documents-not-by-nobody']).toBe('not-applicable');
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['pass', 'not-applicable']));
  });
});
