// Knows which connections of a server something is being answered on, so that a server that stops cuts no answer and waits for nobody else.
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server, from when it is made. */
export class Connections {
  readonly #open = new Set<Socket>();
  readonly #answering = new Set<Socket>();
  #isEnding = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
    server.on('request', ({ socket }, response: ServerResponse) => {
      this.#answering.add(socket);
      response.once('close', () => {
        this.#answering.delete(socket);
        if (this.#isEnding) socket.destroySoon();
      });
    });
  }

  /** Ends the connections on which nothing is being answered, and from now on each other one once its answer has gone out. */
  endIdle(): void {
    this.#isEnding = true;
    for (const socket of this.#open) if (!this.#answering.has(socket)) socket.destroy();
  }
}
