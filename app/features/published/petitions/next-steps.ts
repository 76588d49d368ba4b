import { daysBetween, formatDay, relativeDay } from '~/ui/days';
import { formatCount, plural } from '~/ui/count';
import type { Forecast } from './forecast';
import type { PetitionView } from './petition-page.queries.server';
import { shownCount } from './petition-words';

/** Something that an organizer can do now, and why just now. */
export interface NextStep {
  readonly title: string;
  readonly why: string;
  /** Where it is done. */
  readonly href: string;
}

export type StepsPetition = Pick<
  PetitionView,
  | 'id'
  | 'state'
  | 'openedDay'
  | 'closesDay'
  | 'closedDay'
  | 'figures'
  | 'threshold'
  | 'updates'
  | 'response'
  | 'deleted'
>;

/** News older than this is old news. */
const newsDays = 14;
/** So long before it closes one has to hurry. */
const lastDays = 14;
/** So near to the threshold, in per cent of it, few are missing. */
const nearPercent = 80;
/** No more than this is suggested at once. */
const most = 4;

/**
 * What an organizer might do next, the most pressing first: rules over what everybody can read, and nothing else.
 * @param today the UTC day @param companyDay the company's, by which answers are due
 */
export function nextSteps(
  petition: StepsPetition,
  { forecast, today, companyDay }: { forecast: Forecast; today: string; companyDay: string },
): readonly NextStep[] {
  const rules = [
    afterClosing,
    overdue,
    answered,
    reached,
    lastSpurt,
    nearlyThere,
    firstCount,
    oldNews,
    noGrowth,
    wayToGo,
  ];
  const steps = rules.flatMap((rule) => rule(petition, { forecast, today, companyDay }) ?? []);
  const places = new Set<string>();
  return steps.filter(({ href }) => !places.has(href) && places.add(href)).slice(0, most);
}

type Rule = (petition: StepsPetition, at: { forecast: Forecast; today: string; companyDay: string }) => NextStep | null;

const desk = (id: string, page = '') => `/in/desk/organizer/${id}${page}`;

const afterClosing: Rule = ({ id, state, deleted }) =>
  state !== 'open' && !deleted
    ? {
        title: 'Hand the pack over',
        why: 'It has closed. The pack holds its text, its count and what proves it, ready for a works council.',
        href: `/petitions/${id}/pack.zip`,
      }
    : null;

const overdue: Rule = ({ id, figures, response }, { companyDay }) => {
  if (!figures?.dueDay || response?.answeredDay) return null;
  const late = daysBetween(figures.dueDay, companyDay);
  if (late <= 0) return null;
  return {
    title: 'Say that the answer is late',
    why: `It was due on ${formatDay(figures.dueDay, companyDay)}, ${plural(late, 'day')} ago, and every page says so. News of yours says it to those who follow.`,
    href: `${desk(id)}#news`,
  };
};

const answered: Rule = ({ id, response }) =>
  response
    ? {
        title: 'Ask colleagues whether it is an answer',
        why: 'Each demand’s answer can be judged, unseen. Enough who say that it is none start leadership’s clock again.',
        href: `/petitions/${id}#response`,
      }
    : null;

const reached: Rule = ({ id, figures, response, updates }, { companyDay }) => {
  if (!figures?.reachedDay || response || !figures.dueDay || figures.dueDay < companyDay) return null;
  if (updates.some(({ day }) => day >= (figures.reachedDay ?? ''))) return null;
  return {
    title: 'Tell signers that leadership has to answer',
    why: `It reached its threshold on ${formatDay(figures.reachedDay, companyDay)}. The answer is due ${relativeDay(figures.dueDay, companyDay)}.`,
    href: `${desk(id)}#news`,
  };
};

const lastSpurt: Rule = ({ id, state, closesDay, figures, threshold }, { today }) => {
  const left = daysBetween(today, closesDay);
  const count = shownCount(figures);
  if (state !== 'open' || left < 0 || left > lastDays || (count !== null && threshold !== null && count >= threshold)) return null; // prettier-ignore
  const missing = count === null || threshold === null ? '' : `, and ${formatCount(threshold - count)} are missing`;
  return {
    title: 'Hang up posters once more',
    why: `It closes ${relativeDay(closesDay, today)}${missing}.`,
    href: desk(id, '/share'),
  };
};

const nearlyThere: Rule = ({ id, state, figures, threshold }) => {
  const count = shownCount(figures);
  if (state !== 'open' || count === null || threshold === null) return null;
  if (count >= threshold || 100 * count < nearPercent * threshold) return null;
  return {
    title: 'Say how few are missing',
    why: `${formatCount(threshold - count)} more and leadership has to answer. A picture with the seal shows it at a glance.`,
    href: desk(id, '/share'),
  };
};

const firstCount: Rule = ({ id, state, figures }) =>
  state === 'open' && figures?.signers.kind === 'withheld'
    ? {
        title: 'Let colleagues know that it is there',
        why: `Counting starts at ${formatCount(figures.signers.minimum)}: until then nobody sees a number, you included. A poster beside the coffee machine reaches people where nobody watches them read.`,
        href: desk(id, '/share'),
      }
    : null;

const oldNews: Rule = ({ id, state, updates, openedDay }, { today }) => {
  if (state !== 'open' || openedDay === null) return null;
  const last = updates.at(-1)?.day ?? null;
  const quiet = daysBetween(last ?? openedDay, today);
  if (quiet < newsDays) return null;
  const why =
    last === null
      ? `It has been open for ${plural(quiet, 'day')} and you have not written any yet.`
      : `Your last news is ${plural(quiet, 'day')} old.`;
  return { title: 'Write some news', why, href: `${desk(id)}#news` };
};

const noGrowth: Rule = ({ id, state }, { forecast }) =>
  state === 'open' && forecast.kind === 'none' && forecast.why === 'no-growth'
    ? {
        title: 'Reach people whom it has not reached',
        why: 'The last two weeks brought no more signatures than were withdrawn.',
        href: desk(id, '/share'),
      }
    : null;

const wayToGo: Rule = ({ id, state }, { forecast }) => {
  if (state !== 'open') return null;
  if (forecast.kind !== 'far' && !(forecast.kind === 'day' && forecast.afterClosing)) return null;
  return {
    title: 'Look for petitions that ask for the same',
    why: 'At its pace it does not reach its threshold before it closes. Two that ask for the same can be merged.',
    href: desk(id, '/ending'),
  };
};
