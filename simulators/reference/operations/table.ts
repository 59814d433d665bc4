// Maps every operation of the driver contract to the function that performs it.
import type { Operation, OutputOf } from '../../../schemas/target/driver.ts';
import { attach } from './attaching.ts';
import { advanceClock, describe, makePayment, openWorld, readAsked, readMessages, setCounterparty } from './control.ts';
import { authenticate, logOut, open, readHistory, readSession } from './login.ts';
import { answerSurvey, readPages } from './pages.ts';
import type { Call } from './portal.ts';
import { fetchResult, readContent, readRequest } from './reading.ts';
import { register } from './registering.ts';
import { chooseCertificate, confirm, decide, fill, lookUp, pay, sign } from './steps.ts';

/** Performs one operation. @throws Rejection when it is not accepted, and then nothing has changed. */
export type Performer<O extends Operation> = (call: Call<O>) => OutputOf<O> | Promise<OutputOf<O>>;

/** The performer of each operation. */
export const PERFORMERS: { readonly [O in Operation]: Performer<O> } = {
  describe,
  openWorld,
  advanceClock,
  makePayment,
  setCounterparty,
  readMessages,
  readAsked,
  authenticate,
  register,
  readSession,
  logOut,
  open,
  fill,
  attach,
  pay,
  chooseCertificate,
  readContent,
  sign,
  lookUp,
  decide,
  confirm,
  readRequest,
  fetchResult,
  readPages,
  readHistory,
  answerSurvey,
};
