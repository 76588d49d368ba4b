import { formatCount, plural } from '~/ui/count';
import { formatDay } from '~/ui/days';
import type { Forecast } from './forecast';

/** A forecast in sentences: what is expected first, then how sure it is, then what it rests on. */
export function forecastWords(forecast: Forecast, today: string): readonly string[] {
  switch (forecast.kind) {
    case 'reached':
      return ['The threshold is reached.'];
    case 'none':
      return [noneWords[forecast.why]];
    case 'far':
      return [
        `At the pace of the last ${plural(forecast.days, 'day')} the threshold would not be reached within a year.`,
      ];
    case 'day': {
      const { likely, earliest, latest, pace, days, afterClosing, atClosing } = forecast;
      const rests = `It rests on the last ${plural(days, 'day')} alone: ${paceWords(pace)}. Most petitions slow down; what you do may change it.`;
      const between = `Eight times in ten it would be between ${formatDay(earliest, today)} and ${latest === null ? 'a day that may never come' : formatDay(latest, today)}.`;
      if (!afterClosing)
        return [
          `If it goes on like this, the threshold is reached around ${formatDay(likely, today)}.`,
          between,
          rests,
        ];
      return [
        `If it goes on like this, it closes with about ${plural(atClosing.likely, 'signature')}, before the threshold is reached.`,
        `Eight times in ten it would be between ${formatCount(atClosing.low)} and ${formatCount(atClosing.high)}.`,
        rests,
      ];
    }
  }
}

const noneWords: Readonly<Record<Extract<Forecast, { kind: 'none' }>['why'], string>> = {
  'no-threshold': 'It has no threshold yet, so there is no day to be expected.',
  'not-open': 'It takes no signatures any more.',
  withheld: 'There is no forecast: a number would be needed for one, and none is shown to anybody yet.',
  'too-few-days': 'There is no forecast yet: it takes a week of published counts.',
  'no-growth': 'There is no forecast: the last two weeks brought no more signatures than were withdrawn.',
};

/** "12 a day", "3 a week". */
export function paceWords(pace: number): string {
  if (pace >= 2) return `${formatCount(pace)} a day`;
  return `${formatCount(Math.max(1, pace * 7))} a week`;
}
