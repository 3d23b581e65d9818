// What a utility process finds as `process.parentPort`, over Node's own channel.
import { EventEmitter } from 'node:events';

class ParentPortDouble extends EventEmitter {
  postMessage(message: object): void {
    process.send?.(message);
  }
}

const port = new ParentPortDouble();
process.on('message', (data) => port.emit('message', { data, ports: [] }));
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: port });
