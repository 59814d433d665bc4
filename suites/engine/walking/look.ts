// Looks at what the portal offers beside the walk: pages, service history and survey, and at the signature of the result.
import { printedButtons } from '../../../schemas/flow/filling.ts';
import { isIssuedBy, readCertificate } from '../../../schemas/pki/certificate.ts';
import { openCms } from '../../../schemas/pki/cms-check.ts';
import { keeping } from '../../../schemas/pki/keeping.ts';
import { BY_ATTORNEY, BY_BIN } from '../../../schemas/run/assertion.ts';
import type { OutputOf, Roster } from '../../../schemas/target/driver.ts';
import { CAUSES, LANGUAGES, type Stage } from '../../../schemas/vocabulary.ts';
import { certificateOf, type Walker } from '../../flow/doors.ts';
import { isFollowed, isShownAt, printedForms } from '../../flow/printed-forms.ts';
import type { Source } from '../../flow/source.ts';
import type { Drive } from '../../sut/sut.ts';
import type { Fetched, Holder, SignatureSeen, Trace } from '../trace.ts';
import type { Attempt } from './attempt.ts';
import type { Hands } from './hands.ts';
import { readWords } from './read-words.ts';
import type { Watch } from './watch.ts';

/** Whether pages are read: on the walk without a cause, and where an organisation walks that sees a screen of its own. */
function isLookedAt(stage: Stage, { scenario: { cause, tags } }: Trace, source: Source): boolean {
  if (cause === null) return true;
  return (
    stage === 'form' && tags.includes(BY_BIN) && printedForms(source).screens.some((screen) => screen.for === 'bin')
  );
}

/** Reads the pages of a stage, if the text shows something at that stage. */
export async function lookAt(stage: Stage, hands: Hands, trace: Trace, source: Source): Promise<void> {
  if (!isLookedAt(stage, trace, source) || !isShownAt(printedForms(source), stage)) return;
  if (stage === 'form') await hands.open();
  trace.pages.push({ stage, answer: await hands.beside('readPages', null) });
}

/** Reads the service history while the request waits for the decision, where the text lets the applicant follow it there. */
export async function lookForOpen(hands: Hands, trace: Trace, source: Source): Promise<void> {
  if (trace.scenario.cause !== null || hands.request === null || !isFollowed(source)) return;
  trace.openHistory = { request: hands.request, answer: await hands.beside('readHistory', null) };
}

/** Looks at what the portal shows after the refusal of a request that had been registered, where the text says that it shows something then. */
async function lookForRefused(hands: Hands, trace: Trace, source: Source): Promise<void> {
  const { cause } = trace.scenario;
  if (cause === null || CAUSES[cause].check !== 'qualification' || trace.state !== 'refused') return;
  if (hands.request === null) return;
  if (printedButtons(printedForms(source)).some(({ appears }) => appears))
    trace.pages.push({ stage: 'answered', answer: await hands.beside('readPages', null) });
  if (!isFollowed(source)) return;
  trace.serviceHistory = { request: hands.request, answer: await hands.beside('readHistory', null) };
}

/** Looks at what a walk leaves behind: the signature of its result, the service history, the pages, and last the survey. */
export async function lookAtEnd(drive: Drive, hands: Hands, trace: Trace, source: Source): Promise<void> {
  if (trace.fetched?.document != null) {
    trace.signature = await inspect(trace.fetched.document, drive.roster.issuers, {
      provider: trace.provider,
      now: drive.now(),
    });
    trace.words = await readWords(trace.fetched.document);
  }
  await lookForRefused(hands, trace, source);
  if (trace.scenario.cause !== null || trace.state !== 'completed' || hands.request === null) return;
  trace.serviceHistory = { request: hands.request, answer: await hands.beside('readHistory', null) };
  await lookAt('answered', hands, trace, source);
  const { survey } = printedForms(source);
  const right = rightAnswers(source);
  if (survey === null || right === null) return;
  const other = survey.questions.map(({ question, answers }) => ({
    question,
    answer: Math.max(...answers.map(({ answer }) => answer)) + 1,
  }));
  trace.survey = {
    other: await hands.beside('answerSurvey', { answers: [...other.slice(0, 1), ...right.slice(1)] }),
    right: await hands.beside('answerSurvey', { answers: right }),
  };
}

/** Answers that the survey has, one to each question; null where the text has no survey in this flow. */
export function rightAnswers(source: Source): { question: number; answer: number }[] | null {
  const { survey } = printedForms(source);
  return survey?.questions.map(({ question, answers }) => ({ question, answer: answers[0]?.answer ?? 1 })) ?? null;
}

/**
 * Reads what the receivers of messages have written down, if units have sent each other messages on the walk. Of a walk that is refused,
 * only what its last step sends is looked for.
 */
export async function lookAtMessages(hands: Hands, trace: Trace, { graph }: Source): Promise<void> {
  const { cause, path, tags } = trace.scenario;
  const looked = cause === null || tags.includes(BY_ATTORNEY) ? path : path.slice(-1);
  const isSent = graph.steps.some(
    ({ action, sends, does }) => (sends.length > 0 || does === 'look-up') && looked.includes(action),
  );
  if (!isSent || hands.request === null) return;
  trace.messages = await hands.beside('readMessages', null);
}

/** Reads the notifications in every language after the walk, and tries to fetch the result. */
export async function lookBack(hands: Hands, watch: Watch, trace: Trace): Promise<void> {
  if (trace.performed.length === 0) return;
  for (const language of LANGUAGES) {
    const seen: Attempt = await hands.read(language);
    watch.note(seen);
    if (seen.view !== null)
      trace.notices.push({ language, notifications: seen.view.notifications, exchange: seen.exchange });
  }
  if (trace.scenario.applications === 0) return;
  const { result, status, problem, fault, exchange } = await hands.perform('fetchResult', null, '');
  trace.fetched = { document: result === null ? null : documentOf(result), status, problem, fault, exchange };
}

/** The document of an answer, out of its base64. */
export function documentOf(result: OutputOf<'fetchResult'>): NonNullable<Fetched['document']> {
  return {
    mediaType: result.mediaType,
    bytes: Buffer.from(result.document, 'base64'),
    signature: Buffer.from(result.signature, 'base64'),
    kind: result.kind ?? null,
  };
}

/** By what the document can name its holder. @param lookedUp the test person who is looked up instead of the usual one */
export function holderOf(
  { credentials, certificates }: Roster,
  lookedUp: string | undefined,
  walker: Walker = 'good',
): Holder {
  const own = walker === 'by-bin' ? walker : 'good';
  const numbers = [own, lookedUp].flatMap((name) => credentials[name ?? '']?.id ?? []);
  const pem = certificates[certificateOf(own, 'good')]?.certificatePem;
  if (lookedUp !== undefined || pem === undefined) return { numbers, name: null };
  try {
    const { commonName, organisation } = readOnce(pem);
    return { numbers, name: (own === 'good' ? commonName : organisation) || null };
  } catch {
    return { numbers, name: null };
  }
}

/**
 * Checks a detached signature over a document, and reads who made it. Where several people have signed, all their signatures have to
 * verify, and the one of the provider counts, or else that of an organisation.
 * @param issuers the certificates that the portal trusts
 * @param now the time by which a signature counts that claims none, milliseconds since the epoch
 */
export async function inspect(
  { bytes, signature }: NonNullable<Fetched['document']>,
  issuers: readonly string[],
  { provider, now }: { provider: string | null; now: number },
): Promise<SignatureSeen> {
  const checks = openCms(signature);
  const verdicts = checks.map((check) => check(bytes));
  const flaws = verdicts.flatMap((one) => (one.valid ? [] : one));
  const [flaw] = flaws.filter(({ reason }) => reason !== 'unknown');
  const wrong = flaw?.detail ?? (verdicts.length === 0 ? 'is no CMS signature' : null);
  const unknown = wrong === null ? (flaws[0]?.detail ?? null) : null;
  const signers = verdicts.flatMap((one) =>
    one.valid ? signerOf(one.certificatePem, one.signedAt === null ? now : Date.parse(one.signedAt), issuers) : [],
  );
  const tampered = flip(bytes);
  const official = signers.find((one) => provider !== null && one?.bin === provider);
  return {
    ...{ wrong, unknown },
    verifiesTampered: checks.some((check) => check(tampered).valid),
    certificate:
      wrong === null && unknown === null
        ? (official ?? signers.find((one) => one !== null && one.bin !== null) ?? signers[0] ?? null)
        : null,
  };
}

/** The same bytes with the last bit of the middle one turned; one byte more where there are none. */
function flip(bytes: Uint8Array): Uint8Array {
  const copy = bytes.length === 0 ? new Uint8Array(1) : Uint8Array.from(bytes);
  const middle = Math.floor(bytes.length / 2);
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}

const readOnce = keeping(readCertificate);

function signerOf(pem: string, signedAt: number, issuers: readonly string[]): SignatureSeen['certificate'] {
  try {
    const { notBefore, notAfter, use, bin, iin, commonName } = readOnce(pem);
    return {
      trusted: issuers.some((issuer) => isFrom(issuer)(pem)),
      inForce: signedAt >= Date.parse(notBefore) && signedAt <= Date.parse(notAfter),
      use,
      bin,
      iin,
      commonName,
    };
  } catch {
    // The certificate comes from the portal, so it may be unreadable; then it names nobody.
    return null;
  }
}

/** Whether an issuer has issued a certificate. A provider signs many results with one certificate, so each pair is checked once. */
const isFrom = keeping((issuer) =>
  keeping((pem) => {
    try {
      return isIssuedBy(pem, issuer);
    } catch {
      return false;
    }
  }),
);
