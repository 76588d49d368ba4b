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
    label: 'Working days to answer',
    about:
      'Counted from the publication in which the threshold is reached. Weekends and the holidays of the company’s calendar do not count.',
  },
  moderationDays: {
    label: 'Working days to moderate',
    about:
      'Counted from the day on which a petition, or an appeal, comes in. What waits longer is shown to everybody as overdue. It holds for later petitions.',
  },
  criticalMass: {
    label: 'Critical mass',
    about:
      'Below this many signatures nothing about the signatures of a new petition is published, unless whoever writes it chooses another number. It can be raised, and not switched off.',
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
  verdictQuorum: {
    label: 'Verdicts that can reopen an answer',
    about: 'With fewer verdicts on a demand the answer stands, whatever they say. It holds for later responses.',
  },
  verdictPercent: {
    label: 'Share of verdicts that reopens an answer, in per cent',
    about: 'Where more than this share says “not answered”, the clock starts once more, once for each demand.',
  },
};
