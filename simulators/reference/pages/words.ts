// The texts of the pages around what the regulations print, in the three languages, and the names of the vocabulary.
import { Type } from 'typebox';
import type { Language } from '../../../schemas/vocabulary.ts';
import { loadFixture } from '../engine/fixture.ts';

/** The keys of the texts; `fixtures/pages/` has a file for each language. */
export const FRAME_KEYS = [
  'title',
  'lede',
  'firstTitle',
  'firstOne',
  'firstTwo',
  'firstThree',
  'firstFour',
  'skip',
  'ways',
  'services',
  'control',
  'languages',
  'loggedIn',
  'notAccepted',
  'footer',
  'clock',
  'paceHurry',
  'paceReal',
  'paceStill',
  'pace',
  'letPass',
  'brokenCell',
  'enteredAs',
  'logInAs',
  'logIn',
  'logInAgain',
  'logOut',
  'atOnce',
  'refusedPeople',
  'number',
  'password',
  'newPassword',
  'certificate',
  'certificateFile',
  'certificateGood',
  'ownCertificates',
  'otherCertificates',
  'register',
  'registerHint',
  'registered',
  'workplaces',
  'workplacesHint',
  'noWorkplaces',
  'workplace',
  'waitingForYou',
  'waitingForOthers',
  'nothingWaits',
  'nothingYet',
  'awaitedStep',
  'since',
  'applicant',
  'cabinet',
  'stateAuthorised',
  'stateRefused',
  'statePending',
  'chooseService',
  'order',
  'variant',
  'serviceHistory',
  'request',
  'requests',
  'requestNumber',
  'withoutNumber',
  'status',
  'messages',
  'nextStep',
  'actions',
  'screens',
  'isCompleted',
  'isRefused',
  'isRunning',
  'waitsFor',
  'waitsForOffice',
  'lookAgain',
  'formsAll',
  'formsOne',
  'formsAllHint',
  'liveView',
  'advice',
  'record',
  'step',
  'doneBy',
  'began',
  'ended',
  'running',
  'documents',
  'document',
  'attach',
  'attachLimit',
  'onPaper',
  'captionOnly',
  'back',
  'next',
  'sendForm',
  'applicantNumber',
  'details',
  'email',
  'attorneyNumber',
  'payHint',
  'toPayment',
  'paymentSystem',
  'fee',
  'payNow',
  'payWrongly',
  'payNothing',
  'backToRequest',
  'choose',
  'sign',
  'signingKey',
  'chosenCertificate',
  'signingFailed',
  'signElsewhere',
  'signElsewhereHint',
  'contentToSign',
  'signatureFile',
  'handIn',
  'noScript',
  'nothingSigned',
  'lookUp',
  'decision',
  'grant',
  'refuseBecause',
  'decide',
  'means',
  'stepDone',
  'answer',
  'answered',
  'seeResult',
  'result',
  'kindOfDocument',
  'format',
  'bytes',
  'signature',
  'signatureHolds',
  'signatureFails',
  'openDocument',
  'saveDocument',
  'saveSignature',
  'controlLede',
  'world',
  'noWorldYet',
  'seed',
  'beginsAt',
  'openWorld',
  'worldOpened',
  'otherWorlds',
  'wholePortal',
  'goThere',
  'aMinute',
  'anHour',
  'aDay',
  'aWeek',
  'seconds',
  'advance',
  'set',
  'isSet',
  'counterparties',
  'modeAnswers',
  'modeMisses',
  'modeFails',
  'modeHangs',
  'breakCell',
  'breakHint',
  'breakThis',
  'brokenNow',
  'cellsLede',
  'people',
  'name',
  'role',
  'registryStanding',
  'knownThere',
  'flow',
  'condition',
  'exchanges',
  'systemMessages',
  'termRuns',
  'secondsLeft',
  'waitsSince',
  'workingDays',
  'calendarDays',
  'secondsAtMost',
  'foreignForm',
  'cannot',
  'toStart',
] as const;
type FrameKey = (typeof FRAME_KEYS)[number];

const Text = Type.String({ minLength: 1 });
/** The shape of a file; each key is named, since the type of so many is more than the compiler can work out in good time. */
const Frame = Type.Unsafe<Readonly<Record<FrameKey, string>>>({
  type: 'object',
  properties: Object.fromEntries(FRAME_KEYS.map((key) => [key, Text])),
  required: [...FRAME_KEYS],
  additionalProperties: false,
});
const Table = Type.Object({ words: Type.Record(Type.String(), Text) });

/** What the pages say in one language. */
export interface Words {
  readonly language: Language;
  readonly say: Readonly<Record<FrameKey, string>>;
  /** The name of a word of the vocabulary; the word itself where the language has none for it. */
  name(word: string): string;
}

const known = new Map<Language, Words>();

/** The words of a language, read once in a process. @throws ConformanceError where a text is missing, or is none of the frame */
export function wordsOf(language: Language): Words {
  const words = known.get(language) ?? read(language);
  known.set(language, words);
  return words;
}

function read(language: Language): Words {
  const say = loadFixture(`pages/${language}.yaml`, Frame);
  const { words } = loadFixture(`languages/${language}.yaml`, Table);
  return { language, say, name: (word) => words[word] ?? word };
}

/** A text with its gaps `{name}` filled. */
export function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/gu, (gap, name: string) => String(values[name] ?? gap));
}

/** The languages by their own names. */
export const LANGUAGE_NAMES = {
  kk: 'Қазақша',
  ru: 'Русский',
  en: 'English',
} as const satisfies Record<Language, string>;
