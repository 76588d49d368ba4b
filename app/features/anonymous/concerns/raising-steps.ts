import { fitsOneMessage, type ConcernDraft } from './concern-draft';

/** The way through raising a concern, one thing a screen. */
export const raisingSteps = [
  { name: 'about', label: 'Programme', title: 'What is it about?' },
  { name: 'kind', label: 'Kind', title: 'What kind of concern is it?' },
  { name: 'tell', label: 'What', title: 'Tell it' },
  { name: 'files', label: 'Files', title: 'Pictures and texts that show it' },
  { name: 'readers', label: 'Readers', title: 'Who may read it?' },
  { name: 'safety', label: 'Safety', title: 'Before you go on, on this device' },
  { name: 'check', label: 'Check', title: 'This is what will be sent' },
  { name: 'words', label: 'Words', title: 'Twelve words, the only way back' },
  { name: 'send', label: 'Send', title: 'Your device is at work' },
] as const;

export type RaisingStep = (typeof raisingSteps)[number]['name'];

export function stepNumber(step: RaisingStep): number {
  return raisingSteps.findIndex(({ name }) => name === step);
}

/** The step after or before another; itself at the ends. Nobody goes back once it is being sent. */
export function stepBeside(step: RaisingStep, way: 1 | -1): RaisingStep {
  return raisingSteps[stepNumber(step) + way]?.name ?? step;
}

export interface StepProblem {
  /** Of the control that it is about. */
  readonly fieldId: string;
  readonly message: string;
}

/** What a step knows besides the draft. */
export interface StepFacts {
  /** Fingerprints of the handlers in force. */
  readonly handlers: readonly string[];
  /** A file is still being cleaned. */
  readonly cleaning: boolean;
  readonly keyOpen: boolean;
}

/** What is missing before one may go on from a step; nothing for most. */
export function problemsOf(step: RaisingStep, draft: ConcernDraft, facts: StepFacts): readonly StepProblem[] {
  switch (step) {
    case 'about':
      return draft.isChosen
        ? []
        : [{ fieldId: 'programme', message: 'Choose a programme, or say that it is not listed.' }];
    case 'kind':
      return draft.kind ? [] : [{ fieldId: 'kind', message: 'Choose what comes nearest.' }];
    case 'tell':
      return tellProblems(draft);
    case 'files':
      return facts.cleaning ? [{ fieldId: 'files', message: 'A file is still being cleaned. One moment.' }] : [];
    case 'readers':
      return facts.handlers.some((fingerprint) => !draft.leftOut.includes(fingerprint))
        ? []
        : [{ fieldId: 'readers', message: 'Somebody has to be able to read it: leave at least one handler in.' }];
    case 'safety':
      return facts.keyOpen ? [] : [{ fieldId: 'key', message: 'Open your key first.' }];
    case 'check':
    case 'words':
    case 'send':
      return [];
  }
}

function tellProblems(draft: ConcernDraft): readonly StepProblem[] {
  if (draft.guided.what.trim() === '') {
    return [{ fieldId: 'guided-what', message: 'Say what happened, or what worries you. A few sentences will do.' }];
  }
  if (!fitsOneMessage(draft)) {
    return [
      {
        fieldId: 'guided-what',
        message: 'This is more than fits into one message. Put a part of it into a text file, and add that as a file.',
      },
    ];
  }
  return [];
}
