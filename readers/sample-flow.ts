// Prints sound acts at random, whose clause and table tell one procedure, and acts with one contradiction planted.
import type { Row } from '../schemas/regulation.ts';
import { type Layout, printTable, type SampleStep } from './sample-act.ts';

/** A process with its column, and the condition behind it. */
interface Part {
  readonly actor: string;
  readonly action: string;
  readonly item: string;
  readonly completion: string;
  readonly term: string;
  readonly condition?: string;
  /** The words of the branches where all is well and where something is wrong. */
  readonly branches?: readonly [well: string, wrong: string];
}

/** A sound act in one language. */
interface Words {
  readonly service: string;
  readonly other: string;
  readonly parts: readonly Part[];
  readonly definitions: readonly string[];
  readonly listed: readonly string[];
  readonly unlistable: string;
  readonly clauses: {
    readonly first: string;
    readonly notions: string;
    readonly steps: string;
    readonly units: string;
  };
  readonly names: { readonly process: string; readonly condition: string };
  readonly planted: {
    readonly system: string;
    readonly fullName: string;
    readonly otherForm: string;
    readonly registration: string;
    readonly routed: string;
    readonly authorisation: readonly [well: string, wrong: string];
    readonly extra: { readonly item: string; readonly action: string };
    readonly centre: { readonly opening: string; readonly items: readonly string[] };
  };
}

const RUSSIAN: Words = {
  service: 'Выдача разрешения на вывоз',
  other: 'Выдача справки о составе семьи',
  definitions: [
    'веб-портал «электронного правительства» (далее – ПЭП) – единое окно услуг;',
    'платежный шлюз «электронного правительства» (далее – ПШЭП) – система платежей;',
    'получатель – лицо, которому оказывается услуга.',
  ],
  listed: ['получатель', 'ПЭП', 'ПШЭП', 'ИС ГБД «Е-лицензирование»'],
  unlistable: 'ШЭП',
  clauses: {
    first: 'Услуга оказывается через портал.',
    notions: 'В Регламенте используются следующие понятия:',
    steps: 'Пошаговые действия и решения через ПЭП приведены ниже:',
    units: 'Структурно-функциональные единицы, участвующие в процессе:',
  },
  names: { process: 'процесс', condition: 'условие' },
  parts: [
    {
      actor: 'Получатель',
      action: 'Авторизация на портале по логину',
      item: 'авторизация получателем по логину и паролю',
      completion: 'Отображение уведомления об успешном формировании запроса',
      term: '30 сек',
      condition: 'проверка ПЭП логина и пароля',
      branches: ['если авторизация прошла успешно', 'если в данных есть нарушения'],
    },
    {
      actor: 'ПЭП',
      action: 'Сообщение об отказе в связи с нарушениями в данных',
      item: 'формирование ПЭП сообщения об отказе в авторизации в связи с нарушениями',
      completion: 'Уведомление об отказе в авторизации',
      term: '10 сек',
    },
    {
      actor: 'Получатель',
      action: 'Выбор услуги и заполнение формы',
      item: 'заполнение получателем формы запроса на услугу',
      completion: 'Отображение уведомления об успешном формировании запроса',
      term: '2 мин',
    },
    {
      actor: 'ПШЭП',
      action: 'Оплата государственной услуги',
      item: 'оплата услуги на ПШЭП',
      completion: 'Квитанция об оплате',
      term: '1 мин',
      condition: 'проверка ИС ГБД «Е-лицензирование» оплаты',
      branches: ['если оплата произведена', 'если нет оплаты'],
    },
    {
      actor: 'ИС ГБД «Е-лицензирование»',
      action: 'Сообщение об отказе в связи с отсутствием оплаты',
      item: 'формирование ИС ГБД «Е-лицензирование» сообщения об отказе ввиду отсутствия оплаты',
      completion: 'Уведомление об отказе',
      term: '10 сек',
    },
    {
      actor: 'Получатель',
      action: 'Выбор регистрационного свидетельства ЭЦП',
      item: 'выбор получателем регистрационного свидетельства ЭЦП',
      completion: 'Маршрутизация запроса',
      term: '10–20 сек',
      condition: 'проверка ПЭП срока действия свидетельства',
      branches: ['если нет ошибок в ЭЦП', 'если есть ошибки в ЭЦП'],
    },
    {
      actor: 'ПЭП',
      action: 'Сообщение об отказе, так как подлинность ЭЦП не подтверждена',
      item: 'формирование ПЭП сообщения об отказе, так как подлинность ЭЦП не подтверждена',
      completion: 'Уведомление об отказе',
      term: '10 сек',
    },
    {
      actor: 'ИС ГБД «Е-лицензирование»',
      action: 'Регистрация поступившего запроса',
      item: 'регистрация запроса в ИС ГБД «Е-лицензирование» в течение 15 рабочих дней',
      completion: 'Регистрация запроса с присвоением номера',
      term: '15 рабочих дней',
    },
    {
      actor: 'ИС ГБД «Е-лицензирование»',
      action: 'Получение результата услуги (электронная лицензия)',
      item: 'получение результата услуги, сформированного ИС ГБД «Е-лицензирование»',
      completion: 'Электронная лицензия',
      term: '20 сек',
    },
  ],
  planted: {
    system: 'ГБД ФЛ',
    fullName: 'веб-портал «электронного правительства»',
    otherForm: 'Уведомление об отказе в связи с отсутствием оплаты',
    registration: 'Регистрация поступившего запроса в ИС ГБД «Е-лицензирование»',
    routed: 'направление электронного документа через ПШЭП в ИС ГБД «Е-лицензирование»',
    authorisation: ['если авторизация прошла успешно', 'если авторизация неуспешна'],
    extra: { item: 'подписание запроса получателем посредством ЭЦП', action: 'Подписание запроса посредством ЭЦП' },
    centre: {
      opening: 'Пошаговые действия и решения через ЦОН приведены ниже:',
      items: [
        'процесс 1 – авторизация оператора ЦОН по логину;',
        'процесс 2 – заполнение оператором ЦОН формы запроса.',
      ],
    },
  },
};

const KAZAKH: Words = {
  service: 'Әкетуге рұқсат беру',
  other: 'Отбасы құрамы туралы анықтама беру',
  definitions: [
    '«электрондық үкіметтің» веб-порталы (бұдан әрі – ЭҮП) – қызметтердің бірыңғай терезесі;',
    '«электрондық үкіметтің» төлем шлюзі (бұдан әрі – ЭҮТШ) – төлемдер жүйесі;',
    'алушы – қызмет көрсетілетін тұлға.',
  ],
  listed: ['алушы', 'ЭҮП', 'ЭҮТШ', '«Е-лицензиялау» МДБ АЖ'],
  unlistable: 'ЭҮШ',
  clauses: {
    first: 'Қызмет портал арқылы көрсетіледі.',
    notions: 'Регламентте пайдаланылатын ұғымдар:',
    steps: 'ЭҮП арқылы қадамдық әрекеттер мен шешімдер төменде келтірілген:',
    units: 'Процеске қатысатын ҚФБ:',
  },
  names: { process: 'процесс', condition: 'шарт' },
  parts: [
    {
      actor: 'Алушы',
      action: 'Логин арқылы порталда авторландыру',
      item: 'алушының логин мен парольді енгізуі (авторландыру)',
      completion: 'Сұрау салудың сәтті қалыптасқаны туралы хабарлама',
      term: '30 сек',
      condition: 'ЭҮП-де логин мен парольді тексеру',
      branches: ['егер авторландыру сәтті өтсе', 'егер деректерде бұзушылықтар болса'],
    },
    {
      actor: 'ЭҮП',
      action: 'Деректердегі бұзушылықтарға байланысты бас тарту туралы хабарлама',
      item: 'бұзушылықтарға байланысты ЭҮП-де авторландырудан бас тарту туралы хабарлама қалыптастыру',
      completion: 'Авторландырудан бас тарту туралы хабарлама',
      term: '10 сек',
    },
    {
      actor: 'Алушы',
      action: 'Қызметті таңдау және нысанды толтыру',
      item: 'алушының сұрау салу нысанын толтыруы',
      completion: 'Сұрау салудың сәтті қалыптасқаны туралы хабарлама',
      term: '2 мин',
    },
    {
      actor: 'ЭҮТШ',
      action: 'Мемлекеттік қызметке төлем жасау',
      item: 'ЭҮТШ-де қызметке төлем жасау',
      completion: 'Төлем туралы түбіртек',
      term: '1 мин',
      condition: '«Е-лицензиялау» МДБ АЖ-да төлемді тексеру',
      branches: ['егер ақы төленсе', 'егер ақы төленбесе'],
    },
    {
      actor: '«Е-лицензиялау» МДБ АЖ',
      action: 'Төлемнің болмауына байланысты бас тарту туралы хабарлама',
      item: '«Е-лицензиялау» МДБ АЖ-да төлемнің болмауына байланысты бас тарту туралы хабарлама қалыптастыру',
      completion: 'Бас тарту туралы хабарлама',
      term: '10 сек',
    },
    {
      actor: 'Алушы',
      action: 'ЭЦҚ тіркеу куәлігін таңдау',
      item: 'алушының ЭЦҚ тіркеу куәлігін таңдауы',
      completion: 'Сұрау салуды маршруттау',
      term: '10–20 сек',
      condition: 'ЭҮП-де куәліктің мерзімін тексеру',
      branches: ['егер ЭЦҚ-да қате болмаса', 'егер ЭЦҚ-да қате болса'],
    },
    {
      actor: 'ЭҮП',
      action: 'ЭЦҚ түпнұсқалығының расталмауына байланысты бас тарту туралы хабарлама',
      item: 'ЭЦҚ түпнұсқалығының расталмауына байланысты ЭҮП-де бас тарту туралы хабарлама қалыптастыру',
      completion: 'Бас тарту туралы хабарлама',
      term: '10 сек',
    },
    {
      actor: '«Е-лицензиялау» МДБ АЖ',
      action: 'Келіп түскен сұрау салуды тіркеу',
      item: '«Е-лицензиялау» МДБ АЖ-да сұрау салуды 15 жұмыс күні ішінде тіркеу',
      completion: 'Нөмір бере отырып сұрау салуды тіркеу',
      term: '15 жұмыс күні',
    },
    {
      actor: '«Е-лицензиялау» МДБ АЖ',
      action: 'Қызмет нәтижесін алу (электрондық лицензия)',
      item: '«Е-лицензиялау» МДБ АЖ-да қалыптастырылған қызмет нәтижесін алу',
      completion: 'Электрондық лицензия',
      term: '20 сек',
    },
  ],
  planted: {
    system: 'ЖТ МДБ',
    fullName: '«электрондық үкіметтің» веб-порталы',
    otherForm: 'Төлемнің болмауына байланысты бас тарту туралы хабарлама',
    registration: 'Келіп түскен сұрау салуды «Е-лицензиялау» МДБ АЖ-да тіркеу',
    routed: 'электрондық құжатты ЭҮТШ арқылы «Е-лицензиялау» МДБ АЖ-ға жіберу',
    authorisation: ['егер авторландыру сәтті өтсе', 'егер авторландыру сәтсіз болса'],
    extra: { item: 'алушының ЭЦҚ арқылы сұрау салуға қол қоюы', action: 'ЭЦҚ арқылы сұрау салуға қол қою' },
    centre: {
      opening: 'ХҚКО арқылы қадамдық әрекеттер мен шешімдер төменде келтірілген:',
      items: [
        '1-процесс – ХҚКО операторының логинді енгізуі (авторландыру);',
        '2-процесс – ХҚКО операторының сұрау салу нысанын толтыруы.',
      ],
    },
  },
};

/** An act as it is printed, before anything is planted in it. */
interface Act {
  readonly words: Words;
  steps: SampleStep[];
  items: string[];
  listed: string[];
  service: string;
  more: string[];
}

/** Where a contradiction is planted: a cell of a step, or else an item of a clause; neither where it is of the whole. */
export type Spot = { readonly step: number; readonly row: Row } | { readonly clause: number } | null;

type Plant = (act: Act) => Spot;

const cell =
  (step: number, row: Row, printed: (act: Act) => string): Plant =>
  (act) => {
    const words = printed(act);
    act.steps = act.steps.map((one) => (one.step === step ? { ...one, [row]: words } : one));
    return { step, row };
  };
const next = (step: number, printed: string): Plant => cell(step, 'next', () => printed);
const branched = (step: number, well: string, wrong: string) => `${step + 1}-${wrong}; ${step + 2}-${well}`;
const branches = ({ words }: Act, step: number): readonly [string, string] =>
  words.parts[step - 1]?.branches ?? ['', ''];

/** Every kind of contradiction with how it is planted. */
export const PLANTS: Readonly<Record<string, Plant>> = {
  'actor-differs': cell(5, 'actor', ({ words }) => words.planted.system),
  'next-differs': next(3, '8'),
  'self-reference': next(3, '3'),
  'no-such-step': next(3, '17'),
  'dead-end': next(3, '-'),
  'lone-branch': cell(4, 'next', (act) => `6-${branches(act, 4)[0]}`),
  'same-branch': cell(4, 'next', (act) => branched(4, branches(act, 4)[0], branches(act, 4)[0])),
  'same-target': cell(4, 'next', (act) => `6-${branches(act, 4)[1]}; 6-${branches(act, 4)[0]}`),
  'branch-against-step': cell(4, 'next', (act) => branched(4, branches(act, 4)[1], branches(act, 4)[0])),
  'misnamed-branch': cell(4, 'next', ({ words }) => branched(4, ...words.planted.authorisation)),
  'refusal-goes-on': next(5, '6'),
  'end-goes-on': next(9, '8'),
  'missing-term': cell(5, 'term', () => '-'),
  'term-differs': cell(8, 'term', ({ words }) => words.parts[7]?.term.replace('15', '10') ?? ''),
  'forms-differ': cell(2, 'completion', ({ words }) => words.planted.otherForm),
  'actor-against-action': (act) => {
    cell(8, 'action', ({ words }) => words.planted.registration)(act);
    return cell(8, 'actor', ({ words }) => words.parts[1]?.actor ?? '')(act);
  },
  spelling: cell(2, 'actor', ({ words }) => words.planted.fullName),
  'unlisted-actor': (act) => {
    act.listed = act.listed.filter((name) => name !== act.words.parts[1]?.actor);
    return { step: 2, row: 'actor' };
  },
  'silent-participant': (act) => {
    act.listed.push(act.words.unlistable);
    return { clause: 4 };
  },
  'title-differs': (act) => {
    act.service = act.words.other;
    return null;
  },
  'item-without-step': (act) => {
    act.items.push(named(act.words, 'process', 10, act.words.planted.extra.item));
    return { clause: 3 };
  },
  'step-without-item': (act) => {
    const { action } = act.words.planted.extra;
    const last = act.steps.at(-1);
    if (last !== undefined) act.steps.push({ ...last, step: 10, action, next: '-' });
    return { step: 10, row: 'action' };
  },
  'wrong-route': (act) => {
    act.items.push(named(act.words, 'process', 10, act.words.planted.routed));
    return { clause: 3 };
  },
  'flow-without-table': (act) => {
    const { opening, items } = act.words.planted.centre;
    act.more.push(`5. ${opening}`, ...items.map((item, n) => `${n + 1}) ${item}`));
    return { clause: 5 };
  },
};

function named({ names }: Words, kind: 'process' | 'condition', number: number, words: string): string {
  const name = names[kind];
  return /[әғқңөұүһі]|шарт/iu.test(names.condition) ? `${number}-${name} – ${words}` : `${name} ${number} – ${words}`;
}

function soundAct(words: Words): Act {
  let conditions = 0;
  const items = words.parts.flatMap(({ item, condition }, n) => {
    const process = named(words, 'process', n + 1, item);
    if (condition === undefined) return [process];
    conditions += 1;
    return [process, named(words, 'condition', conditions, condition)];
  });
  const steps = words.parts.map(({ actor, action, completion, term, branches: both }, n): SampleStep => {
    const step = n + 1;
    const ends = /бас тарту|об отказе/u.test(action) || step === words.parts.length;
    const to = both === undefined ? (ends ? '-' : String(step + 1)) : branched(step, ...both);
    return { step, actor, action, completion, term, next: to };
  });
  return { words, steps, items, listed: [...words.listed], service: words.service, more: [] };
}

const numbered = (lines: readonly string[]): string[] =>
  lines.map((line, n) => `${n + 1}) ${line.replace(/[.;]$/u, '')}${n === lines.length - 1 ? '.' : ';'}`);

/**
 * The text of an act, and where its contradiction stands.
 * @param plant the kind of contradiction; null for a sound act
 */
export function printAct(layout: Layout, plant: string | null): { text: string; spot: Spot } {
  const words = layout.russian ? RUSSIAN : KAZAKH;
  const act = soundAct(words);
  const spot = plant === null ? null : (PLANTS[plant]?.(act) ?? null);
  const { first, notions, steps, units } = words.clauses;
  const title = layout.russian
    ? `Регламент электронной государственной услуги «${words.service}»`
    : `«${words.service}» электрондық мемлекеттік қызмет регламенті`;
  const clauses = [
    title,
    `1. ${first}`,
    `2. ${notions}`,
    ...numbered(words.definitions),
    `3. ${steps}`,
    ...numbered(act.items),
    `4. ${units}`,
    ...numbered(act.listed),
    ...act.more,
  ];
  return { text: printTable({ steps: act.steps, layout }, { clauses, service: act.service }), spot };
}
