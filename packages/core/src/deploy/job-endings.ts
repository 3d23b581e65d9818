/** Stages in which a job is over, in both spellings that the Hub has had (reference hub-api 3.1). */
export const jobEndings: ReadonlySet<string> = new Set(['COMPLETED', 'ERROR', 'CANCELED', 'CANCELLED', 'DELETED']);
