// The texts of the HTML portal's messages, in three languages.

/** The languages of the pages' messages. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
type Phrase = Readonly<Record<Language, string>>;

/** The subjects of messages; a step ends with one of them. */
export const SUBJECTS = {
  entered: { kk: 'Кіру деректері қабылданды', ru: 'Данные для входа приняты', en: 'Login received' },
  'not-entered': { kk: 'Жүйеге кіруге рұқсат берілмеді', ru: 'Во входе отказано', en: 'Login refused' },
  formed: { kk: 'Сұрау салу қалыптастырылды', ru: 'Запрос сформирован', en: 'Request formed' },
  routed: { kk: 'Сұрау салу бағытталды', ru: 'Запрос направлен', en: 'Request routed' },
  'bad-signature': {
    kk: 'Қызметтен бас тартылды: ЭЦҚ расталмады',
    ru: 'В услуге отказано: ЭЦП не подтверждена',
    en: 'Service refused: the signature is not confirmed',
  },
  registered: { kk: 'Сұрау салу тіркелді', ru: 'Запрос зарегистрирован', en: 'Request registered' },
  'bad-particulars': {
    kk: 'Қызметтен бас тартылды: деректерде бұзушылықтар бар',
    ru: 'В услуге отказано: нарушения в данных',
    en: 'Service refused: the particulars are at fault',
  },
  issued: { kk: 'Куәлік берілді', ru: 'Свидетельство выдано', en: 'Certificate issued' },
} as const satisfies Record<string, Phrase>;
export type Subject = keyof typeof SUBJECTS;

/** Why the portal refuses. */
export const GROUNDS = {
  'not-a-number': {
    kk: 'ЖСН он екі цифрдан тұруы керек',
    ru: 'ИИН должен состоять из двенадцати цифр',
    en: 'an IIN has twelve digits',
  },
  checksum: {
    kk: 'ЖСН бақылау цифры қате',
    ru: 'контрольная цифра ИИН неверна',
    en: 'the check digit of the IIN is wrong',
  },
  nobody: {
    kk: 'мұндай пайдаланушы тіркелмеген',
    ru: 'такой пользователь не зарегистрирован',
    en: 'no such user is registered',
  },
  password: { kk: 'құпиясөз қате енгізілген', ru: 'пароль введён неверно', en: 'the password is wrong' },
  unreadable: { kk: 'куәлік файлы оқылмайды', ru: 'файл сертификата не читается', en: 'the file cannot be read' },
  'foreign-issuer': {
    kk: 'куәландырушы орталыққа сенім жоқ',
    ru: 'удостоверяющему центру нет доверия',
    en: 'its issuer is not trusted',
  },
  'too-early': {
    kk: 'куәліктің қолданылу мерзімі әлі басталған жоқ',
    ru: 'срок действия сертификата ещё не наступил',
    en: 'the certificate is not valid yet',
  },
  'too-late': {
    kk: 'куәліктің қолданылу мерзімі аяқталған',
    ru: 'срок действия сертификата закончился',
    en: 'the certificate has expired',
  },
  withdrawn: { kk: 'куәлік кері қайтарылған', ru: 'сертификат отозван', en: 'the certificate has been revoked' },
  suspended: {
    kk: 'куәліктің қолданылуы тоқтатыла тұрған',
    ru: 'действие сертификата приостановлено',
    en: 'the certificate is on hold',
  },
  'login-only': {
    kk: 'куәлік тек жүйеге кіруге арналған',
    ru: 'сертификат предназначен только для входа',
    en: 'the certificate is for logging in only',
  },
  'of-somebody-else': {
    kk: 'куәлік басқа адамға берілген',
    ru: 'сертификат выдан другому лицу',
    en: 'the certificate is of another person',
  },
  'other-content': {
    kk: 'қойылған қолтаңба құжатқа сәйкес келмейді',
    ru: 'подпись поставлена не под этим документом',
    en: 'the signature is not over this document',
  },
  'not-eligible': {
    kk: 'өтініш беруші қойылған талаптарға сәйкес келмейді',
    ru: 'заявитель не отвечает требованиям',
    en: 'the applicant does not meet the requirements',
  },
  false: {
    kk: 'көрсетілген мәліметтер шындыққа сәйкес келмейді',
    ru: 'сведения недостоверны',
    en: 'the statements are untrue',
  },
  incomplete: {
    kk: 'қажетті құжаттың бірі ұсынылған жоқ',
    ru: 'не хватает документа',
    en: 'a document is missing',
  },
} as const satisfies Record<string, Phrase>;
export type Ground = keyof typeof GROUNDS;

const BECAUSE: Phrase = { kk: 'Себебі', ru: 'Причина', en: 'Reason' };
const NUMBER: Phrase = { kk: 'Сұрау салу нөмірі', ru: 'Номер запроса', en: 'Request number' };

/** The text of a message: its subject, and the reason or the number where it has one. */
export function tell(subject: Subject, ground: Ground | null, number: string | null, language: Language): string {
  const reason = ground === null ? '' : ` ${BECAUSE[language]}: ${GROUNDS[ground][language]}.`;
  const given = number === null ? '' : ` ${NUMBER[language]}: ${number}.`;
  return `${SUBJECTS[subject][language]}.${reason}${given}`;
}
