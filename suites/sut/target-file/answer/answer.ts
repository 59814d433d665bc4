// What an operation answers besides a session or a request, read from its page.
import type { Operation, Roster } from '../../../../schemas/target/driver.ts';
import type { Operations } from '../../../../schemas/target/operations.ts';
import { inOrder } from './rows.ts';
import type { View } from './view.ts';

/** The answer of an operation in the shape of the driver contract; null for one that answers with a session or a request. */
export function answerOf(
  operations: Operations,
  operation: Operation,
  view: View,
  { input, now, roster }: { input: unknown; now: string; roster: Roster },
): unknown {
  switch (operation) {
    case 'openWorld': {
      const extractor = operations.openWorld?.answer?.now;
      return {
        world: 'world',
        now: extractor === undefined ? Object(input).now : view.given(extractor),
        roster,
      };
    }
    case 'advanceClock':
      return { now: operations.advanceClock === undefined ? now : view.given(operations.advanceClock.answer.now) };
    case 'makePayment':
      return { payment: view.given(operations.makePayment?.answer.payment ?? '') };
    case 'setCounterparty':
      return input;
    case 'register':
      return { registered: true };
    case 'readContent':
      return { content: view.given(operations.readContent?.answer.content ?? '') };
    case 'fetchResult': {
      const { mediaType = '{{mediaType}}', document = '', signature = '' } = operations.fetchResult?.answer ?? {};
      return {
        mediaType: view.given(mediaType),
        document: view.given(document),
        signature: view.value(signature) ?? '',
      };
    }
    case 'readPages':
      return operations.readPages === undefined ? null : view.pages(operations.readPages.answer);
    case 'readHistory':
      return {
        requests: view.entries(operations.readHistory?.answer.requests ?? []).map((tell) => ({
          request: tell('request'),
          number: tell('number') || null,
          state: tell('state'),
        })),
      };
    case 'readAsked':
      return view.json();
    case 'readMessages':
      return {
        messages: inOrder(
          view.entries(operations.readMessages?.answer.messages ?? []).map((tell) => ({
            action: tell('action'),
            from: tell('from'),
            to: tell('to'),
            what: tell('what'),
            status: tell('status') || null,
            at: tell('at'),
          })),
          ({ at }) => at ?? '',
        ),
      };
    default:
      return null;
  }
}
