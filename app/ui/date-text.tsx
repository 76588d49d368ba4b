import { useEffect, useState } from 'react';
import { formatDay, formatWeekday, relativeDay } from './days';

export interface DateTextProps {
  /** A UTC day, YYYY-MM-DD. */
  day: string;
  /** Today, from the loader: server and browser then write the same words, and tests can set it. */
  now: string;
  /** Adds "(in 9 days)", or writes nothing but that. */
  relative?: 'also' | 'only' | undefined;
  /** Names the day of the week too: for days that somebody has to keep. */
  weekday?: boolean | undefined;
}

/** A day as people read it: absolute, with a relative hint where asked for. */
export function DateText({ day, now, relative, weekday }: DateTextProps) {
  const absolute = weekday ? formatWeekday(day, now) : formatDay(day, now);
  if (relative === 'only') {
    return (
      <time dateTime={day} title={absolute}>
        {relativeDay(day, now)}
      </time>
    );
  }
  return (
    <time dateTime={day}>
      {absolute}
      {relative === 'also' && <span className="soft"> ({relativeDay(day, now)})</span>}
    </time>
  );
}

/** A moment, in the reader's time zone once the page is alive, in UTC (and saying so) until then. */
export function TimeText({ instant, now }: { instant: string; now: string }) {
  const [words, setWords] = useState(() => `${clockTime(instant, 'UTC')} UTC`);
  const [day, setDay] = useState(instant.slice(0, 10));
  const [today, setToday] = useState(now.slice(0, 10));
  useEffect(() => {
    setWords(clockTime(instant, undefined));
    setDay(localDay(instant));
    setToday(localDay(now));
  }, [instant, now]);
  const near = relativeDay(day, today);
  const date = near === 'today' || near === 'tomorrow' || near === 'yesterday' ? near : formatDay(day, today);
  return <time dateTime={instant}>{`${date}, ${words}`}</time>;
}

function clockTime(instant: string, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(instant));
}

/** YYYY-MM-DD in the reader's zone; the Swedish way of writing a date is the ISO one. */
function localDay(instant: string): string {
  return new Intl.DateTimeFormat('sv-SE').format(new Date(instant));
}
