// Portals on which each party of the provider has a login of its own: wrong ones fail where they take a step from another one.
import { describe, expect, it } from 'vitest';
import { type Alter, refusal, runAltered } from './altered-simulator.ts';

const INTERNAL = 'communications-licence/internal/**/*by-its-party-only';

/** What a portal that has a single login for all of the provider says of itself and of its people. */
const withoutStaff: Alter = async ({ path }, pass) => {
  const told = await pass();
  if (path === '/') return { ...told, body: { ...told.body, additions: ['attachments'] } };
  if (path !== '/worlds') return told;
  const { staff: _, ...roster } = Object(told.body.roster);
  return { ...told, body: { ...told.body, roster } };
};

describe('parties of the provider', () => {
  it('each do their own steps on the simulator, and no other', async () => {
    const verdicts = await runAltered(INTERNAL, (_, pass) => pass());
    expect(Object.keys(verdicts)).toContain('internal/assign-unit/by-its-party-only');
    expect(Object.keys(verdicts)).toContain('internal/review/decision-by-its-party-only');
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['pass']));
  });

  it('need no logins of their own', async () => {
    const verdicts = await runAltered(INTERNAL, withoutStaff);
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['not-applicable']));
    const whole = await runAltered('communications-licence/internal/**/{actor,next,ends}', withoutStaff);
    expect(Object.values(whole)).not.toHaveLength(0);
    expect(Object.values(whole)).not.toContain('fail');
  });

  it('may be refused as if the request were not there', async () => {
    const verdicts = await runAltered(INTERNAL, async (_, pass) => {
      const told = await pass();
      return told.status === 403 ? refusal(404, 'no such request') : told;
    });
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['pass']));
  });

  it('fail where the step of one is taken from another', async () => {
    const logins: Record<string, unknown>[] = [];
    const verdicts = await runAltered(INTERNAL, async (asked, pass) => {
      if (asked.path === '/worlds') {
        const told = await pass();
        logins.push({ ...Object(Object(told.body.roster).officer) });
        return told;
      }
      // Whoever of the provider logs in gets the login of the officer, who acts as all of them.
      if (asked.path === '/sessions' && asked.body?.as === 'officer') asked.body = { ...asked.body, ...logins[0] };
      return pass();
    });
    // The first step that is taken from another one ends the walk, so the others are not tried.
    expect(verdicts['internal/accept-application/by-its-party-only']).toBe('fail');
    expect(Object.values(verdicts)).not.toContain('pass');
  });
});
