// The `RateLimit` headers of the Hub's API, counted for each caller in fixed windows of five minutes.
// It only counts: it never refuses. A test that wants a 429 asks for it with a fault.

const WINDOW_SECONDS = 300;
const QUOTA = 2500;

/** Takes one request of `caller` and gives the headers that tell what is left. */
export function rateLimitHeaders(now: () => number): (caller: string) => Record<string, string> {
  let windowStart = 0;
  let counts = new Map<string, number>();
  return (caller) => {
    const seconds = Math.floor(now() / 1000);
    const start = seconds - (seconds % WINDOW_SECONDS);
    if (start !== windowStart) {
      windowStart = start;
      counts = new Map();
    }
    const used = (counts.get(caller) ?? 0) + 1;
    counts.set(caller, used);
    const left = Math.max(QUOTA - used, 1);
    return {
      ratelimit: `"api";r=${left};t=${start + WINDOW_SECONDS - seconds}`,
      'ratelimit-policy': `"fixed window";"api";q=${QUOTA};w=${WINDOW_SECONDS}`,
    };
  };
}
