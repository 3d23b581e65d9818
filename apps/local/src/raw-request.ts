// Sends bytes to the local host exactly as a test wrote them: HTTP clients
// refuse or repair what an attacker would send.
import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  head: string;
  body: string;
}

/** `lines`: the request line and headers, without their line ends. Resolves when the head is there and the server closed or paused. */
export function rawRequest(port: number, lines: readonly string[], body = ''): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const settle = () => {
      socket.destroy();
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') });
    };
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      // A switched protocol stays open, and so does a stream: the head is the answer.
      if (text.startsWith('HTTP/1.1 101') || /text\/event-stream[\s\S]*\r\n\r\n/.test(text)) settle();
    });
    socket.on('close', settle);
    socket.on('error', (error) => (text ? settle() : reject(error)));
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}
