import ical, { ICalEventTransparency } from 'ical-generator';
import { addDays } from '~/platform/clock';
import { plainCharacters, plainLine } from './plain-characters';

/** 'YYYY-MM-DD'. */
type Day = string;

export interface Calendar {
  /** As people see it in their list of calendars. */
  readonly name: string;
  readonly events: readonly CalendarEvent[];
}

/** Something that fills one day, in every time zone the same. */
export interface CalendarEvent {
  /** Stays what it is when the event changes, and says nothing: see `stableUuid`. */
  readonly uid: string;
  readonly day: Day;
  readonly title: string;
  /** Plain text. */
  readonly text: string;
  /** Absolute. */
  readonly url: string;
  /** When what it says was last published: its DTSTAMP, to the day, the same for every reader. */
  readonly publishedDay: Day;
  /** How often it was changed: 0 for the first. */
  readonly sequence: number;
}

export const calendarMediaType = 'text/calendar; charset=utf-8; method=PUBLISH';

/** The library leaves the calendar's name as it is, and escapes addresses as if they were text: neither is RFC 5545 3.3. */
const escaped = (text: string) => plainLine(text).replaceAll(/[\\;,]/g, String.raw`\$&`);
const withoutDelimiters = (url: string) => url.replaceAll(/[\\;,]/g, encodeURIComponent);

/**
 * A calendar of all-day events (RFC 5545) as text: CRLF, folded at 75 octets, escaped. It holds no time of day and no clock
 * is asked: the same events are always the same bytes, for all readers. Without events it has no component; RFC 5545 3.6
 * asks for one, and readers do not. NOT checked: that no two events share a uid.
 */
export function writeCalendar({ name, events }: Calendar): string {
  const calendar = ical({
    prodId: { company: 'Round Robin', product: 'Calendar', language: 'EN' },
    name: escaped(name),
    ttl: 24 * 60 * 60,
  });
  for (const { uid, day, title, text, url, publishedDay, sequence } of events) {
    calendar.createEvent({
      ...{
        id: uid,
        sequence,
        url: withoutDelimiters(url),
        allDay: true,
        transparency: ICalEventTransparency.TRANSPARENT,
      },
      start: midnight(day),
      end: midnight(addDays(day, 1)),
      stamp: midnight(publishedDay),
      summary: plainLine(title),
      description: plainCharacters(text),
    });
  }
  return `${calendar.toString()}\r\n`;
}

const midnight = (day: Day) => new Date(`${day}T00:00:00Z`);
