import { useEffect, useState } from 'react';
import { now } from './clock.ts';

const EVERY_MS = 5_000;

/** The server's time, renewed every few seconds so that ages grow while nothing else changes. */
export function useNow(): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => {
      setTime(now());
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return time;
}
