// Who comes in at the door: honest portals that do it otherwise than the simulator pass, and those that let the wrong people in fail.
import { describe, expect, it } from 'vitest';
import { signCms } from '../schemas/pki/cms.ts';
import type { Roster } from '../schemas/target/driver.ts';
import { type Alter, type Asked, refusal, reportAltered, runAltered } from './altered-simulator.ts';
import { answering, asking, both, isLogin, isTo, knowingRoster } from './altering.ts';

const BY_CERTIFICATE = 'cultural-property-export-certificate/portal';
const BY_PASSWORD = 'foreign-periodicals-registration/portal';
const FOR_ORGANISATIONS = 'communications-licence/portal';
const REGISTERING = 'authenticate/{*registration,*registered,registers-*}';
const SHOWING = 'authenticate/*certificate';
const SIGNING = '{choose-certificate,sign}/{confirmed-by-bin,unconfirmed-when-another-*}';

const isRegistering = (asked: Asked) => isTo(asked, '/accounts');
/** The verdicts without the flow and the action of each id. */
const bare = (verdicts: Record<string, string>) =>
  Object.fromEntries(Object.entries(verdicts).map(([id, verdict]) => [id.split('/').at(-1) ?? '', verdict]));
const judge = async (assertions: string, alter: Alter) => bare(await runAltered(assertions, alter));
const those = (verdicts: Record<string, string>, is: string) =>
  Object.keys(verdicts)
    .filter((id) => verdicts[id] === is)
    .toSorted();

/** Takes additions out of what the portal says of itself, and people and certificates out of its roster. */
const without = (additions: readonly string[], people: readonly string[] = []): Alter =>
  answering((body) => {
    if (Array.isArray(body.additions))
      body.additions = body.additions.filter((name) => !additions.includes(String(name)));
    const roster: Partial<Roster> = Object(body.roster);
    for (const name of people) {
      delete roster.credentials?.[name];
      delete roster.certificates?.[name];
    }
  });

const { known, learn } = knowingRoster();
const pemOf = (name: string) => known.roster?.certificates[name]?.certificatePem;
const idOf = (name: string) => known.roster?.credentials[name]?.id;
/** Changes the body of what is asked, where it is meant. */
const changing = (isMeant: (asked: Asked) => boolean, change: () => Record<string, unknown>): Alter =>
  both(
    learn,
    asking((asked) => (isMeant(asked) ? { ...asked, body: { ...asked.body, ...change() } } : asked)),
  );
const shows = ({ body }: Asked, name: string) => body?.certificatePem === pemOf(name);
const isOf = ({ body }: Asked, name: string) => body?.id === idOf(name);

describe('whoever registers', () => {
  const ALL = ['lets-in-once-registered', 'not-let-in-before-registration', 'registers-with-own-certificate-only'];

  it('is let in by a portal that answers an unknown login without a session, and refuses a certificate as unfit', async () => {
    const registered = new Set<string>();
    const alter: Alter = async (asked, pass) => {
      const world = String(asked.world);
      if (isLogin(asked) && isOf(asked, 'unregistered') && !registered.has(world)) return refusal(401, 'who?');
      const told = await learn(asked, pass);
      if (!isRegistering(asked)) return told;
      if (told.status === 201) registered.add(world);
      return told.status === 403 ? refusal(422, 'not yours') : told;
    };
    expect(those(await judge(`${BY_CERTIFICATE}/${REGISTERING}`, alter), 'pass')).toEqual(ALL);
  });

  it('needs no certificate where the text has a password alone', async () => {
    let certificates = 0;
    const verdicts = await judge(
      `${BY_PASSWORD}/${REGISTERING}`,
      both(
        learn,
        asking((asked) => {
          if (isRegistering(asked) && asked.body?.certificatePem !== undefined) certificates += 1;
          return asked;
        }),
      ),
    );
    expect(those(verdicts, 'pass')).toEqual(ALL.slice(0, 2));
    expect(certificates).toBe(0);
  });

  it('is asked of nobody where the portal does not offer it, or knows everybody whom the target can name', async () => {
    const asked: string[] = [];
    const spying = asking((one) => {
      asked.push(one.path);
      return one;
    });
    for (const alter of [without(['registration']), without([], ['unregistered'])])
      expect(those(await judge(`${BY_CERTIFICATE}/${REGISTERING}`, both(alter, spying)), 'not-applicable')).toEqual(
        ALL,
      );
    expect(asked).not.toContain('/accounts');
    const kept: Alter = (one, pass) => (isRegistering(one) ? refusal(409, 'we know you') : pass());
    const remembered = changing(
      (one) => isLogin(one) && isOf(one, 'unregistered'),
      () => ({ ...known.roster?.credentials.good, certificatePem: undefined }),
    );
    const { report, verdicts } = await reportAltered(`${BY_CERTIFICATE}/${REGISTERING}`, both(kept, remembered));
    expect(those(bare(verdicts), 'not-applicable')).toEqual(ALL);
    expect(report.verdicts.map(({ reason }) => reason)).toContain(
      'not-observable: the person unregistered is registered already: supply somebody whom the portal does not know',
    );
  });

  it('fails a portal that lets everybody in, and registers them afterwards', async () => {
    const alter: Alter = async (asked, pass) => {
      if (isRegistering(asked) && !shows(asked, 'another-person')) return { status: 201, body: { registered: true } };
      if (isLogin(asked) && isOf(asked, 'unregistered')) {
        const { regulation, flow, id, password } = asked.body ?? {};
        const body = { regulation, flow, id, password, certificatePem: pemOf('unregistered') };
        await pass({ ...asked, path: '/accounts', body });
      }
      return pass();
    };
    const verdicts = await judge(`${BY_CERTIFICATE}/${REGISTERING}`, both(learn, alter));
    expect(those(verdicts, 'fail')).toEqual(['not-let-in-before-registration']);
  });

  it('fails a portal that forgets them', async () => {
    const alter: Alter = (asked, pass) =>
      isRegistering(asked) && !shows(asked, 'another-person') ? { status: 201, body: { registered: true } } : pass();
    const verdicts = await judge(`${BY_CERTIFICATE}/${REGISTERING}`, both(learn, alter));
    expect(those(verdicts, 'fail')).toEqual(['lets-in-once-registered']);
  });

  it('fails a portal that takes the certificate of somebody else', async () => {
    const alter = changing(isRegistering, () => ({ certificatePem: pemOf('unregistered') }));
    const verdicts = await judge(`${BY_CERTIFICATE}/${REGISTERING}`, alter);
    expect(those(verdicts, 'fail')).toEqual(['registers-with-own-certificate-only']);
  });
});

describe('a certificate at the login', () => {
  const WRONG = ['another', 'expired', 'revoked'].map((which) => `not-let-in-with-${which}-certificate`);

  it('may be demanded by a portal beside the password', async () => {
    const alter: Alter = (asked, pass) =>
      isLogin(asked) && asked.body?.as === 'applicant' && asked.body.certificatePem === undefined
        ? refusal(403, 'your certificate, please')
        : pass();
    const { report } = await reportAltered(`${BY_CERTIFICATE}/{authenticate,fill-request,receive-result}/**`, alter);
    expect(report.verdicts.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(report.verdicts.length).toBeGreaterThan(20);
  });

  it('is shown to no portal that takes none', async () => {
    let shown = 0;
    const spying = asking((asked) => {
      if (isLogin(asked) && 'certificatePem' in Object(asked.body)) shown += 1;
      return asked;
    });
    const verdicts = await judge(`${BY_CERTIFICATE}/${SHOWING}`, both(without(['loginCertificate']), spying));
    expect(those(verdicts, 'not-applicable')).toEqual(['lets-in-with-certificate', ...WRONG]);
    expect(shown).toBe(0);
  });

  it('fails a portal that does not look at it', async () => {
    const alter = changing(isLogin, () => ({ certificatePem: undefined }));
    expect(those(await judge(`${BY_CERTIFICATE}/${SHOWING}`, alter), 'fail')).toEqual(WRONG);
  });

  it('fails a portal that lets nobody in with it', async () => {
    const alter: Alter = (asked, pass) =>
      isLogin(asked) && asked.body?.certificatePem !== undefined ? refusal(403, 'no certificates') : pass();
    expect(those(await judge(`${BY_CERTIFICATE}/${SHOWING}`, alter), 'fail')).toEqual(['lets-in-with-certificate']);
  });
});

describe('an organisation', () => {
  const isChoosing = (asked: Asked) => isTo(asked, '/certificate');

  it('asks nothing of a portal whose roster has none that signs', async () => {
    const verdicts = await judge(`${BY_CERTIFICATE}/${SIGNING}`, without([], ['by-bin-good']));
    expect(verdicts).toEqual({
      'confirmed-by-bin': 'not-applicable',
      'unconfirmed-when-another-applicant': 'pass',
      'unconfirmed-when-another-organisation': 'not-applicable',
      'unconfirmed-when-another-person': 'pass',
    });
  });

  it('fails a portal that confirms the certificates of individuals alone', async () => {
    const alter = changing(
      (asked) => isChoosing(asked) && shows(asked, 'by-bin-good'),
      () => ({ certificatePem: pemOf('by-bin-expired') }),
    );
    expect(those(await judge(`${BY_CERTIFICATE}/${SIGNING}`, alter), 'fail')).toEqual(['confirmed-by-bin']);
  });

  it('fails a portal that takes the certificate of one for that of another', async () => {
    const alter = changing(
      (asked) => isChoosing(asked) && shows(asked, 'by-bin-another-organisation'),
      () => ({ certificatePem: pemOf('by-bin-good') }),
    );
    expect(those(await judge(`${BY_CERTIFICATE}/${SIGNING}`, alter), 'fail')).toEqual([
      'unconfirmed-when-another-organisation',
    ]);
  });

  it('fails a portal that is for organisations where it lets an individual in', async () => {
    const alter = changing(
      (asked) => isLogin(asked) && isOf(asked, 'good'),
      () => ({ ...known.roster?.credentials['by-bin'], certificatePem: pemOf('by-bin-good') }),
    );
    const verdicts = await judge(`${FOR_ORGANISATIONS}/authenticate/*by-{iin,bin}`, alter);
    expect(verdicts).toEqual({ 'lets-in-by-bin': 'pass', 'not-let-in-by-iin': 'fail' });
    const single = await judge(`${FOR_ORGANISATIONS}/authenticate/*by-{iin,bin}`, both(without([], ['by-bin']), alter));
    expect(single).toEqual({ 'lets-in-by-bin': 'not-applicable', 'not-let-in-by-iin': 'not-applicable' });
  });
});

describe('staff', () => {
  const AT_LEB = 'foreign-periodicals-registration/leb';
  const BY_BIN = '{authenticate/lets-in-by-bin,sign/{confirmed-by-bin,unconfirmed-when-another-organisation}}';
  const OTHERS = 'authenticate/not-let-in-when-*staff';

  it('come in with a BIN where the roster has any, and are else not asked for', async () => {
    const ids = ['lets-in-by-bin', 'confirmed-by-bin', 'unconfirmed-when-another-organisation'];
    expect(
      those(
        await judge(
          `${AT_LEB}/${BY_BIN}`,
          both(learn, (_, pass) => pass()),
        ),
        'pass',
      ),
    ).toEqual(ids.toSorted());
    const single = await judge(`${AT_LEB}/${BY_BIN}`, without([], ['employee-by-bin']));
    expect(those(single, 'not-applicable')).toEqual(ids.toSorted());
  });

  it('fail a portal that takes no BIN from them', async () => {
    const alter: Alter = (asked, pass) =>
      isLogin(asked) && asked.body?.as === 'employee' && isOf(asked, 'employee-by-bin')
        ? refusal(403, 'an IIN')
        : pass();
    expect(those(await judge(`${AT_LEB}/authenticate/lets-in-by-bin`, both(learn, alter)), 'fail')).toEqual([
      'lets-in-by-bin',
    ]);
  });

  it('fail a portal that confirms any certificate of an organisation', async () => {
    const alter: Alter = async (asked, pass) => {
      const key = known.roster?.certificates['employee-by-bin-good'];
      if (!isTo(asked, '/signature') || key === undefined) return pass();
      const content = await pass({
        ...asked,
        method: 'GET',
        path: asked.path.replace('signature', 'content'),
        body: null,
      });
      const bytes = Buffer.from(String(content.body.content), 'base64');
      const cms = Buffer.from(await signCms(bytes, key, new Date('2013-05-10T04:00:00Z'))).toString('base64');
      return pass({ ...asked, body: { cms } });
    };
    const verdicts = await judge(`${AT_LEB}/sign/unconfirmed-when-another-organisation`, both(learn, alter));
    expect(verdicts).toEqual({ 'unconfirmed-when-another-organisation': 'fail' });
  });

  it('of another flow fail a portal that lets them in, and no other who is refused outright', async () => {
    const alter: Alter = (asked, pass) =>
      isLogin(asked) && asked.body?.as === 'employee' && asked.body.id === known.roster?.operator?.id
        ? pass({ ...asked, body: { ...asked.body, ...known.roster?.employee } })
        : pass();
    expect(those(await judge(`${AT_LEB}/${OTHERS}`, both(learn, alter)), 'fail')).toEqual([
      'not-let-in-when-other-staff',
    ]);
    const outright: Alter = async (asked, pass) => {
      const told = await pass();
      return isLogin(asked) && told.body.state === 'refused' ? refusal(401, 'no') : told;
    };
    expect(those(await judge(`${AT_LEB}/${OTHERS}`, outright), 'pass')).toEqual([
      'not-let-in-when-not-staff',
      'not-let-in-when-other-staff',
    ]);
  });
});

/** Stops listening to whoever has given three wrong passwords, until so many hours have passed. */
function locking(hours: number): Alter {
  const failed = new Map<string, number>();
  const clock = new Map<string, number>();
  return async (asked, pass) => {
    const world = String(asked.world);
    const told = await pass();
    if (isTo(asked, '/clock')) clock.set(world, (clock.get(world) ?? 0) + Number(asked.body?.seconds));
    if (!isLogin(asked) || asked.body?.as !== 'applicant') return told;
    const key = `${world} ${asked.body.id} ${Math.floor((clock.get(world) ?? 0) / (hours * 3600))}`;
    if (told.body.state !== 'authorised') failed.set(key, (failed.get(key) ?? 0) + 1);
    return (failed.get(key) ?? 0) > 3 ? refusal(423, 'Тіркелгі бұғатталған') : told;
  };
}

describe('whoever has been guessed at', () => {
  const GUESSED = 'authenticate/lets-in-after-guesses';

  it('is let in by a portal that stops listening for half an hour', async () => {
    expect(await judge(`${BY_CERTIFICATE}/${GUESSED}`, locking(0.5))).toEqual({ 'lets-in-after-guesses': 'pass' });
  });

  it('is not by one that locks for good', async () => {
    const forGood = 24 * 10_000;
    expect(await judge(`${BY_CERTIFICATE}/${GUESSED}`, locking(forGood))).toEqual({ 'lets-in-after-guesses': 'fail' });
  });
});
