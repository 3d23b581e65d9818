// A process for tests to kill: writes its second argument to its first once it
// is told to on stdin, and exits.
import { safeWrite } from './safe-write.ts';

const [path = '', content = ''] = process.argv.slice(2);
process.stdin.once('data', () => {
  void safeWrite(path, content, { backups: 2 }).then(() => process.exit(0));
});
process.stdout.write('ready');
