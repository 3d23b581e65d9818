import { EventEmitter } from 'node:events';
import { os } from '@orpc/server';
import { beforeEach, expect, test } from 'vitest';
import { createPortWire, type Port } from './port-wire.ts';

class PortStub extends EventEmitter {
  sent: unknown[] = [];
  closed = false;
  started = false;
  start = () => void (this.started = true);
  postMessage = (data: unknown) => void this.sent.push(data);
  close = () => {
    this.closed = true;
    this.emit('close');
  };
}

let port: PortStub;

beforeEach(() => {
  port = new PortStub();
  const answer: Port = port;
  createPortWire({ ping: os.handler(() => 'pong') })(answer);
});

test('a call over the port is answered', async () => {
  expect(port.started).toBe(true);
  port.emit('message', { data: JSON.stringify({ i: '1', p: { u: '/ping' } }) });
  await expect.poll(() => port.sent.join()).toContain('pong');
  expect(port.closed).toBe(false);
});

test.for([
  ['text that is not JSON', '{'],
  ['JSON that is no frame', '"x"'],
  ['nothing', undefined],
  ['an object', { i: '1' }],
  ['a number', 7],
  ['bytes that are no frame', new Uint8Array([255, 254]).buffer],
  ['a frame beyond every measure', 'x'.repeat(16 * 1024 * 1024 + 1)],
] as const)('%s ends the port and nothing else', async ([, data]) => {
  port.emit('message', { data });
  await expect.poll(() => port.closed).toBe(true);
  expect(port.sent).toEqual([]);
});
