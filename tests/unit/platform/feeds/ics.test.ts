import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { writeCalendar, type CalendarEvent } from '~/platform/feeds/ics';
import { stableUuid } from '~/platform/feeds/stable-id';

const event: CalendarEvent = {
  uid: stableUuid('demo', 'pledge', 'a'),
  day: '2026-12-31',
  title: 'Due: the logger is switched off',
  text: 'First line.\nSecond line.',
  url: 'https://voices.example/pledges/a',
  publishedDay: '2026-11-02',
  sequence: 2,
};

/** Reads a calendar as another program does. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as never);
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each)) };
}

const valueOf = (component: InstanceType<typeof ICAL.Component>, name: string) =>
  String(component.getFirstPropertyValue(name));

/** RFC 5545 3.1: lines end with CRLF and hold at most 75 octets, and nothing else breaks a line. */
function checkLines(text: string): void {
  expect(text.endsWith('\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text).not.toMatch(/[^\t\r\n\u{20}-\u{10FFFF}]/u);
  // No character is torn apart by folding.
  expect(Buffer.from(text).toString('utf8')).toBe(text);
}

/** RFC 5545 3.6: properties of the calendar stand before its components, the two that it needs exactly once. */
function checkGrammar(text: string): void {
  const lines = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  expect([lines[0], lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR']);
  const body = lines.slice(1, -1);
  const first = body.findIndex((line) => line === 'BEGIN:VEVENT');
  const last = body.findLastIndex((line) => line === 'END:VEVENT');
  expect(last).toBe(first === -1 ? -1 : body.length - 1);
  for (const needed of [/^VERSION:2\.0$/, /^PRODID:./])
    expect(body.filter((line) => needed.test(line))).toHaveLength(1);
  for (const line of body) expect(line).toMatch(/^[A-Z-]+(?:;[A-Z-]+=[^:;,"]+)*:/);
}

describe('a calendar', () => {
  test('says to another program what it was given, on one day of every zone', () => {
    const text = writeCalendar({ name: 'Pledges', events: [event] });
    checkLines(text);
    checkGrammar(text);
    const { events } = read(text);
    const [found] = events;
    if (!found) throw new Error('no event');
    expect(found.uid).toBe(event.uid);
    expect(found.summary).toBe(event.title);
    expect(found.description).toBe(event.text);
    expect(found.startDate.isDate).toBe(true);
    expect(found.startDate.toString()).toBe('2026-12-31');
    expect(found.endDate.toString()).toBe('2027-01-01');
    expect(found.sequence).toBe(2);
    expect(valueOf(found.component, 'url')).toBe(event.url);
    expect(valueOf(found.component, 'dtstamp')).toBe('2026-11-02T00:00:00Z');
    expect(valueOf(found.component, 'transp')).toBe('TRANSPARENT');
  });

  test('holds no time but the days that it was given, and the same events are the same bytes', () => {
    const text = writeCalendar({ name: 'Pledges', events: [event] });
    expect(text.match(/\d{8}T\d{6}Z?/g)).toEqual(['20261102T000000Z']);
    expect(writeCalendar({ name: 'Pledges', events: [{ ...event }] })).toBe(text);
    expect(text).not.toMatch(/CREATED|LAST-MODIFIED|ORGANIZER|ATTENDEE|VALARM/);
  });

  test.each([
    ['delimiters', String.raw`a; b, c: d \ e \n "f"`],
    ['a line of its own', 'a\r\nX-EVIL:1'],
    ['the end of the event', 'a\nEND:VEVENT\nBEGIN:VALARM'],
    ['a lone carriage return', 'a\rX-EVIL:1'],
    ['many octets', 'ü😀'.repeat(100)],
  ])('keeps %s in its value', (_, words) => {
    const text = writeCalendar({ name: words, events: [{ ...event, title: words, text: words }] });
    checkLines(text);
    checkGrammar(text);
    const { calendar, events } = read(text);
    const onOneLine = words.replaceAll(/[\r\n]+/g, ' ');
    expect(events.map(({ description }) => description)).toEqual([words.replaceAll(/\r\n?/g, '\n')]);
    expect(events.map(({ summary }) => summary)).toEqual([onOneLine]);
    expect(calendar.getAllProperties().map(({ name }) => name)).not.toContain('x-evil');
    expect(events[0]?.component.getAllSubcomponents()).toEqual([]);
    // An x-property has no type of its own for the other program, so it is compared as it is written.
    const escaped = onOneLine.replaceAll(/[\\;,]/g, String.raw`\$&`);
    expect(valueOf(calendar, 'x-wr-calname')).toBe(escaped);
  });

  test('writes an address without what its value could be read wrongly for', () => {
    const url = 'https://voices.example/pledges?a=1,2;b';
    const { events } = read(writeCalendar({ name: 'Pledges', events: [{ ...event, url }] }));
    const [found] = events;
    expect(found && decodeURIComponent(valueOf(found.component, 'url'))).toBe(url);
    expect(found && valueOf(found.component, 'url')).not.toMatch(/[\\,;]/);
  });

  test('keeps the form whatever is written', () => {
    const word = fc.string({ unit: 'binary', maxLength: 200 });
    const day = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(word, word, day, (name, words, on) => {
        const text = writeCalendar({ name, events: [{ ...event, day: on, title: words, text: words }] });
        checkLines(text);
        checkGrammar(text);
        const { events } = read(text);
        expect(events.map(({ startDate }) => startDate.toString())).toEqual([on]);
        if (/^[\u{21}-\u{7E}]*$/u.test(words)) expect(events[0]?.description ?? '').toBe(words);
      }),
    );
  });

  test('without events is still a calendar', () => {
    const text = writeCalendar({ name: 'Pledges', events: [] });
    checkLines(text);
    checkGrammar(text);
    expect(read(text).events).toEqual([]);
  });
});
