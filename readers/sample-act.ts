// Prints random step tables in many layouts, with what they say, so that reading can be held against printing.
import fc from 'fast-check';
import type { Row } from '../schemas/regulation.ts';

/** One step as it is meant, each cell as printed before any layout. */
export type SampleStep = { readonly step: number } & Readonly<Record<Row, string>>;

/** How a table is laid out. */
export interface Layout {
  readonly form: 'tabs' | 'tab-rows' | 'pipes' | 'grid' | 'box' | 'blanks' | 'html';
  readonly turned: boolean;
  readonly ordinals: boolean;
  readonly labels: boolean;
  /** After how many steps the table is continued, and how; null where it is whole. */
  readonly split: { readonly after: number; readonly how: 'headed' | 'bare' | 'behind' } | null;
  readonly hyphens: boolean;
  readonly softHyphens: boolean;
  readonly noBreakSpaces: boolean;
  readonly lookAlikes: boolean;
  readonly dashes: '-' | '–' | '—' | '−' | '‑';
  readonly quotes: '«»' | '""' | '“”' | '„“';
  readonly russian: boolean;
}

/** One table with its layout. */
export interface SampleTable {
  readonly steps: readonly SampleStep[];
  readonly layout: Layout;
}

const LABELS = {
  kk: {
    number: 'Іс-әрекет (жұмыстар барысының, ағынының) №',
    actor: 'ҚФБ атауы',
    action: 'Іс-әрекеттің (процестің, рәсімнің, операцияның) атауы және олардың сипаттамасы',
    completion: 'Аяқтау нысаны (деректер, құжат, ұйымдық-басшылық ету шешімі)',
    term: 'Орындау мерзімдері',
    next: 'Келесі әрекет нөмірі',
  },
  ru: {
    number: '№ действия (хода, потока работ)',
    actor: 'Наименование СФЕ, ИС',
    action: 'Наименование действия (процесса, процедуры, операции) и их описание',
    completion: 'Форма завершения (данные, документ, организационно-распорядительное решение)',
    term: 'Сроки исполнения',
    next: 'Номер следующего действия',
  },
} as const;

const ACTORS = {
  kk: [
    'Алушы',
    'ЭҮП',
    '«Е-лицензиялау» МДБ АЖ',
    'Қызмет беруші',
    'ЖТ МДБ, ЗТ МДБ',
    'ЭҮТШ',
    'Жауапты орындаушы',
    'ХҚКО операторы',
  ],
  ru: [
    'Получатель',
    'ПЭП',
    'ИС ГБД «Е-лицензирование»',
    'Услугодатель',
    'ГБД ФЛ, ГБД ЮЛ',
    'ПШЭП',
    'Ответственный исполнитель',
    'Оператор ЦОН',
  ],
} as const;
const ACTIONS = {
  kk: [
    'Алушы компьютерінің интернет-браузерінде ЭЦҚ тіркеу куәлігін бекіту',
    'Алушы деректеріндегі бұзушылықтарға байланысты бас тарту туралы хабарлама қалыптастырады',
    'Қызметті таңдайды және қажетті құжаттарды қоса берумен сұрау салу деректерін қалыптастырады',
    'Қызметке ақы төлеу',
    '«Е-лицензиялау» АЖ-да электрондық құжатты (тұтынушының сұрау салуын) тіркеу; сұрау салуды өңдеу',
    'Сұрау салуды куәландыру (қол қою) үшін ЭЦҚ таңдау',
    'Құжаттарды 2 данада қабылдау, тізімдемеге сәйкес 1-тармақ бойынша тексеру',
    'Электрондық құжат (электрондық лицензия)',
  ],
  ru: [
    'Прикрепление в интернет-браузер компьютера регистрационного свидетельства ЭЦП',
    'Формирование сообщения об отказе в связи с имеющимися нарушениями в данных получателя',
    'Выбор услуги и формирование данных запроса с прикреплением необходимых документов',
    'Оплата услуги',
    'Регистрация электронного документа (запроса) в ИС «Е-лицензирование» и обработка',
    'Удостоверение (подписание) запроса посредством ЭЦП',
    'Прием документов в 2 экземплярах согласно пункту 1 описи',
    'Электронный документ (электронная лицензия)',
  ],
} as const;
const COMPLETIONS = {
  kk: [
    'Сұрау салудың ойдағыдай қалыптасқандығы туралы хабарлама бейнелеу',
    'Сұрау салуды маршруттау',
    'Өтінішке нөмір бере отырып, сұрау салуды тіркеу',
    'Электрондық лицензия',
    '-',
  ],
  ru: [
    'Отображение уведомления об успешном формировании запроса',
    'Маршрутизация запроса',
    'Регистрация запроса с присвоением номера заявлению',
    'Электронная лицензия',
    '-',
  ],
} as const;
const TERMS = {
  kk: [
    '10-15 сек',
    '20 сек',
    '1,5 мин',
    '15 жұмыс күні',
    '10 күнтізбелік күн',
    '-',
    '30 секунд-1 минут',
    '5 минуттан артық емес',
    'он бес минут ішінде',
    '2 сағат',
  ],
  ru: [
    '10-15 сек',
    '20 сек',
    '1,5 мин',
    '15 рабочих дней',
    '10 календарных дней',
    '-',
    '30 секунд-1 минута',
    'не более 5 минут',
    'в течение пятнадцати минут',
    '2 часа',
  ],
} as const;
const CONDITIONS = {
  kk: [
    'егер алушы деректерінде бұзушылықтар болса',
    'егер авторландыру ойдағыдай өтсе',
    'егер ақы төлемесе',
    'егер «Е-лицензиялау» АЖ-да деректер табылса',
  ],
  ru: [
    'если есть нарушения в данных получателя',
    'если авторизация прошла успешно',
    'если не оплатил',
    'если в ИС «Е-лицензирование» данные найдены',
  ],
} as const;

/** Random layouts, such as acts have. */
export const sampleLayout: fc.Arbitrary<Layout> = fc.record({
  form: fc.constantFrom('tabs', 'tab-rows', 'pipes', 'grid', 'box', 'blanks', 'html'),
  turned: fc.boolean(),
  ordinals: fc.boolean(),
  labels: fc.boolean(),
  split: fc.option(
    fc.record({ after: fc.integer({ min: 2, max: 4 }), how: fc.constantFrom('headed', 'bare', 'behind') }),
  ),
  hyphens: fc.boolean(),
  softHyphens: fc.boolean(),
  noBreakSpaces: fc.boolean(),
  lookAlikes: fc.boolean(),
  dashes: fc.constantFrom('-', '–', '—', '−', '‑'),
  quotes: fc.constantFrom('«»', '""', '“”', '„“'),
  russian: fc.boolean(),
});

/** Random tables, whose layouts are such as acts have. */
export const sampleTable: fc.Arbitrary<SampleTable> = sampleLayout.chain((drawn) => {
  const lang = drawn.russian ? 'ru' : 'kk';
  const next = (count: number) =>
    fc.oneof(
      fc.constant('-'),
      fc.integer({ min: 1, max: count }).map(String),
      fc.tuple(fc.integer({ min: 1, max: count }), fc.integer({ min: 1, max: count })).map(([a, b]) => `${a}, ${b}`),
      fc
        .tuple(
          fc.integer({ min: 1, max: count }),
          fc.constantFrom(...CONDITIONS[lang]),
          fc.integer({ min: 1, max: count }),
          fc.constantFrom(...CONDITIONS[lang]),
          fc.constantFrom('; ', ', '),
        )
        .map(([a, one, b, other, between]) => `${a}-${one}${between}${b}-${other}`),
    );
  return fc.integer({ min: 4, max: 9 }).chain((count) =>
    fc
      .array(
        fc.record({
          actor: fc.constantFrom(...ACTORS[lang]),
          action: fc.constantFrom(...ACTIONS[lang]),
          completion: fc.constantFrom(...COMPLETIONS[lang]),
          term: fc.constantFrom(...TERMS[lang]),
          next: next(count),
        }),
        { minLength: count, maxLength: count },
      )
      .map((steps) => ({ steps: steps.map((step, n) => ({ step: n + 1, ...step })), layout: drawn })),
  );
});

const KINDS = ['number', 'actor', 'action', 'completion', 'term', 'next'] as const;
const WIDTH = 24;

/** The lines of a cell, broken as narrow columns break them. */
function broken(text: string, { hyphens }: Layout): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (hyphens && /^\p{Ll}{9,}$/u.test(word)) {
      if (line !== '') lines.push(line);
      lines.push(`${word.slice(0, 4)}-`);
      line = word.slice(4);
    } else if (line !== '' && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The text of a cell with the signs of the layout. */
function dressed(text: string, layout: Layout): string {
  const [open = '«', close = '»'] = layout.quotes;
  let out = text
    .replaceAll('«', open)
    .replaceAll('»', close)
    .replace(/-(?=\s|$|\d|\p{L})/gu, (dash, at: number) => (/\p{L}/u.test(text[at - 1] ?? '') ? dash : layout.dashes));
  if (layout.softHyphens) out = out.replace(/(\p{Ll}{4})(?=\p{Ll}{4})/gu, '$1\u00ad');
  if (layout.noBreakSpaces) out = out.replace(/(\d) /gu, '$1\u00a0');
  if (layout.lookAlikes)
    out = out.replace(/(?<=[а-яәғқңөұүһі])[ае](?=[а-яәғқңөұүһі])/gu, (letter) => (letter === 'а' ? 'a' : 'e'));
  return out;
}

type Part = readonly (readonly string[])[];

/** The rows of the parts of a table; a part has labels or none. */
function partsOf({ steps, layout }: SampleTable): { rows: Part; continued: boolean }[] {
  const labels = LABELS[layout.russian ? 'ru' : 'kk'];
  const after = layout.split?.after ?? steps.length;
  const chunks = Array.from({ length: Math.ceil(steps.length / after) }, (_, n) =>
    steps.slice(n * after, n * after + after),
  );
  // A single column without labels cannot be told from paragraphs.
  if (chunks.at(-1)?.length === 1 && chunks.length > 1) chunks.splice(-2, 2, chunks.slice(-2).flat());
  return chunks.map((chunk, part) => {
    const hasLabels = layout.labels && (part === 0 || layout.split?.how !== 'bare');
    const rows = KINDS.map((kind, n) => [
      ...(hasLabels && layout.ordinals && !layout.turned ? [String(n + 1)] : []),
      ...(hasLabels ? [labels[kind]] : []),
      ...chunk.map((step) => dressed(kind === 'number' ? String(step.step) : step[kind], layout)),
    ]);
    const turned = (rows[0] ?? []).map((_, n) => rows.map((row) => row[n] ?? ''));
    return { rows: layout.turned ? turned : rows, continued: part > 0 };
  });
}

/** What an act says around its table. */
export interface SampleProse {
  readonly clauses: readonly string[];
  /** What it is called in the heading of the annex. */
  readonly service: string;
}

/** The text of an act with one table in an annex. */
export function printTable(table: SampleTable, prose?: SampleProse): string {
  const { layout } = table;
  const words = layout.russian
    ? {
        annex: `Приложение 3 к Регламенту электронной государственной услуги «${prose?.service ?? 'Выдача'}»`,
        title: 'Таблица 1. Описание действий СФЕ через ПЭП',
        more: 'продолжение таблицы',
      }
    : {
        annex: `«${prose?.service ?? 'Лицензия беру'}» электрондық мемлекеттік қызмет регламентіне 3-қосымша`,
        title: '1-кесте. ЭҮП арқылы ҚФБ әрекеттерінің сипаттамасы',
        more: 'кестенің жалғасы',
      };
  const clauses = prose?.clauses ?? ['1. Алғашқы тармақ.'];
  const parts = partsOf(table).map(({ rows, continued }) => ({ text: drawn(rows, layout), continued }));
  const bare = layout.split?.how !== 'behind';
  if (layout.form === 'html') {
    const body = parts.map(({ text, continued }) => `${continued && bare ? `<p>${words.more}</p>` : ''}${text}`);
    return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${clauses.map((line) => `<p>${escaped(line)}</p>`).join('')}<p>${words.annex}</p><p>${words.title}</p>${body.join('')}<p>Соңы.</p></body></html>`;
  }
  const body = parts.map(({ text, continued }) => `${continued && bare ? `${words.more}\n` : ''}${text}`);
  return `${clauses.map((line) => `      ${line}`).join('\n\n')}\n\n\n${words.annex}\n\n${words.title}\n${body.join('\n\n\n')}\n\n\n      Соңы.\n`;
}

function drawn(rows: Part, layout: Layout): string {
  const cells = rows.map((row) => row.map((cell) => broken(cell, layout)));
  const widths = (cells[0] ?? []).map((_, n) =>
    Math.max(...cells.map((row) => Math.max(...(row[n] ?? ['']).map((line) => line.length)))),
  );
  const lines = (row: readonly (readonly string[])[], bar: string, ends: boolean) =>
    Array.from({ length: Math.max(...row.map((cell) => cell.length)) }, (_, at) => {
      const text = row.map((cell, n) => (cell[at] ?? '').padEnd(widths[n] ?? 0)).join(bar);
      return ends ? `${bar.trimStart()}${text}${bar.trimEnd()}` : text;
    });
  switch (layout.form) {
    case 'html':
      return `<table>${cells.map((row) => `<tr>${row.map((cell) => `<td>${cell.map(escaped).join('<br>')}</td>`).join('')}</tr>`).join('\n')}</table>`;
    case 'tabs':
      return cells.map((row) => row.map((cell) => `\t${cell.join('\n\n')}`).join('\n')).join('\n\n');
    case 'tab-rows':
      return rows.map((row) => row.join('\t')).join('\n');
    case 'pipes': {
      const [head = [], ...more] = rows;
      return [
        `| ${head.join(' | ')} |`,
        `|${head.map(() => '---').join('|')}|`,
        ...more.map((row) => `| ${row.join(' | ')} |`),
      ].join('\n');
    }
    case 'grid': {
      const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
      return [rule, ...cells.flatMap((row) => [...lines(row, ' | ', true), rule])].join('\n');
    }
    case 'box': {
      const rule = (a: string, b: string, c: string) =>
        `${a}${widths.map((width) => '─'.repeat(width + 2)).join(b)}${c}`;
      const body = cells.map((row) => lines(row, ' │ ', true).join('\n')).join(`\n${rule('├', '┼', '┤')}\n`);
      return [rule('┌', '┬', '┐'), body, rule('└', '┴', '┘')].join('\n');
    }
    case 'blanks':
      return cells
        .map((row) =>
          lines(row, '   ', false)
            .map((line) => line.trimEnd())
            .join('\n'),
        )
        .join('\n\n');
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
