import { useEffect, useRef, useState } from 'react';

/** A value that moves at once and is handed over when it rests, or when what shows it goes away. */
export function useResting<T>(value: T, handOver: (value: T) => void, pauseMs = 300): [T, (value: T) => void] {
  const [moved, setMoved] = useState<{ from: T; to: T } | null>(null);
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; send: () => void } | null>(null);
  const latest = useRef(handOver);
  useEffect(() => {
    latest.current = handOver;
  });
  useEffect(
    () => () => {
      clearTimeout(pending.current?.timer);
      pending.current?.send();
    },
    [],
  );
  function move(to: T) {
    setMoved({ from: value, to });
    clearTimeout(pending.current?.timer);
    const send = () => {
      pending.current = null;
      latest.current(to);
    };
    pending.current = { timer: setTimeout(send, pauseMs), send };
  }
  // Once the value itself changed, that is what counts.
  return [moved && moved.from === value ? moved.to : value, move];
}
