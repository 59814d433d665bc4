// The gateway's AsyncChannel: a request is taken at once and answered later, with a RESPONSE that waits for its sender.
import { type Call, Fault, type Message, malformed, mustBeFrom, type Node, readMessage, textAt } from './envelope.ts';

/** What the channel is lent. */
export interface Behind {
  readonly now: () => Date;
  readonly nextId: () => string;
  /** Whether a message is taken at all. @throws Fault */
  admit(message: Message): void;
  /** What a service makes of a message, in its own time. @throws Fault */
  serve(message: Message): Promise<Node>;
}

/** A request and what came of it. */
interface Letter {
  readonly id: string;
  readonly from: string;
  readonly serviceId: string;
  /** Null until the service has answered. */
  reply: { readonly id: string; readonly at: Date; readonly isAccepted: boolean; readonly data: Node } | null;
}

/** The letters of one service, by the sender who may read the answers. */
export class AsyncChannel {
  readonly #behind: Behind;
  readonly #letters: Letter[] = [];

  constructor(behind: Behind) {
    this.#behind = behind;
  }

  /** The response to what is asked. @throws Fault */
  answer({ operation, request }: Call, from: string): Node {
    if (operation === 'sendMessage') return this.#send(request, from);
    return operation === 'getMessages' ? this.#fetch(request, from) : this.#status(request, from);
  }

  #send(request: Node, from: string): Node {
    const { messageInfo: info = '', messageData: data = '' } = Object(request);
    const message = readMessage(info, data, from);
    if (textAt(info, 'messageType') !== 'REQUEST') throw malformed('messageType: only a REQUEST is taken');
    if (textAt(info, 'correlationId') !== '') throw malformed('correlationId: a REQUEST answers nothing');
    this.#behind.admit(message);
    const letter: Letter = { id: this.#behind.nextId(), from, serviceId: message.serviceId, reply: null };
    this.#letters.push(letter);
    void this.#deliver(letter, message);
    return { messageId: letter.id, correlationId: letter.id, responseDate: this.#behind.now().toISOString() };
  }

  async #deliver(letter: Letter, message: Message): Promise<void> {
    const { now, nextId, serve } = this.#behind;
    const served = await serve(message).then(
      (data) => ({ isAccepted: true, data }),
      (error: unknown) => ({ isAccepted: false, data: { qate: wrongOf(error) } }),
    );
    letter.reply = { id: nextId(), at: now(), ...served };
  }

  #status(request: Node, from: string): Node {
    mustBeFrom(request, from);
    const letter = this.#letters.find(({ id, from: own }) => own === from && id === textAt(request, 'messageId'));
    if (letter === undefined) throw new Fault('TRL-404', 'Хабарлама табылмады / сообщение не найдено');
    const { reply } = letter;
    const responseDate = this.#behind.now().toISOString();
    const statusDate = reply?.at.toISOString() ?? responseDate;
    // MESSAGE_NOT_ACCTEPTED is what the schema of the gateway says.
    const statusCode = reply === null ? '' : reply.isAccepted ? 'MESSAGE_ACCEPTED' : 'MESSAGE_NOT_ACCTEPTED';
    const messageState = reply === null ? 'ON_DELIVERY' : 'DELIVERED';
    return { messageState, status: { statusCode, statusMessage: statusCode, statusDate }, responseDate };
  }

  /** The answers that have come, of one service; those to one request where it is named. */
  #fetch(request: Node, from: string): Node {
    mustBeFrom(request, from);
    const serviceId = textAt(request, 'serviceId');
    const about = textAt(request, 'correlationId');
    if (serviceId === '') throw malformed('serviceId is missing');
    const own = this.#letters.filter((letter) => letter.from === from && letter.serviceId === serviceId);
    const messages = own
      .filter(({ id }) => about === '' || about === id)
      .flatMap(({ id, reply }): Node[] => {
        if (reply === null) return [];
        const messageInfo = {
          messageId: reply.id,
          correlationId: id,
          serviceId,
          messageType: 'RESPONSE',
          messageDate: reply.at.toISOString(),
          sender: { senderId: 'TRL', password: '' },
        };
        return [{ messageInfo, messageData: { data: reply.data } }];
      });
    return { responseDate: this.#behind.now().toISOString(), sessionId: this.#behind.nextId(), messages };
  }
}

function wrongOf(error: unknown): Node {
  return error instanceof Fault
    ? { kod: error.code, sebep: error.message }
    : { kod: 'TRL-500', sebep: 'Ішкі қате / внутренняя ошибка' };
}
