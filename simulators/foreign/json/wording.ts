// The texts of the JSON portal's messages, in three languages.

/** The languages of messages. */
export const LANGUAGES = ['en', 'ru', 'kk'] as const;
export type Language = (typeof LANGUAGES)[number];
type Phrase = readonly [en: string, ru: string, kk: string];

/** What a message is about; an activity ends with one of them. */
export const TOPICS = {
  CONFIRMED: ['The action was successful', 'Действие выполнено успешно', 'Әрекет сәтті орындалды'],
  ACCESS_DENIED: ['Access is denied', 'В доступе отказано', 'Кіруге рұқсат берілмеді'],
  FORMED: ['The application is complete', 'Заявление составлено', 'Өтініш толтырылып, қалыптастырылды'],
  UNPAID: [
    'The service is refused for want of payment',
    'В услуге отказано из-за отсутствия оплаты',
    'Төлем болмағандықтан қызмет көрсетуден бас тартылды',
  ],
  FORWARDED: ['The application is forwarded', 'Заявление передано дальше', 'Өтініш әрі қарай жіберілді'],
  SIGNATURE_DOUBTED: [
    'The service is refused because the signature is not confirmed',
    'В услуге отказано: подлинность подписи не подтверждена',
    'Қолтаңбаның түпнұсқалығы расталмағандықтан қызметтен бас тартылды',
  ],
  REGISTERED: ['The application is registered', 'Заявление зарегистрировано', 'Өтініш тіркеліп, нөмір берілді'],
  CASE_REJECTED: [
    'The service is refused because the data do not hold',
    'В услуге отказано из-за нарушений в данных',
    'Деректердегі бұзушылықтарға байланысты қызметтен бас тартылды',
  ],
  LICENSED: ['The licence is issued', 'Лицензия выдана', 'Электрондық лицензия берілді'],
} as const satisfies Record<string, Phrase>;
export type Topic = keyof typeof TOPICS;

/** Why the portal refuses. */
export const REASONS = {
  ID_FORMAT: ['the number has no twelve digits', 'номер не из двенадцати цифр', 'нөмір он екі цифрдан тұрмайды'],
  ID_CHECKSUM: ['the check digit is wrong', 'неверная контрольная цифра', 'бақылау цифры дұрыс емес көрсетілген'],
  NO_ACCOUNT: ['there is no such account', 'учётной записи нет', 'мұндай тіркелгі жоқ'],
  BAD_PASSWORD: ['the password is wrong', 'неверный пароль', 'құпиясөз дұрыс емес'],
  NO_PAYMENT: ['no payment was found', 'платёж не обнаружен', 'төлем табылған жоқ'],
  UNDERPAID: ['the payment is too small', 'сумма платежа недостаточна', 'төленген сома жеткіліксіз'],
  OTHER_ORDER: [
    'the payment belongs to another order',
    'платёж относится к другому заказу',
    'төлем басқа өтінішке қатысты',
  ],
  CHARGEBACK: ['the payment was taken back', 'платёж возвращён плательщику', 'төлем кері қайтарылған'],
  CERT_UNREADABLE: ['the certificate cannot be read', 'сертификат не читается', 'куәлік оқылмайды'],
  CERT_ISSUER: ['its issuer is not trusted', 'издатель не доверенный', 'куәлік берушіге сенім жоқ'],
  CERT_FUTURE: ['the certificate is not valid yet', 'сертификат ещё не действует', 'куәлік әлі күшіне енген жоқ'],
  CERT_PAST: ['the certificate has expired', 'сертификат просрочен', 'куәліктің мерзімі өтіп кеткен'],
  CERT_REVOKED: ['the certificate is revoked', 'сертификат аннулирован', 'куәліктің күші жойылған'],
  CERT_HOLD: ['the certificate is on hold', 'сертификат временно приостановлен', 'куәлік уақытша тоқтатылған'],
  CERT_USAGE: ['the certificate is not for signing', 'сертификат не для подписи', 'куәлік қол қоюға арналмаған'],
  CERT_HOLDER: ['the certificate is of another person', 'сертификат чужой', 'куәлік басқа тұлғаға тиесілі'],
  CONTENT: ['the signature is over other bytes', 'подпись под другими данными', 'қолтаңба басқа деректерге қойылған'],
  REQUIREMENTS: ['the requirements are not met', 'требования не выполнены', 'біліктілік талаптары орындалмаған'],
  UNTRUE: ['the data are untrue', 'данные не соответствуют действительности', 'деректер шындыққа сай емес'],
  DOCUMENT: ['a document is missing', 'нет одного из документов', 'қажетті құжаттардың бірі жоқ'],
} as const satisfies Record<string, Phrase>;
export type Reason = keyof typeof REASONS;

const BECAUSE: Phrase = ['reason', 'причина', 'себебі'];

/** The text of a message: the topic, with the number and the reason where it has them. */
export function phrase(topic: Topic, reason: Reason | null, number: string | null, language: Language): string {
  const at = LANGUAGES.indexOf(language);
  const because = reason === null ? '' : `; ${BECAUSE[at]}: ${REASONS[reason][at]}`;
  return `${TOPICS[topic][at]}${number === null ? '' : ` (№ ${number})`}${because}.`;
}
