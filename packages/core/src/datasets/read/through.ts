// What comes out of a stream that is fed from an iterable. A failure of either
// is thrown to the reader, once.
import { Readable, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** `T` is what the stream is known to give. */
export async function* through<T>(items: AsyncIterable<Uint8Array | string>, stream: Duplex): AsyncGenerator<T> {
  // Its failure destroys the stream, and that is where it is thrown.
  const feeding = pipeline(Readable.from(items, { objectMode: false }), stream).catch(() => {});
  try {
    for await (const item of stream) yield item;
  } finally {
    stream.destroy();
    await feeding;
  }
}
