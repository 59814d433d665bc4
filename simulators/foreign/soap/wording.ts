// The texts of the SOAP service's messages, in three languages.

/** The languages of messages. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
type Phrase = Readonly<Record<Language, string>>;

/** How a step can end: the texts of each code that stands on the wire. */
export const OUTCOMES = {
  ORYNDALDY: { kk: 'Әрекет орындалды', ru: 'Действие выполнено', en: 'Done' },
  RUQSAT_JOQ: {
    kk: 'Қызметкерге авторизациядан бас тартылды',
    ru: 'Сотруднику отказано в авторизации',
    en: 'The employee is not authorised',
  },
  JIBERILDI: { kk: 'Сұраныс жолданды', ru: 'Запрос отправлен', en: 'The request was sent on' },
  DEREK_ALYNBADY: {
    kk: 'Деректерді алу мүмкін болмады',
    ru: 'Получить данные невозможно',
    en: 'The data cannot be obtained',
  },
  QALYPTASTY: { kk: 'Сұраныс қалыптасты', ru: 'Запрос сформирован', en: 'The request is complete' },
  TIRKELDI: { kk: 'Сұраныс тіркелді', ru: 'Запрос зарегистрирован', en: 'The request is registered' },
  DEREK_QATE: {
    kk: 'Деректердегі бұзушылықтарға байланысты қызметтен бас тартылды',
    ru: 'В услуге отказано: нарушения в данных',
    en: 'The service is refused because of the data',
  },
  BERILDI: { kk: 'Электрондық лицензия берілді', ru: 'Лицензия выдана', en: 'The licence is issued' },
} as const satisfies Record<string, Phrase>;
export type Outcome = keyof typeof OUTCOMES;

/** Why the service can refuse: the texts of each code that stands on the wire. */
export const CAUSES = {
  '11': { kk: 'мұндай қызметкер тіркелмеген', ru: 'сотрудник не зарегистрирован', en: 'there is no such employee' },
  '12': { kk: 'құпиясөз сәйкес келмейді', ru: 'пароль не подходит', en: 'the password does not fit' },
  '21': { kk: 'ЖТ МДҚ-да мұндай тұлға жоқ', ru: 'в ГБД ФЛ нет такого лица', en: 'there is no such person' },
  '22': { kk: 'ЗТ МДҚ-да мұндай ұйым жоқ', ru: 'в ГБД ЮЛ нет такой организации', en: 'there is no such organisation' },
  '23': { kk: 'БНАЖ-да сенімхат табылған жоқ', ru: 'в ЕНИС нет доверенности', en: 'there is no power of attorney' },
  '24': { kk: 'мемлекеттік дерекқор қолжетімсіз', ru: 'база данных недоступна', en: 'the database is out of order' },
  '31': { kk: 'біліктілік талаптарына сәйкес келмейді', ru: 'требования не выполнены', en: 'requirements are not met' },
  '32': { kk: 'деректер шындыққа сәйкес келмейді', ru: 'сведения ложны', en: 'the data are untrue' },
  '33': { kk: 'қажетті құжат жоқ', ru: 'документ отсутствует', en: 'a document is missing' },
} as const satisfies Record<string, Phrase>;
export type Cause = keyof typeof CAUSES;

/** The text of a message: the outcome, with the cause and the number where it has them. */
export function word(outcome: Outcome, cause: Cause | null, number: string | null, language: Language): string {
  const because = cause === null ? '' : ` (${CAUSES[cause][language]})`;
  return `${OUTCOMES[outcome][language]}${because}${number === null ? '' : `, № ${number}`}.`;
}
