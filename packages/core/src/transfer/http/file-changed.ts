// What is thrown when a file is no longer what it was when the transfer began:
// its bytes so far are worth nothing and it has to be hashed again.
import { AppError } from '@hubdesk/shared/errors';

/** CONFLICT, told from the Hub's own conflicts by its class and `reason`. `path` is for the log and the journal, not for the message. */
export class FileChanged extends AppError<'CONFLICT'> {
  readonly reason = 'changed';
  readonly path: string;

  constructor(path: string) {
    super('CONFLICT', 'The file changed while it was being read.', { what: 'file' });
    this.path = path;
  }
}
