// Portals refuse what is brought wrong (no certificate, no signature, a form that names somebody else) at once or for good, and both pass.
import { signCms } from '../schemas/pki/cms.ts';
import { holdsContent, openCms } from '../schemas/pki/cms-check.ts';
import type { Roster } from '../schemas/target/driver.ts';
import { type Alter, type Asked, refusal } from './altered-simulator.ts';
import { both, isLogin, isTo, knowingRoster } from './altering.ts';
import { AT_LICENCE_PSC, CERTIFICATE, PAID, tryPortals } from './honest.ts';

const CERTIFICATES = 'choose-certificate/unconfirmed-when-{no-certificate,another-applicant}';
const SIGNATURES = 'sign/unconfirmed-when-{no-signature,own-content}';

const pemIn = ({ body }: Asked) => String(body?.certificatePem ?? '');
const isPem = (text: string) => text.length > 500;
const cmsIn = ({ body }: Asked) => Buffer.from(String(body?.cms ?? ''), 'base64');
const isNone = (asked: Asked) => isTo(asked, '/signature') && openCms(cmsIn(asked)).length === 0;
const isOfItsOwn = (asked: Asked) => isTo(asked, '/signature') && holdsContent(cmsIn(asked));

/** Alters what is asked with the roster at hand. */
function withRoster(change: (asked: Asked, roster: Roster | null) => Asked): () => Alter {
  return () => {
    const { known, learn } = knowingRoster();
    return both(learn, (asked, pass) => pass(change(asked, known.roster)));
  };
}

/** Chooses another certificate in the place of what is none. */
const choosing = (name: string) =>
  withRoster((asked, roster) => {
    const isNoCertificate = isTo(asked, '/certificate') && !isPem(pemIn(asked));
    const certificatePem = roster?.certificates[name]?.certificatePem;
    return isNoCertificate ? { ...asked, body: { certificatePem } } : asked;
  });

/** Signs the request in the place of whoever signs wrongly. */
const signing = (isWrong: (asked: Asked) => boolean, name: string) => (): Alter => {
  const { known, learn } = knowingRoster();
  return both(learn, async (asked, pass) => {
    const key = known.roster?.certificates[name];
    if (!isWrong(asked) || key === undefined) return pass();
    const path = asked.path.replace(/signature$/u, 'content');
    const { content } = (await pass({ ...asked, method: 'GET', path, body: null })).body;
    const cms = await signCms(Buffer.from(String(content), 'base64'), key, new Date('2013-03-15T04:00:00Z'));
    return pass({ ...asked, body: { cms: Buffer.from(cms).toString('base64') } });
  });
};

const refusing = (status: number, isWrong: (asked: Asked) => boolean) => (): Alter => async (asked, pass) =>
  isWrong(asked) ? refusal(status, 'it is none') : pass();

/** Knows who has logged in by their token, and what a form names that is not them. */
function knowingOwners() {
  const owners = new Map<string, string>();
  const learn: Alter = async (asked, pass) => {
    const told = await pass();
    const { token } = told.body;
    if (isLogin(asked) && typeof token === 'string') owners.set(`Bearer ${token}`, String(asked.body?.id));
    return told;
  };
  const valuesIn = ({ body }: Asked) => Object(body?.values);
  const own = (asked: Asked) => owners.get(asked.token ?? '');
  const namesAnother = (asked: Asked) => isTo(asked, '/form', 'PUT') && valuesIn(asked).applicant !== own(asked);
  const mended = (asked: Asked): Asked =>
    namesAnother(asked) ? { ...asked, body: { values: { ...valuesIn(asked), applicant: own(asked) } } } : asked;
  return { learn, namesAnother, mended, valuesIn };
}

const enteringOwn = (): Alter => {
  const { learn, mended } = knowingOwners();
  return both(learn, (asked, pass) => pass(mended(asked)));
};

const refusingForm = (): Alter => {
  const { learn, namesAnother } = knowingOwners();
  return both(learn, (asked, pass) => (namesAnother(asked) ? refusal(422, 'it is not yours') : pass()));
};

/** Goes on with whomever the form names, and shows them on it. */
const applyingForAnybody = (): Alter => {
  const { learn, namesAnother, mended, valuesIn } = knowingOwners();
  const named = new Map<string, unknown>();
  return both(learn, async (asked, pass) => {
    if (namesAnother(asked)) named.set(asked.path.replace(/\/form$/u, ''), valuesIn(asked).applicant);
    const told = await pass(mended(asked));
    const applicant = [...named].find(([path]) => asked.path.startsWith(path))?.[1];
    const { form } = told.body;
    return applicant === undefined || form == null
      ? told
      : { ...told, body: { ...told.body, form: { ...Object(form), applicant } } };
  });
};

tryPortals(
  ['cause'],
  [
    ['refuses for good what is no certificate', CERTIFICATE, choosing('revoked'), CERTIFICATES],
    ['enters whoever is logged in, whomever the form names', PAID, enteringOwn, CERTIFICATES],
    ['takes no form that names somebody else', CERTIFICATE, refusingForm, CERTIFICATES],
    ['says 422 to what is no signature', CERTIFICATE, refusing(422, isNone), SIGNATURES],
    ['says 400 to a signature that holds other content', PAID, refusing(400, isOfItsOwn), SIGNATURES],
  ],
  [
    [
      'takes what is no certificate for a right one',
      CERTIFICATE,
      choosing('good'),
      CERTIFICATES,
      ['choose-certificate/unconfirmed-when-no-certificate'],
    ],
    [
      'goes on with whomever the form names',
      PAID,
      applyingForAnybody,
      CERTIFICATES,
      ['choose-certificate/unconfirmed-when-another-applicant'],
    ],
    [
      'takes what is no signature for a right one',
      CERTIFICATE,
      signing(isNone, 'good'),
      SIGNATURES,
      ['sign/unconfirmed-when-no-signature'],
    ],
    [
      'takes an empty signature, though nothing else that is none',
      CERTIFICATE,
      () => both(refusing(400, (asked) => isNone(asked) && cmsIn(asked).length > 0)(), signing(isNone, 'good')()),
      SIGNATURES,
      ['sign/unconfirmed-when-no-signature'],
    ],
    [
      'checks a signature over the content that it holds, and no other',
      PAID,
      signing(isOfItsOwn, 'good'),
      SIGNATURES,
      ['sign/unconfirmed-when-own-content'],
    ],
  ],
);

tryPortals(
  ['form'],
  [
    [
      'says 422 to what is no signature',
      AT_LICENCE_PSC,
      refusing(422, isNone),
      'route/refuses-{no-signature,own-content}',
    ],
  ],
  [
    [
      'takes what is no signature for a right one',
      AT_LICENCE_PSC,
      signing(isNone, 'operator-good'),
      'route/refuses-{no-signature,own-content}',
      ['route/refuses-no-signature'],
    ],
    [
      'checks a signature over the content that it holds, and no other',
      AT_LICENCE_PSC,
      signing(isOfItsOwn, 'operator-good'),
      'route/refuses-{no-signature,own-content}',
      ['route/refuses-own-content'],
    ],
  ],
);
