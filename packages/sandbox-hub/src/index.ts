// The way in for hosts and tests: one function starts a hub, one object drives it.
export { startSandboxHub } from './server.ts';
export type { SandboxHub, SandboxHubOptions, SeedName } from './server.ts';
export type { Fault } from './faults.ts';
export type { RecordedRequest } from './request-log.ts';
