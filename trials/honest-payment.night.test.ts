// Portals that take payments and signatures in other ways than the simulator pass, and those that take any fail.
import type { Alter } from './altered-simulator.ts';
import { answering, asking, both, isTo, knowingRoster, viewing } from './altering.ts';
import { NO_CERTIFICATES, PAID, tryPortals } from './honest.ts';

const costing = (feeMinorUnits: number | null) =>
  answering((body) => {
    if ('feeMinorUnits' in body) Object.assign(body, { feeMinorUnits });
  });
/** Names payments otherwise. */
const otherPayments = both(
  asking((asked) => {
    const payment = asked.body?.payment;
    return typeof payment === 'string' ? { ...asked, body: { payment: payment.replace('ҚАЗПОШТА №', '') } } : asked;
  }),
  answering((body) => {
    if (typeof body.payment === 'string') body.payment = `ҚАЗПОШТА №${body.payment}`;
  }),
);
/** Tells what the payment gateway tells in one line, without a number. */
const shortReceipt = viewing(({ notifications }) => {
  for (const notice of notifications) if (notice.action === 'pay') Object.assign(notice, { text: 'OK', number: null });
});

/** Pays for whoever has not. */
const generous: Alter = async (asked, pass) => {
  if (!isTo(asked, '/payment')) return pass();
  const request = asked.path.split('/')[2];
  const { body } = await pass({ ...asked, path: '/payments', body: { request, standing: 'good' } });
  return pass({ ...asked, body: { payment: body.payment } });
};
/** Takes a certificate for the good one. */
function blindFor(cause: string): Alter {
  const { known, learn } = knowingRoster();
  const look = asking((asked) => {
    const { certificates } = known.roster ?? {};
    const isMeant = isTo(asked, '/certificate') && asked.body?.certificatePem === certificates?.[cause]?.certificatePem;
    return isMeant ? { ...asked, body: { certificatePem: certificates?.good?.certificatePem } } : asked;
  });
  return both(learn, look);
}

tryPortals(
  ['cause', 'completion'],
  [
    ['does not say what the service costs', PAID, () => costing(null), NO_CERTIFICATES],
    ['charges another fee', PAID, () => costing(1), NO_CERTIFICATES],
    [
      'names payments otherwise, and gives a short receipt',
      PAID,
      () => both(otherPayments, shortReceipt),
      NO_CERTIFICATES,
    ],
  ],
  [
    [
      'takes any payment',
      PAID,
      () => generous,
      '**/unpaid-when-*',
      [
        'pay/unpaid-when-not-paid',
        'pay/unpaid-when-paid-for-another-request',
        'pay/unpaid-when-paid-too-little',
        'pay/unpaid-when-payment-reversed',
      ],
    ],
    [
      'takes a revoked certificate',
      PAID,
      () => blindFor('revoked'),
      '**/unconfirmed-when-*',
      ['choose-certificate/unconfirmed-when-revoked'],
    ],
  ],
);
