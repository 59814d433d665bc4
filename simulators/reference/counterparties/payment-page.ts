// The page of the payment gateway, on which a person pays in a browser; the portal is told of it at the address that it has declared.
import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Language } from '../../../schemas/vocabulary.ts';
import { chooseLanguage } from '../engine/notifications.ts';
import { Rejection } from '../engine/rejection.ts';
import { readBytes } from '../http/body.ts';
import { writeQuestion } from '../soap/soap.ts';
import type { CounterpartyWorld } from './books.ts';
import { gatewayDate, uuidFrom } from './identity.ts';
import { FEE_MINOR_UNITS, PAYMENT_STANDINGS, type PaymentStanding } from './payment-gateway.ts';

const MOST_BYTES = 10_000;
const DEAREST = 1_000_000_000_000;

/** What the page says. */
const WORDS: Readonly<Record<Language, Readonly<Record<Word, string>>>> = {
  kk: {
    ...{ title: 'Төлем шлюзі', request: 'Сұрау салу', amount: 'Сома, теңге', pay: 'Төлеу', how: 'Қалай төленеді' },
    ...{ paid: 'Төлем қабылданды', reference: 'Түбіртек', good: 'толық', 'paid-too-little': 'аз' },
    ...{ 'paid-for-another-request': 'басқа сұрау салу үшін', 'payment-reversed': 'кейін қайтарылады' },
  },
  ru: {
    ...{ title: 'Платёжный шлюз', request: 'Запрос', amount: 'Сумма, тенге', pay: 'Оплатить', how: 'Как оплатить' },
    ...{ paid: 'Оплата принята', reference: 'Квитанция', good: 'полностью', 'paid-too-little': 'меньше' },
    ...{ 'paid-for-another-request': 'за другой запрос', 'payment-reversed': 'с последующим возвратом' },
  },
  en: {
    ...{ title: 'Payment gateway', request: 'Request', amount: 'Amount, tenge', pay: 'Pay', how: 'How it is paid' },
    ...{ paid: 'The payment was taken', reference: 'Receipt', good: 'in full', 'paid-too-little': 'too little' },
    ...{ 'paid-for-another-request': 'for another request', 'payment-reversed': 'and taken back' },
  },
};
type Word = 'title' | 'request' | 'amount' | 'pay' | 'how' | 'paid' | 'reference' | PaymentStanding;

/** No script, and nothing from elsewhere. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

/** What is to be paid for. @throws Rejection 400 */
function orderOf(given: (name: string) => string | undefined): { request: string; amount: number } {
  const request = given('request') ?? '';
  const amount = Number(given('amount') ?? FEE_MINOR_UNITS);
  if (request === '' || request.length > 200)
    throw new Rejection(400, 'request: what is paid for, at most 200 characters');
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > DEAREST)
    throw new Rejection(400, 'amount: in tiyn, from 1');
  return { request, amount };
}

/** The page that asks for a payment: `/pay?request=…&amount=…`, in tiyn. @throws Rejection 400 */
export async function askForPayment(context: Context): Promise<Response> {
  const { request, amount } = orderOf((name) => context.req.query(name));
  const world = context.req.query('world');
  const language = chooseLanguage(context.req.header('accept-language') ?? null);
  const words = WORDS[language];
  const options = PAYMENT_STANDINGS.map((one) => html`<option value="${one}">${words[one]}</option>`);
  return page(
    language,
    html`<form method="post" action="/pay"><p>${words.request}: <b>${request}</b></p><p>${words.amount}: <b>${(amount / 100).toFixed(2)}</b></p><input type="hidden" name="request" value="${request}"><input type="hidden" name="amount" value="${amount}">${world === undefined ? '' : html`<input type="hidden" name="world" value="${world}">`}<p><label>${words.how} <select name="standing">${options}</select></label></p><button>${words.pay}</button></form>`,
  );
}

/** What was sent with the form. @throws Rejection 415, 413 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/iu.test(request.headers.get('content-type') ?? ''))
    throw new Rejection(415, 'content-type: a form of the page');
  return new URLSearchParams(new TextDecoder().decode(await readBytes(request, MOST_BYTES)));
}

/** Takes a payment. @param tell sends the portal its notice @throws Rejection 400 */
export async function takePayment(
  world: CounterpartyWorld,
  form: URLSearchParams,
  context: Context,
  tell: (xml: string, about: { payment: string; request: string }) => void,
): Promise<Response> {
  const { request, amount } = orderOf((name) => form.get(name) ?? undefined);
  const standing = PAYMENT_STANDINGS.find((known) => known === (form.get('standing') ?? 'good'));
  if (standing === undefined) throw new Rejection(400, `standing: one of ${PAYMENT_STANDINGS.join(', ')}`);
  const reference = world.nextId('payment');
  const paid = world.books.payments.pay(reference, request, standing, amount);
  world.books.asked.notePayment({ payment: reference, request }, world.now);
  const fields = {
    ...{ reference, request: paid.request, amountMinorUnits: String(paid.amountMinorUnits) },
    state: paid.reversed ? 'REVERSED' : 'PAID',
  };
  const notice = writeQuestion({
    ...{ messageId: uuidFrom(`notice ${reference}`), correlationId: null, serviceId: 'SIM_PEP_PAYMENT_NOTICE' },
    ...{ messageDate: gatewayDate(world.now), senderId: 'sim-payment-gateway', sessionId: null, fields },
  });
  tell(notice, { payment: reference, request });
  const language = chooseLanguage(context.req.header('accept-language') ?? null);
  const words = WORDS[language];
  return page(language, html`<p>${words.paid}.</p><p>${words.reference}: <b>${reference}</b></p>`);
}

async function page(language: Language, body: ReturnType<typeof html>): Promise<Response> {
  const { title } = WORDS[language];
  const text = html`<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>:root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui;max-width:36rem;margin:2rem auto;padding:0 1rem}</style><main><h1>${title}</h1>${body}</main></html>`;
  return new Response(String(await text), { headers: HEADERS });
}
