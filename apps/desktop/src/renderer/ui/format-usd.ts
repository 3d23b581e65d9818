// Money as a person reads it, the same on the screen as in the sentences of the core.
export { formatUsd } from '@hubdesk/shared/format-usd';
