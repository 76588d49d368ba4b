import type { ChoiceKind } from '~/crypto/semaphore/statement';
import type { Witnessed } from '../pledges/pledge';
import type { choicesOf } from './choice';

type Words<K extends ChoiceKind> = Readonly<Record<(typeof choicesOf)[K][number], string>>;

/** What employees say of an answer: whether it answers, not whether they like it. */
export const verdictWords: Words<'verdict'> = {
  answered: 'It answers the demand',
  partly: 'It answers it in part',
  not: 'It does not answer it',
};

export const verdictHints: Words<'verdict'> = {
  answered: 'What was asked has an answer, whether or not I like it.',
  partly: 'Some of what was asked is still open.',
  not: 'What was asked is still open.',
};

/** What field witnesses say, by what they were asked to look for. */
export const witnessWords: Readonly<Record<Witnessed, Words<'witness'>>> = {
  stops: { done: 'I see it stopped', 'not-done': 'I still see it running' },
  'is-there': { done: 'I see it done', 'not-done': 'I do not see it' },
};

export const witnessHints: Readonly<Record<Witnessed, Words<'witness'>>> = {
  stops: { done: 'Where I work it no longer happens.', 'not-done': 'Where I work it still happens.' },
  'is-there': { done: 'Where I work it is there.', 'not-done': 'Where I work it is not there.' },
};

export const supportWords: Words<'support'> = {
  support: 'I would like to know this too',
  none: 'I no longer support it',
};

export const supportHints: Words<'support'> = {
  support: 'What most employees support stands first in leadership’s list.',
  none: 'Takes your support back, if you gave it before.',
};

export const sponsorWords: Words<'sponsor'> = {
  sponsor: 'Yes, I sponsor it',
  none: 'I no longer sponsor it',
};

export const sponsorHints: Words<'sponsor'> = {
  sponsor: 'The moderators see that enough want it, not who.',
  none: 'Takes your sponsorship back, if you gave it before.',
};
