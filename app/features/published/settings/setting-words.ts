import type { ChangeableSetting } from '~/platform/settings';

/** How each changeable setting is put to people. */
export const settingWords: Readonly<Record<ChangeableSetting, { readonly label: string; readonly about: string }>> = {
  thresholdAbsolute: {
    label: 'Signatures that oblige an answer',
    about: 'Leadership must answer a petition with this many signatures, or with the share below: whichever is fewer.',
  },
  thresholdPercent: {
    label: 'Share of the roster that obliges an answer, in per cent',
    about: 'Counted on the roster of the day on which a petition opens.',
  },
  responseDays: {
    label: 'Days to answer',
    about: 'From the publication in which the threshold is reached to the day on which the answer is due.',
  },
  criticalMass: {
    label: 'Critical mass',
    about:
      'Below this many signatures nothing about a petition’s signatures is published. It can be raised, and not switched off.',
  },
  acknowledgeDays: {
    label: 'Days until a concern must have been read',
    about: 'The Whistleblower Directive of the European Union asks for seven. It holds for concerns that come later.',
  },
  concernAnswerDays: {
    label: 'Days until a concern must be answered',
    about: 'The directive asks for three months at most. It holds for concerns that come later.',
  },
  concernRetentionDays: {
    label: 'Days until a concern is deleted',
    about: 'Counted from the last word of either side; both see the day in the conversation.',
  },
  summaryThreshold: {
    label: 'Corroborations that oblige an answer',
    about: 'Leadership must answer a published summary that so many employees confirm. It holds for later summaries.',
  },
};
