// The HTML portal of another vendor: export of cultural property through pages, cookies, forms and uploads (docs/foreign-portals.md).
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import { type Account, loginObjection, numberObjection } from '../account.ts';
import type { TrustOptions } from '../trust.ts';
import { chooseViolation } from '../violation.ts';
import { Application, DECISIONS, type Decision, type Desk, NotDue, Unreadable, write } from './application.ts';
import * as pages from './pages.ts';
import { type Form, languageOf, type Session, Sessions } from './sessions.ts';
import { VIOLATIONS, type ViolationId } from './violations.ts';
import type { Ground } from './wording.ts';

/** The options of the portal. */
export interface HtmlPortalOptions extends TrustOptions {
  readonly people: readonly Account[];
  readonly officers: readonly Account[];
  readonly violation?: ViolationId | null;
  /** By default the clock of the machine. */
  readonly now?: () => Date;
  /** Session ids and form tokens are derived from it, so that they are the same in every run. */
  readonly seed?: string;
}

const MAX_BODY_BYTES = 1_000_000;

/** Makes a portal that shares its state with no other. @throws RangeError for an unknown violation */
export function createHtmlPortal(options: HtmlPortalOptions): Hono {
  const { people, officers, now: wall = () => new Date(), seed = 'html' } = options;
  let movedMs = 0;
  const now = (): Date => new Date(wall().getTime() + movedMs);
  const breaks = chooseViolation<ViolationId>(VIOLATIONS, options.violation);
  const sessions = new Sessions(seed);
  const sessionOf = (context: Context): Session => sessions.of(context);
  const applications = new Map<string, Application>();
  let numbers = 0;
  const desk: Desk = { trust: options, breaks, now, nextNumber: () => `МҚ-${String(++numbers).padStart(6, '0')}` };
  const faults: pages.PageFaults = {
    emptyIin: breaks('iin-not-filled-in'),
    earlyResult: breaks('result-button-early'),
    refusesInRussian: breaks('login-refused-in-russian'),
  };
  const app = new Hono();
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof NotDue) return fail(context, 409, 'Действие сейчас недоступно');
    if (error instanceof Unreadable) return fail(context, 422, 'Файл сертификата не читается');
    throw error;
  });
  app.notFound((context) => fail(context, 404, 'Страница не найдена'));

  function visit(context: Context, title: string): pages.Visit {
    const { csrf, user } = sessionOf(context);
    return { csrf, user, title, language: languageOf(context) };
  }

  function fail(context: Context, status: 403 | 404 | 409 | 422, title: string): Response | Promise<Response> {
    return context.html(pages.page(visit(context, title), []), status);
  }

  function stop(context: Context, to: string): never {
    throw new HTTPException(303, { res: context.redirect(to, 303) });
  }

  async function stopWith(context: Context, status: 403 | 404 | 409 | 422, title: string): Promise<never> {
    throw new HTTPException(status, { res: await fail(context, status, title) });
  }

  /** The fields of a posted form. Without the token of the session it may be forged, and is answered with 403. */
  async function formOf(context: Context): Promise<Form> {
    const form: Form = await context.req.parseBody();
    if (form._token !== sessionOf(context).csrf) await stopWith(context, 403, 'Форма устарела');
    return form;
  }

  function userOf(context: Context): string {
    const { user, officer } = sessionOf(context);
    return user === null || officer ? stop(context, '/vhod') : user;
  }

  /** The application in the address. Somebody else's application is found only under the violation `opensTo`. */
  async function own(context: Context, opensTo: ViolationId | null = null): Promise<Application> {
    const user = userOf(context);
    const application = applications.get(context.req.param('id') ?? '');
    const isOpen = opensTo !== null && breaks(opensTo);
    if (application === undefined || (application.iin !== user && !isOpen))
      return stopWith(context, 404, 'Заявка не найдена');
    await application.settle();
    return application;
  }

  function logIn(context: Context, id: string, ground: Ground | null, officer: boolean): Response {
    const session = sessionOf(context);
    session.entry = { journal: [], notices: [] };
    write(session.entry, now(), ['entry', 'person', 'entered']);
    if (ground === null) {
      session.user = id;
      session.officer = officer;
      return context.redirect(officer ? '/rassmotrenie' : '/kabinet', 303);
    }
    session.user = null;
    const silent = breaks('login-refused-silently');
    const outcome = breaks('login-refusal-as-service') ? 'bad-particulars' : 'not-entered';
    write(session.entry, now(), ['entry-refusal', 'portal', outcome], { ground, silent });
    return context.redirect('/vhod/otkaz', 303);
  }

  function objectionTo(iin: string, password: string): Ground | null {
    const malformed = numberObjection(iin);
    if (malformed === 'checksum' && breaks('checksum-ignored')) return null;
    if (malformed !== null) return malformed;
    const objection = loginObjection(people, iin, password);
    if (objection === 'nobody' && breaks('unknown-number')) return null;
    return objection === 'password' && breaks('any-password') ? null : objection;
  }

  app.get('/', (context) => context.redirect('/uslugi/vyvoz', 303));
  app.get('/vhod', (context) => {
    const seen = visit(context, 'Вход');
    return context.html(pages.page(seen, pages.loginPage(seen)));
  });
  app.post('/vhod', async (context) => {
    const form = await formOf(context);
    const iin = text(form.iin);
    return logIn(context, iin, objectionTo(iin, text(form.parol)), false);
  });
  app.post('/vhod/sotrudnik', async (context) => {
    const form = await formOf(context);
    const id = text(form.login);
    return logIn(context, id, loginObjection(officers, id, text(form.parol)), true);
  });
  app.get('/vhod/otkaz', (context) => entryPage(context, 'Во входе отказано'));
  app.get('/kabinet', (context) => {
    userOf(context);
    return entryPage(context, 'Личный кабинет');
  });
  function entryPage(context: Context, title: string): Response | Promise<Response> {
    const seen = visit(context, title);
    return context.html(pages.page(seen, pages.recordPart(sessionOf(context).entry, seen.language, faults)));
  }
  app.post('/vyhod', async (context) => {
    await formOf(context);
    sessions.end(sessionOf(context));
    return context.redirect('/vhod', 303);
  });
  app.get('/yazyk/:code', (context) => {
    setCookie(context, 'yazyk', context.req.param('code'), { path: '/' });
    return context.redirect(context.req.query('nazad') === 'otkaz' ? '/vhod/otkaz' : '/kabinet', 303);
  });

  // Only a test moves the clock, so it needs neither a session nor a token.
  app.post('/proverka/chasy', async (context) => {
    const form: Form = await context.req.parseBody();
    const seconds = Number(text(form.sekund));
    if (!Number.isFinite(seconds) || seconds < 0) return fail(context, 422, 'Столько часы не идут');
    movedMs += seconds * 1000;
    return context.html(pages.page(visit(context, 'Часы'), pages.clockPage(now())));
  });

  app.get('/uslugi/vyvoz', (context) => {
    const seen = visit(context, 'Временный вывоз культурных ценностей');
    return context.html(pages.page(seen, pages.servicePage(seen)));
  });
  app.post('/uslugi/vyvoz/zakaz', async (context) => {
    await formOf(context);
    const iin = userOf(context);
    const id = `V${String(applications.size + 1).padStart(5, '0')}`;
    applications.set(id, new Application(id, iin, sessionOf(context).entry, desk));
    return context.redirect(`/zayavka/${id}`, 303);
  });
  app.get('/istoriya', async (context) => {
    const user = userOf(context);
    const owned = [...applications.values()].filter(({ iin }) => iin === user);
    for (const application of owned) await application.settle();
    const listed = owned.filter(({ standing }) => standing !== 'done' || !breaks('result-not-listed'));
    return context.html(pages.page(visit(context, 'История получения услуг'), pages.historyPage(listed)));
  });
  app.get('/zayavka/:id', async (context) => {
    const application = await own(context, 'readable-by-anyone');
    const seen = visit(context, `Заявка ${application.id}`);
    return context.html(pages.page(seen, pages.applicationPage(application, seen, faults)));
  });
  app.post('/zayavka/:id/anketa', async (context) => {
    const form = await formOf(context);
    const application = await own(context);
    const opis = form.opis;
    const files = opis instanceof File ? { opis: opis.name, bytes: String(opis.size) } : {};
    application.submit({ predmet: text(form.predmet), strana: text(form.strana), ...files });
    return back(context, application);
  });
  app.post('/zayavka/:id/sertifikat', async (context) => {
    const form = await formOf(context);
    const application = await own(context);
    await application.choose(Buffer.from(await bytesOf(form.sertifikat)).toString());
    return back(context, application);
  });
  app.get('/zayavka/:id/na-podpis', async (context) =>
    download(context, (await own(context)).content, 'application/octet-stream'),
  );
  app.post('/zayavka/:id/podpis', async (context) => {
    const form = await formOf(context);
    const application = await own(context, 'signature-by-anyone');
    await application.sign(await bytesOf(form.podpis));
    return back(context, application);
  });
  app.get('/zayavka/:id/rezultat.pdf', async (context) => {
    const { result } = await own(context, 'result-for-anyone');
    if (result === null) return fail(context, 404, 'Результата нет');
    return download(context, result.document, breaks('result-as-text') ? 'text/plain' : 'application/pdf');
  });
  app.get('/zayavka/:id/rezultat.p7s', async (context) => {
    const { result } = await own(context, 'result-for-anyone');
    if (result === null || result.signature === null) return fail(context, 404, 'Подписи нет');
    return download(context, result.signature, 'application/pkcs7-signature');
  });
  app.post('/zayavka/:id/opros', async (context) => {
    const form = await formOf(context);
    const application = await own(context);
    const isTaken = application.answer([form.vopros1, form.vopros2].map((answer) => Number(text(answer))));
    return isTaken ? back(context, application) : fail(context, 422, 'Такого ответа нет');
  });

  app.get('/rassmotrenie', (context) => {
    if (!sessionOf(context).officer) return context.redirect('/vhod', 303);
    const seen = visit(context, 'Рассмотрение');
    const waiting = [...applications.values()].filter(({ standing }) => standing === 'review');
    return context.html(pages.page(seen, pages.officerPage(waiting, seen)));
  });
  app.post('/rassmotrenie/:id', async (context) => {
    const form = await formOf(context);
    if (!sessionOf(context).officer) return context.redirect('/vhod', 303);
    const application = applications.get(context.req.param('id'));
    if (application === undefined) return fail(context, 404, 'Заявка не найдена');
    const decision = text(form.reshenie);
    if (!isDecision(decision)) return fail(context, 422, 'Такого решения нет');
    await application.settle();
    await application.decide(decision);
    return context.redirect('/rassmotrenie', 303);
  });
  return app;
}

const isDecision = (value: string): value is Decision => Object.hasOwn(DECISIONS, value);
const text = (field: string | File | undefined): string => (typeof field === 'string' ? field : '');

async function bytesOf(field: string | File | undefined): Promise<Uint8Array> {
  return field instanceof File ? new Uint8Array(await field.arrayBuffer()) : Buffer.from(field ?? '');
}

function back(context: Context, { id }: Application): Response {
  return context.redirect(`/zayavka/${id}`, 303);
}

function download(context: Context, bytes: Uint8Array, type: string): Response {
  return context.body(Uint8Array.from(bytes).buffer, 200, {
    'content-type': type,
    'content-disposition': 'attachment',
  });
}
