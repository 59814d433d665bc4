// The gateway's AsyncChannel: a request is taken at once and answered later, with a RESPONSE that the sender of the request fetches.
import { type Call, Fault, type Message, malformed, mustBeFrom, type Node, readMessage, textAt } from './envelope.ts';

/** What the channel needs of the service behind it. */
export interface Behind {
  readonly now: () => Date;
  readonly nextId: () => string;
  /** Checks a message before it is taken. @throws Fault where it is not to be taken */
  admit(message: Message): void;
  /** Performs the service that a message asks for, however long it takes. @throws Fault where the service refuses */
  serve(message: Message): Promise<Node>;
}

/** A request that was taken, and its reply. */
interface Letter {
  readonly id: string;
  readonly from: string;
  readonly serviceId: string;
  /** Null until the service has answered. */
  reply: { readonly id: string; readonly at: Date; readonly isAccepted: boolean; readonly data: Node } | null;
}

/** The AsyncChannel of one service; a reply is shown only to the sender of its request. */
export class AsyncChannel {
  readonly #behind: Behind;
  readonly #letters: Letter[] = [];

  constructor(behind: Behind) {
    this.#behind = behind;
  }

  /** Answers a call that the system `from` signed. @throws Fault where it is malformed or names another sender */
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
    // The schema of the gateway misspells MESSAGE_NOT_ACCTEPTED, so it has to go out like this.
    const statusCode = reply === null ? '' : reply.isAccepted ? 'MESSAGE_ACCEPTED' : 'MESSAGE_NOT_ACCTEPTED';
    const messageState = reply === null ? 'ON_DELIVERY' : 'DELIVERED';
    return { messageState, status: { statusCode, statusMessage: statusCode, statusDate }, responseDate };
  }

  /** The replies of one service that are ready; where `correlationId` names a request, only the reply to that. */
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
