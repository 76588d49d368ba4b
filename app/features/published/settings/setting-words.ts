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
};
