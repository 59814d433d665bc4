// Portals that follow either reading of a disputed erratum pass, and those that follow neither fail; so with a refusal that is a document.
import { knownRegulations } from '../cli/workspace.ts';
import { suiteGraph } from '../schemas/flow/suite-graph.ts';
import type { ClauseItem, Regulation } from '../schemas/regulation.ts';
import type { HistoryEntry, Notification } from '../schemas/target/driver.ts';
import { CHECKS } from '../schemas/vocabulary.ts';
import { type Alter, on, refusal, type Told } from './altered-simulator.ts';
import { BLANK, isTo, keysOfOffice, refusing, requestIn, resulting, signedBy, viewing } from './altering.ts';
import { AT_LICENCE_PSC, AT_PSC, LICENCE, PERIODICALS, tryPortals } from './honest.ts';

/**
 * The registration of foreign periodicals with the certificate chosen after the form is filled in, and checked after the named step.
 * The steps are those of clause and table together.
 */
function checkedAfter(last: 'choose-certificate' | 'register'): Regulation {
  const [found] = structuredClone(knownRegulations()).filter(({ id }) => PERIODICALS.startsWith(id));
  const portal = found?.flows.portal;
  if (found === undefined || portal === undefined) throw new Error('the registration of periodicals has no portal');
  const choice = { action: 'choose-certificate', does: 'choose-certificate', by: 'applicant', printed: '-' } as const;
  const entries = suiteGraph(found, 'portal').steps.flatMap(
    ({ action, does, actor: by, forms: [forms], sends, result, check, next }): Omit<ClauseItem, 'item'>[] => {
      const condition = (checks: keyof typeof CHECKS, fail: string, ok: string) => ({
        ...{ checks, by: null, fail, ok, printed: '-' },
      });
      const to = (outcome: string) => next.find(({ when }) => when === outcome)?.to ?? '';
      const step = {
        ...{ action, does, by, printed: '-', attaches: does === 'fill' || undefined },
        ...{ forms, result: result ?? undefined, refusal: action === 'refuse-unqualified' || undefined },
        sends: sends.map(({ row: _, cited: __, ...sending }) => sending),
      };
      const certificate = condition(
        'certificate',
        'refuse-certificate',
        last === 'register' ? 'receive-result' : 'sign',
      );
      const own =
        check === null || check === 'certificate' || (last === 'register' && check === 'qualification')
          ? []
          : [condition(check, to(CHECKS[check].fails), to(CHECKS[check].passes))];
      const chosen = action === 'fill-request' ? [choice, ...(last === 'register' ? [] : [certificate])] : [];
      return [step, ...own, ...chosen, ...(action === last ? [certificate] : [])].map((entry) =>
        JSON.parse(JSON.stringify(entry)),
      );
    },
  );
  // A refusal stands after the condition that leads to it, so that no step goes on to it.
  const isRefusal = (entry: Omit<ClauseItem, 'item'>) => 'does' in entry && entry.does === 'refuse';
  const ordered = [...entries.filter((entry) => !isRefusal(entry)), ...entries.filter(isRefusal)];
  const remarks = portal.items.filter((item) => 'remark' in item);
  portal.items = [...remarks, ...ordered].map((entry, at) => Object.assign(entry, { item: at + 1 }) as ClauseItem);
  Object.assign(portal, { table: null, steps: [] });
  return found;
}

/** A portal that chooses the certificate with the form, and does not put that on record as a step of its own. */
function choosing(last: Parameters<typeof checkedAfter>[0]): Alter {
  const own = on([checkedAfter(last)]);
  const isOther = ({ action }: HistoryEntry | Notification) => action !== 'choose-certificate';
  const unrecorded = viewing((view) => {
    view.history = view.history.filter(isOther);
    view.notifications = view.notifications.filter(isOther);
  });
  return (asked) => unrecorded(asked, (instead = asked) => own(instead));
}

/**
 * Goes on after a negative decision to the end that a good one has.
 * @param as the action that forms the result, and the one as which it is then on record
 * @param end whose key signs the refusal, whether the `result` is given in its place, or whether nothing more is done
 */
function goingOn(as: readonly [forms: string, refuses: string], end: 'official' | 'stranger' | 'result' | null): Alter {
  const refused = new Set<string>();
  const rename = (entry: Partial<HistoryEntry & Notification>) => {
    if (entry.action !== as[0]) return;
    Object.assign(entry, { action: as[1] });
    if (entry.completion != null) entry.completion = 'motivated-refusal';
    if (entry.kind !== undefined) entry.kind = 'motivated-refusal';
  };
  return async (asked, pass) => {
    const request = `${asked.world} ${requestIn(asked)}`;
    const isDenied = isTo(asked, '/decision') && asked.body?.decision !== 'grant';
    if (isDenied) refused.add(request);
    else if (end === null && refused.has(request) && isTo(asked, '/steps')) return refusal(409, 'not now');
    const told: Told = await pass(isDenied ? { ...asked, body: { decision: 'grant' } } : asked);
    if (!refused.has(request)) return told;
    for (const entries of [told.body.history, told.body.notifications, told.body.messages])
      if (Array.isArray(entries)) entries.forEach(rename);
    const isFetched = isTo(asked, '/result', 'GET') && told.status === 200;
    if (!isFetched || end === 'result' || end === null) return told;
    return signedBy((await keysOfOffice())[end], { ...BLANK, title: 'Мотивированный ответ об отказе', number: '7' });
  };
}

const REASONED = ['form-result', 'refuse-reasoned'] as const;
const UNQUALIFIED = ['form-result', 'refuse-unqualified'] as const;

tryPortals(
  ['next-step', 'cause', 'refusal'],
  [
    [
      'checks the certificate before the signing',
      PERIODICALS,
      () => choosing('choose-certificate'),
      '{fill-request,sign,refuse-certificate,register}/**',
    ],
    [
      'has a reasoned refusal agreed, signed and sent',
      LICENCE,
      () => goingOn(REASONED, 'official'),
      '{review,refuse-reasoned}/**',
    ],
    [
      'hands a reasoned refusal over',
      AT_PSC,
      () => goingOn(UNQUALIFIED, 'official'),
      '{register,refuse-unqualified}/**',
    ],
  ],
  [
    [
      'checks the certificate when the request is registered',
      PERIODICALS,
      () => choosing('register'),
      'sign/unconfirmed-when-expired',
      ['sign/unconfirmed-when-expired'],
    ],
    [
      'neither ends with a refusal nor goes on',
      LICENCE,
      () => goingOn(REASONED, null),
      'refuse-reasoned/*',
      ['refuse-reasoned/final'],
    ],
    [
      'sends a refusal that another organisation has signed',
      LICENCE,
      () => goingOn(REASONED, 'stranger'),
      'refuse-reasoned/*',
      ['refuse-reasoned/final'],
    ],
    [
      'hands the certificate over in spite of the decision',
      AT_PSC,
      () => goingOn(UNQUALIFIED, 'result'),
      'refuse-unqualified/*',
      ['refuse-unqualified/final', 'refuse-unqualified/issues-nothing', 'refuse-unqualified/refusal-kind'],
    ],
  ],
);

/** Gives another document in the place of a refusal. */
const given = (change: (view: Record<string, unknown>) => Promise<Told> | Told): Alter =>
  resulting((view) => (view.kind === 'refusal' ? change({ ...view }) : { status: 200, body: { ...view } }));
const letter = (key: 'official' | 'stranger') => () =>
  given(async () =>
    signedBy((await keysOfOffice())[key], { ...BLANK, title: 'Есепке алудан бас тарту туралы дәлелді жауап' }),
  );

tryPortals(
  ['document'],
  [['writes its refusals in another layout', AT_PSC, letter('official'), '{register,refuse-unqualified}/**']],
  [
    [
      'gives no document with a refusal',
      PERIODICALS,
      () => given(() => refusal(404, 'nothing was issued')),
      'refuse-unqualified/*',
      ['refuse-unqualified/refusal-document'],
    ],
    [
      'leaves a refusal unsigned',
      PERIODICALS,
      () => given((view) => ({ status: 200, body: { ...view, signature: '' } })),
      'refuse-unqualified/*',
      ['refuse-unqualified/refusal-signed'],
    ],
    [
      'has another organisation sign a refusal',
      AT_PSC,
      letter('stranger'),
      'refuse-unqualified/*',
      ['refuse-unqualified/refusal-signed-by-provider'],
    ],
  ],
);

const asUnprocessable = refusing((told, asked) => (isTo(asked, '/signature') ? { ...told, status: 422 } : told));
/** Takes a signature whosever it is, and goes on waiting. */
const takesAnySignature: Alter = async (asked, pass) => {
  const told = await pass();
  const isWrong = isTo(asked, '/signature') && told.status === 400;
  return isWrong
    ? pass({ ...asked, method: 'GET', path: asked.path.slice(0, -'/signature'.length), body: null })
    : told;
};

tryPortals(
  ['form'],
  [['says 422 to a wrong signature', AT_LICENCE_PSC, () => asUnprocessable, 'route/**']],
  [
    [
      'takes a signature whosever it is',
      AT_LICENCE_PSC,
      () => takesAnySignature,
      'route/refuses-*',
      ['route/refuses-another-signer'],
    ],
  ],
);
