// Ends the process in order when it is asked to, and at once when asked twice
// or when the order takes too long.

const patienceMs = 5_000;

/** Runs `stop` on the first SIGINT, SIGTERM or SIGHUP, then exits: 0 when it went well, 1 otherwise. */
export function onStopSignal(process: NodeJS.Process, stop: () => Promise<void>): void {
  let asked = false;
  const onSignal = () => {
    if (asked) process.exit(1);
    asked = true;
    setTimeout(() => process.exit(1), patienceMs).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
