// Calls between the process that runs the built main bundle and the test that
// holds the browser: names and plain values, in order, over Node's own channel.

export type Handlers = Record<string, (...args: never[]) => unknown>;

/** What both a child process and the parent's side of it can do. */
export interface Channel {
  send(message: object): void;
  onMessage(listen: (message: unknown) => void): void;
}

export interface Peer {
  /** Asks and waits; rejects with the other side's message. */
  call(name: string, ...args: unknown[]): Promise<unknown>;
  /** Says, and waits for nothing. */
  tell(name: string, ...args: unknown[]): void;
}

type Message =
  | { type: 'call'; id: number | null; name: string; args: never[] }
  | { type: 'answer'; id: number; value?: unknown; error?: string };

export function createPeer(channel: Channel, handlers: Handlers): Peer {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;

  channel.onMessage((raw) => {
    const message = raw as Message;
    if (message.type === 'answer') {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) call?.resolve(message.value);
      else call?.reject(new Error(message.error));
      return;
    }
    void respond(message.name, message.args).then((answer) => {
      if (message.id !== null) channel.send({ type: 'answer', id: message.id, ...answer });
      else if ('error' in answer) throw new Error(`${message.name}: ${answer.error}`);
    });
  });

  async function respond(name: string, args: never[]): Promise<{ value: unknown } | { error: string }> {
    try {
      const handler = handlers[name];
      if (!handler) throw new Error(`nobody answers ${name}`);
      return { value: await handler(...args) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    call(name, ...args) {
      const call = Promise.withResolvers<unknown>();
      waiting.set(++lastId, call);
      channel.send({ type: 'call', id: lastId, name, args });
      return call.promise;
    },
    tell: (name, ...args) => channel.send({ type: 'call', id: null, name, args }),
  };
}
