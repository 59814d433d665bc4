// The pages of the HTML portal, which are in Russian; only the messages are in the language of the visitor.
import { html } from 'hono/html';
import { type Application, type DECISIONS, DOERS, type Record, STANDINGS, STEPS } from './application.ts';
import { LANGUAGES, type Language, SUBJECTS, tell } from './wording.ts';

type Markup = ReturnType<typeof html>;

/** What every page shows of its visitor, and its title. */
export interface Visit {
  readonly csrf: string;
  readonly user: string | null;
  readonly language: Language;
  readonly title: string;
}

/** The violations that show on the pages, as switches. */
export interface PageFaults {
  readonly emptyIin: boolean;
  readonly earlyResult: boolean;
  readonly refusesInRussian: boolean;
}

const SERVICE = 'Выдача свидетельства на право временного вывоза культурных ценностей';
const TERM = '10 рабочих дней';
const QUESTIONS = [
  'Удовлетворены ли вы качеством процесса и результатом оказания услуги?',
  'Удовлетворены ли вы качеством информации о порядке оказания услуги?',
];
const ANSWERS = ['не удовлетворён', 'частично удовлетворён', 'удовлетворён'];
const DECISION_LABELS = {
  vydat: 'Выдать свидетельство',
  'ne-sootvetstvuet': 'Отказать: не отвечает требованиям',
  nedostoverno: 'Отказать: недостоверные сведения',
  'net-dokumenta': 'Отказать: не хватает документа',
} as const satisfies { readonly [decision in keyof typeof DECISIONS]: string };

/** A page around its content. */
export function page({ csrf, user, title, language }: Visit, content: Markup | Markup[]): Markup {
  return html`<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>${title}</title></head><body>
<header>${LANGUAGES.map((code) => html`<a class="yazyk" href="/yazyk/${code}"${code === language ? html` aria-current="true"` : ''}>${code}</a> `)}
${user === null ? html`<a href="/vhod">Вход</a>` : html`<b id="polzovatel">${user}</b> <a href="/kabinet">Кабинет</a> <a href="/istoriya">История получения услуг</a>`}
<form id="vyhod" method="post" action="/vyhod">${token(csrf)}<button>Выйти</button></form></header>
<main><h1>${title}</h1>${content}</main></body></html>`;
}

function token(csrf: string): Markup {
  return html`<input type="hidden" name="_token" value="${csrf}">`;
}

/** The login page, for persons and for the staff. */
export function loginPage({ csrf }: Visit): Markup {
  return html`<form id="vhod" method="post" action="/vhod">${token(csrf)}<label>ИИН <input name="iin"></label>
<label>Пароль <input name="parol" type="password"></label><button>Войти</button></form>
<form id="vhod-sotrudnika" method="post" action="/vhod/sotrudnik">${token(csrf)}<label>Логин <input name="login"></label>
<label>Пароль <input name="parol" type="password"></label><button>Войти как сотрудник</button></form>`;
}

/** The page of the service. */
export function servicePage({ csrf }: Visit): Markup {
  return html`<p id="usluga">${SERVICE}</p><p id="srok">${TERM}</p>${orderForm(csrf)}`;
}

function orderForm(csrf: string): Markup {
  return html`<form id="zakaz" method="post" action="/uslugi/vyvoz/zakaz">${token(csrf)}<button>Заказать услугу онлайн</button></form>`;
}

/** The clock of the portal. */
export const clockPage = (now: Date): Markup => time('chasy', now);

/** The journal and the messages. */
export function recordPart({ journal, notices }: Record, language: Language, faults: PageFaults): Markup {
  return html`<table id="zhurnal"><thead><tr><th>Шаг</th><th>Исполнитель</th><th>Начат</th><th>Окончен</th><th>Итог</th></tr></thead><tbody>
${journal.map(({ step, doer, begun, ended, outcome }) => html`<tr><td class="shag">${STEPS[step]}</td><td class="kto">${DOERS[doer]}</td><td>${time('nachat', begun)}</td><td>${time('okonchen', ended)}</td><td class="itog">${SUBJECTS[outcome].ru}</td></tr>`)}
</tbody></table><ol id="soobshcheniya">${notices.map(({ step, subject, ground, number, at }) => {
    const spoken = faults.refusesInRussian && subject === 'not-entered' ? 'ru' : language;
    return html`<li lang="${spoken}">${time('kogda', at)} <span class="k-shagu">${STEPS[step]}</span> <b class="tema">${SUBJECTS[subject][spoken]}</b> <span class="nomer">${number ?? ''}</span><p class="tekst">${tell(subject, ground, number, spoken)}</p></li>`;
  })}</ol>`;
}

function time(name: string, at: Date): Markup {
  const iso = at.toISOString();
  return html`<time class="${name}" datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
}

/** The page of an application. */
export function applicationPage(application: Application, { csrf, language }: Visit, faults: PageFaults): Markup {
  const { id, iin, number, standing } = application;
  return html`<dl id="svedeniya"><dt>ИИН</dt><dd id="iin">${iin}</dd><dt>Номер запроса</dt><dd id="nomer">${number ?? ''}</dd>
<dt>Вид услуги</dt><dd id="vid">${SERVICE}</dd><dt>Состояние</dt><dd id="sostoyanie">${STANDINGS[standing]}</dd><dt>Срок оказания</dt><dd id="srok">${TERM}</dd></dl>
${partsOf(application, csrf, faults)}
<a class="knopka" id="obnovit" href="/zayavka/${id}">Обновить статус</a>
${recordPart(application, language, faults)}`;
}

function partsOf(
  { id, iin, number, standing, result, answers }: Application,
  csrf: string,
  faults: PageFaults,
): Markup[] {
  const parts: Markup[] = [];
  if (standing === 'form')
    parts.push(
      orderForm(csrf),
      upload(
        `/zayavka/${id}/anketa`,
        'anketa',
        csrf,
        html`<label>ИИН <input name="iin" value="${faults.emptyIin ? '' : iin}" readonly></label>
<label>Предмет <input name="predmet"></label><label>Страна вывоза <input name="strana"></label><label>Опись (файл) <input type="file" name="opis"></label>`,
        'Отправить запрос',
      ),
    );
  if (standing === 'certificate')
    parts.push(
      upload(
        `/zayavka/${id}/sertifikat`,
        'vybor-sertifikata',
        csrf,
        html`<label>Сертификат ЭЦП (PEM) <input type="file" name="sertifikat"></label>`,
        'Выбрать',
      ),
    );
  if (standing === 'certificate' || standing === 'signature')
    parts.push(
      html`<a id="na-podpis" href="/zayavka/${id}/na-podpis">Скачать данные для подписи</a>`,
      upload(
        `/zayavka/${id}/podpis`,
        'podpis',
        csrf,
        html`<label>Подпись (p7s) <input type="file" name="podpis"></label>`,
        'Подписать',
      ),
    );
  if (standing === 'done' || faults.earlyResult)
    parts.push(
      html`<a class="knopka" id="rezultat" href="#rezultat">Посмотреть результат</a> <a class="knopka" id="otkryt" href="/zayavka/${id}/rezultat.pdf">Открыть выходной документ</a>
<a class="knopka" id="sohranit" href="/zayavka/${id}/rezultat.pdf?sohranit=1" download>Сохранить</a>`,
    );
  else if (standing === 'refused' && number !== null)
    parts.push(html`<a class="knopka" id="rezultat" href="#sostoyanie">Посмотреть результат</a>`);
  if (result !== null) parts.push(html`<a id="p7s" href="/zayavka/${id}/rezultat.p7s">Подпись документа</a>`);
  if (standing === 'done')
    parts.push(
      html`<form id="opros" method="post" action="/zayavka/${id}/opros">${token(csrf)}${QUESTIONS.map(
        (question, at) =>
          html`<fieldset><legend>${question}</legend>${ANSWERS.map(
            (answer, index) =>
              html`<label><input type="radio" name="vopros${at + 1}" value="${index + 1}"> ${answer}</label>`,
          )}</fieldset>`,
      )}<button>Ответить</button></form>${answers === null ? '' : html`<p id="opros-prinyat">Ответы приняты</p>`}`,
    );
  return parts;
}

function upload(action: string, id: string, csrf: string, fields: Markup, button: string): Markup {
  return html`<form id="${id}" method="post" action="${action}" enctype="multipart/form-data">${token(csrf)}${fields}<button>${button}</button></form>`;
}

/** The service history of a person. */
export function historyPage(applications: readonly Application[]): Markup {
  return html`<table id="istoriya"><tbody>${applications.map(
    ({ id, number, standing }) =>
      html`<tr><td><a class="zayavka" href="/zayavka/${id}">${id}</a></td><td class="nomer">${number ?? ''}</td><td class="sostoyanie">${STANDINGS[standing]}</td></tr>`,
  )}</tbody></table>`;
}

/** The applications that wait for the officer's decision. */
export function officerPage(applications: readonly Application[], { csrf }: Visit): Markup {
  return html`<table id="ochered"><tbody>${applications.map(
    ({ id, number }) =>
      html`<tr><td class="zayavka">${id}</td><td>${number ?? ''}</td><td><form method="post" action="/rassmotrenie/${id}">${token(csrf)}<select name="reshenie">${Object.entries(
        DECISION_LABELS,
      ).map(
        ([value, label]) => html`<option value="${value}">${label}</option>`,
      )}</select><button>Решить</button></form></td></tr>`,
  )}</tbody></table>`;
}
