// The worker thread of Xet uploads: reads, cuts, hashes and packs, so that the
// thread that answers the screen only plans and sends.
import { parentPort } from 'node:worker_threads';
import { createXetCodec } from '../transfer/xet/codec/xet-codec.ts';
import { fileScanner } from '../transfer/xet/worker/file-scanner.ts';
import { xorbPacker } from '../transfer/xet/worker/xorb-packer.ts';
import type { XetAnswer, XetAsk } from '../transfer/xet/worker/xet-tasks.ts';

const codec = createXetCodec();
const scanner = fileScanner(codec);
const packer = xorbPacker(codec);

function answer(ask: XetAsk): XetAnswer {
  switch (ask.kind) {
    case 'scan':
      return scanner.next(ask.file, ask.source, ask.slab);
    case 'scanWhole':
      return scanner.whole(ask.files, ask.slab);
    case 'pack':
      return packer.pack(ask.xorb, ask.into, ask.slab, ask.ranges);
    case 'seal':
      return packer.seal(ask.xorb);
    case 'drop':
      scanner.drop(ask.file);
      return { kind: 'dropped' };
  }
}

parentPort?.on('message', (ask: XetAsk) => {
  const given = answer(ask);
  const handedOver = [...('slab' in given ? [given.slab] : []), ...('bytes' in given ? [given.bytes] : [])];
  parentPort?.postMessage(given, handedOver);
});
